import { splitStatements } from './split.ts';

/** A command of psql that puts the text of a file in its place. */
export interface Include {
  readonly start: number;
  readonly end: number;
  readonly path: string;
  /** To the including file, not to where psql was started. */
  readonly isRelative: boolean;
}

/**
 * What a script includes by `\i` and `\ir`. What names a file by a variable of psql stays a command.
 * https://www.postgresql.org/docs/18/app-psql.html#APP-PSQL-META-COMMAND-INCLUDE
 */
export function includesOf(text: string): readonly Include[] {
  if (!/^[ \t]*\\i/m.test(text)) return [];
  return splitStatements(text).metaCommands.flatMap(({ start, end }) => {
    const [, word, quoted, bare] =
      /^\\(i|ir|include|include_relative)\s+(?:'([^']+)'|([^\s':]+))\s*;?\s*$/.exec(text.slice(start, end)) ??
      [];
    const path = quoted ?? bare;
    return path === undefined
      ? []
      : [{ start, end, path, isRelative: word === 'ir' || word === 'include_relative' }];
  });
}
