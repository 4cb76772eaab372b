import { list } from '../../model/words.ts';
import { quoteIdentifier } from '../../postgres/identifier.ts';
import { tokens } from '../../sql/scan.ts';
import type { Failure } from '../failure.ts';
import { identityAt, isBefore, lastName } from '../story.ts';
import { lastRename, livesNamed } from './lives.ts';

/** The server reports only the first column that no longer exists; this names the others in the statement. */
export function tellStaleColumns(
  failure: Failure,
  first: string,
  tables: readonly string[],
): readonly string[] {
  if (tables.length === 0) return [];
  const told: string[] = [];
  for (const name of identifiers(failure.error.internalQuery ?? failure.text)) {
    if (name === first) continue;
    const lives = livesNamed(failure, { name, types: ['table column'], tables });
    if (lives.length === 0 || lives.some((life) => bears(failure, life, name))) continue;
    const renamed = lives
      .map((life) => lastRename(life, { name }, failure))
      .find((found) => found !== undefined);
    if (renamed !== undefined) told.push(`\`${name}\` (now \`${quoteIdentifier(renamed.now)}\`)`);
    else if (lives.some((life) => isGone(failure, life))) told.push(`\`${name}\` (dropped)`);
  }
  return told.length === 0 ? [] : [`It also names ${list(told)}.`];
}

type OneLife = Failure['story']['lives'][number];

function bears(failure: Failure, life: OneLife, name: string): boolean {
  const identity = identityAt(life, failure.at);
  return identity !== undefined && lastName(life.type, identity).toLowerCase() === name.toLowerCase();
}

function isGone(failure: Failure, life: OneLife): boolean {
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
