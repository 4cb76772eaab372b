import { placeIn } from '../../sql/locate.ts';
import { splitStatements } from '../../sql/split.ts';
import type { Failure } from '../failure.ts';
import { isBefore, lastName, pastWords } from '../story.ts';

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
  table: string,
  isMeant: (sql: string) => boolean,
): SkippedCreate | undefined {
  const name = table.toLowerCase();
  const born = failure.story.lives
    .filter((life) => life.type === 'table' && life.names.has(name))
    .flatMap(({ chapters }) => chapters.filter((chapter) => chapter.action === 'create'))
    .filter((chapter) => isBefore(chapter, failure.at) && lastName('table', chapter.identity) === table);
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
      const made =
        /^CREATE\s+(?:UNLOGGED\s+)?TABLE\s+IF\s+NOT\s+EXISTS\s+(?:"?\w+"?\s*\.\s*)?("[^"]+"|\w+)/i.exec(
          sql,
        )?.[1];
      if (made?.replaceAll('"', '').toLowerCase() !== name || !isMeant(sql)) continue;
      const { file, line } = placeIn(up, statement.start);
      return {
        notes: [
          `${file}:${line} says CREATE TABLE IF NOT EXISTS, but \`${table}\` had been created ${pastWords(maker, failure.at)}.`,
        ],
      };
    }
  }
  return undefined;
}

function isMaker(maker: { migration: number; start: number }, migration: number, start: number): boolean {
  return maker.migration === migration && maker.start === start;
}
