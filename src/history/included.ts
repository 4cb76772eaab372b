import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import path from 'node:path';
import type { IncludedText, Migration, SqlText } from '../model/migration.ts';
import { type Include, includesOf } from '../sql/psql-includes.ts';
import { toPosix } from './migration-folder.ts';
import { readSqlFile } from './sql-file.ts';

/** Where files are looked for, and what psql makes of their text. */
export interface Including {
  /** Absolute path of the project's directory. */
  readonly dir: string;
  readonly fill: (text: string) => string;
  /** Absolute paths of files that are not put in: those of migrations, which run by themselves, and those that are open. */
  readonly closed: ReadonlySet<string>;
}

/**
 * Puts into a migration's way up what psql puts in for `\i` and `\ir`. A command whose file is not found, or may not be read, stays: it
 * is told of as one that the rehearsal leaves out. Another text of an included file is another migration.
 */
export function withIncluded(migration: Migration, including: Including): Migration {
  const up = include(migration.up, including);
  if (up.included === undefined) return migration;
  const hash = createHash('sha256').update(migration.hash);
  for (const { text } of up.included) hash.update(`\n${text}`);
  return { ...migration, up, hash: hash.digest('hex') };
}

function include(sql: SqlText, including: Including): SqlText {
  const included: IncludedText[] = [];
  let text = '';
  let from = 0;
  for (const one of includesOf(sql.text)) {
    const found = readIncluded(one, sql.file, including);
    if (found === undefined) continue;
    text += sql.text.slice(from, one.start);
    included.push({ ...found, start: text.length, command: sql.text.slice(one.start, one.end) });
    text += found.text;
    from = one.end;
  }
  return included.length === 0 ? sql : { ...sql, text: text + sql.text.slice(from), included };
}

function readIncluded(one: Include, by: string, including: Including): SqlText | undefined {
  const { dir, fill, closed } = including;
  const target = placesOf(one, by, dir).find((file) => existsSync(file));
  if (target === undefined || closed.has(target)) return undefined;
  const { text, isReadable } = readSqlFile(target);
  if (!isReadable) return undefined;
  const file = toPosix(path.relative(dir, target));
  return include(
    { file, text: fill(text), firstLine: 1 },
    { ...including, closed: new Set([...closed, target]) },
  );
}

/** `\ir` looks from the file that includes, `\i` from where psql was started: the project's directory, or one above it up to Git's. */
function placesOf({ path: named, isRelative }: Include, by: string, dir: string): readonly string[] {
  const beside = path.resolve(dir, path.dirname(by), named);
  if (isRelative) return [beside];
  return [...upToRepository(dir).map((start) => path.resolve(start, named)), beside];
}

function upToRepository(dir: string): readonly string[] {
  const above = [dir];
  for (let at = dir; !existsSync(path.join(at, '.git')); ) {
    const next = path.dirname(at);
    if (next === at) return [dir];
    above.push(next);
    at = next;
  }
  return above;
}
