import { list } from '../../model/words.ts';
import { quoteIdentifier } from '../../postgres/identifier.ts';
import type { Named } from '../../sql/relations.ts';
import { tokens } from '../../sql/scan.ts';
import type { Failure } from '../failure.ts';
import { identityAt, isBefore, type Life } from '../story.ts';
import { bearersNow, firstOf, lastRename, livesNamed, type Sought } from './lives.ts';

/** The server reports only the first column that no longer exists; this names the others in the statement. */
export function tellStaleColumns(
  failure: Failure,
  first: string,
  tables: readonly Named[],
): readonly string[] {
  if (tables.length === 0) return [];
  const told: string[] = [];
  for (const name of identifiers(failure.error.internalQuery ?? failure.text)) {
    if (name === first) continue;
    const sought: Sought = { schema: undefined, name, types: ['table column'], tables };
    const lives = livesNamed(failure, sought);
    if (lives.length === 0 || bearersNow(failure, sought).length > 0) continue;
    const renamed = firstOf(lives, (life) => lastRename(life, sought, failure));
    if (renamed !== undefined) told.push(`\`${name}\` (now \`${quoteIdentifier(renamed.now)}\`)`);
    else if (lives.some((life) => isGone(failure, life))) told.push(`\`${name}\` (dropped)`);
  }
  return told.length === 0 ? [] : [`It also names ${list(told)}.`];
}

function isGone(failure: Failure, life: Life): boolean {
  return (
    life.chapters.some((chapter) => isBefore(chapter, failure.at)) &&
    identityAt(life, failure.at) === undefined
  );
}

function identifiers(text: string): ReadonlySet<string> {
  const names = new Set<string>();
  for (const { kind, start, end } of tokens(text)) {
    if (kind === 'word') names.add(text.slice(start, end).toLowerCase());
    if (kind === 'quoted') names.add(text.slice(start + 1, end - 1).replaceAll('""', '"'));
  }
  return names;
}
