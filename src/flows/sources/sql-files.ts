import { readFile, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { StrataError } from '../../model/errors.ts';
import type { SchemaFile } from '../../replay/unloadable.ts';
import { decodeSql } from '../../sql/decode.ts';
import { blank, indexLines, locate } from '../../sql/locate.ts';
import { carryOutCommands, type PsqlVariables } from '../../sql/psql-commands.ts';
import { includesOf } from '../../sql/psql-includes.ts';
import { relativePath } from './find-projects.ts';

/**
 * Reads files of SQL with what they include by psql's `\i` and `\ir`. An including file comes in parts, blank where the others
 * stand, so that every place in it stays true. A file that another one includes is read there only. psql's variables are
 * written out.
 * https://www.postgresql.org/docs/18/app-psql.html#APP-PSQL-META-COMMAND-INCLUDE
 */
export async function loadSqlFiles(files: readonly string[], cwd: string): Promise<readonly SchemaFile[]> {
  const included = new Set<string>();
  const read = await Promise.all(
    files.map(async (file) => ({ file, parts: await readParts(file, cwd, [file], included) })),
  );
  return read.flatMap(({ file, parts: [first, ...others] }) =>
    first === undefined || included.has(file)
      ? []
      : [first, ...others.map((part) => ({ ...part, goesOn: true as const }))],
  );
}

async function readParts(
  file: string,
  cwd: string,
  open: readonly string[],
  included: Set<string>,
  variables: PsqlVariables = new Map(),
): Promise<readonly SchemaFile[]> {
  const name = relativePath(cwd, file);
  const text = carryOutCommands(decodeSql(await readBytes(file, name), name), variables);
  const parts: SchemaFile[] = [];
  let from = 0;
  for (const include of includesOf(text)) {
    const where = { file: name, ...locate(indexLines(text), include.start) };
    const candidates = (include.isRelative ? [dirname(file)] : [cwd, dirname(file)]).map((dir) =>
      resolve(dir, include.path),
    );
    const target = await firstThatExists(candidates);
    if (target === undefined)
      throw new StrataError('project', `includes ${include.path}, which does not exist`, {
        where,
        hint: '`\\ir` looks from the file that includes, `\\i` from where the command runs as well.',
      });
    if (open.includes(target))
      throw new StrataError('project', `includes ${include.path}, which includes it`, {
        where,
        hint: 'Take one of the two lines out.',
      });
    included.add(target);
    parts.push({ name, text: onlyBetween(text, from, include.start) });
    parts.push(...(await readParts(target, cwd, [...open, target], included, variables)));
    from = include.end;
  }
  return [...parts, { name, text: from === 0 ? text : onlyBetween(text, from, text.length) }];
}

function onlyBetween(text: string, start: number, end: number): string {
  return blank(text.slice(0, start)) + text.slice(start, end) + blank(text.slice(end));
}

async function firstThatExists(files: readonly string[]): Promise<string | undefined> {
  for (const file of files) if (await stat(file).catch(() => undefined)) return file;
  return undefined;
}

async function readBytes(file: string, name: string): Promise<Uint8Array> {
  const cannot = (why: string, cause?: unknown) =>
    new StrataError('project', `cannot be read (${why})`, {
      where: { file: name, line: 1, column: 1 },
      hint: 'Every .sql file of a source has to be a file that this user may read.',
      cause,
    });
  try {
    // Nobody may ever write into a named pipe, and a thread that waits for it outlives every signal.
    if (!(await stat(file)).isFile()) throw cannot('it is not a file');
    return await readFile(file);
  } catch (cause) {
    throw cause instanceof StrataError ? cause : cannot(String((cause as NodeJS.ErrnoException).code), cause);
  }
}
