import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { prismaConfigNames, withoutComments } from '../model/config-code.ts';

/**
 * `migrations.initShadowDb` of a directory's prisma.config: SQL for what is there before the first migration, which Prisma runs on
 * its shadow database. Empty where there is none. The file is read as text: what is computed in it is not seen.
 */
export async function readShadowSql(dir: string): Promise<string> {
  for (const name of prismaConfigNames) {
    const text = await readFile(join(dir, name), 'utf8').catch(() => undefined);
    if (text !== undefined) return shadowSql(withoutComments(text));
  }
  return '';
}

function shadowSql(text: string): string {
  const found = /\binitShadowDb\s*:\s*(["'`])((?:\\[\s\S]|(?!\1)[^\\])*)\1/.exec(text);
  const [, quote, written = ''] = found ?? [];
  if (quote === '`' && /(?<!\\)\$\{/.test(written)) return '';
  return written.replace(/\\(\r\n|[\s\S])/g, (_, char: string) => escapes[char] ?? char);
}

/** What JavaScript reads for a backslash and this; for any other character, the character. A line continues behind the last three. */
const escapes: Readonly<Record<string, string>> = {
  n: '\n',
  r: '\r',
  t: '\t',
  '\n': '',
  '\r\n': '',
  '\r': '',
};
