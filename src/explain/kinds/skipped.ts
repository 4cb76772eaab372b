import { placeIn } from '../../sql/locate.ts';
import { isSame, type Named, namedByIdentity } from '../../sql/relations.ts';
import { splitStatements } from '../../sql/split.ts';
import type { Failure } from '../failure.ts';
import { isBefore, lastName, pastWords } from '../story.ts';
import { livesNamed } from './lives.ts';
import { nameBehind } from './table-in-hint.ts';

/** A CREATE TABLE IF NOT EXISTS before the failure that found its table there. */
interface SkippedCreate {
  /** Where it stands, and who had made the table. */
  readonly notes: readonly string[];
}

/**
 * The last such statement for the table whose text fits `isMeant`; undefined where there is none, or where it did make the
 * table.
 */
export function skippedCreate(
  failure: Failure,
  table: Named,
  isMeant: (sql: string) => boolean,
): SkippedCreate | undefined {
  const { name } = table;
  const born = livesNamed(failure, { ...table, types: ['table'], tables: [] })
    .flatMap(({ chapters }) => chapters.filter((chapter) => chapter.action === 'create'))
    .filter((chapter) => isBefore(chapter, failure.at) && lastName('table', chapter.identity) === name);
  const maker = born.at(-1);
  if (maker === undefined) return undefined;
  const { migrations } = failure.history;
  for (let index = failure.at.migration; index >= maker.migration; index--) {
    const { up } = migrations[index]!;
    const { text } = up;
    if (!/\bIF\s+NOT\s+EXISTS\b/i.test(text)) continue;
    const limit = index === failure.at.migration ? failure.statement.start : text.length;
    for (const statement of splitStatements(text).statements.toReversed()) {
      if (statement.start >= limit || isMaker(maker, index, statement.start)) continue;
      const sql = text.slice(statement.start, statement.end);
      const made = /^CREATE\s+(?:UNLOGGED\s+)?TABLE\s/i.test(sql)
        ? nameBehind(sql, 'IF\\s+NOT\\s+EXISTS')
        : undefined;
      if (made === undefined || !isSame(namedByIdentity(made), table) || !isMeant(sql)) continue;
      const { file, line } = placeIn(up, statement.start);
      return {
        notes: [
          `${file}:${line} says CREATE TABLE IF NOT EXISTS, but \`${name}\` had been created ${pastWords(maker, failure.at)}.`,
        ],
      };
    }
  }
  return undefined;
}

function isMaker(maker: { migration: number; start: number }, migration: number, start: number): boolean {
  return maker.migration === migration && maker.start === start;
}
