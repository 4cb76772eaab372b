import { lstatSync } from 'node:fs';

/** Why nothing can be read at a path, given the error of looking at it, as the end of a sentence: `does not exist`. */
export function absenceOf(path: string, { code }: NodeJS.ErrnoException): string {
  if (code === 'ELOOP') return 'is a link that leads back to itself';
  if (code === 'EACCES' || code === 'EPERM') return 'lies in a folder that this user may not search';
  if (code !== 'ENOENT' && code !== 'ENOTDIR') return `cannot be read (${code})`;
  const isLink = lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() === true;
  return isLink ? 'is a link to something that does not exist' : 'does not exist';
}
