import { posix } from 'node:path';
import type { Finding } from '../../model/finding.ts';
import { changeHint } from '../../model/hint.ts';
import { shellWord } from '../../model/shell-word.ts';

/**
 * A finding of a reader with the commands of its hint ready for where the command ran. Readers name files as they lie in the
 * project; `dir` is the project as seen from there. What else is quoted in a command, such as a script of sed, stays.
 */
export function commandsFrom(dir: string, finding: Finding): Finding {
  const { hint, where } = finding;
  if (dir === '.' || hint === undefined || where === undefined) return finding;
  const top = topOf(where.file);
  const quoted = /'(?:[^']|'\\'')*'/g;
  return {
    ...finding,
    hint: changeHint(hint, (text) =>
      text.replaceAll(quoted, (word) => {
        const path = word.slice(1, -1).replaceAll("'\\''", "'");
        const isFile = topOf(path) === top && !path.includes('\\');
        return isFile ? shellWord(posix.join(dir, path)) : word;
      }),
    ),
  };
}

function topOf(path: string): string {
  return path.split('/')[0] as string;
}
