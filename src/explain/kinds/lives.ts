import { splitOn } from '../../postgres/identifier.ts';
import type { Failure } from '../failure.ts';
import { identityAt, isBefore, type Life, lastName, tableNameOf } from '../story.ts';

/** What is looked for among the lives of objects. */
export interface Sought {
  readonly name: string;
  /** Object types, as `pg_identify_object` names them, that it could be. */
  readonly types: readonly string[];
  /** The tables that a column, constraint, policy or trigger may belong to, by the last part of their names; empty: any. */
  readonly tables: readonly string[];
}

/** The lives of objects that bore the name, of the tables that are meant. */
export function livesNamed(failure: Failure, sought: Sought): readonly Life[] {
  const name = sought.name.toLowerCase();
  const isMeant = meantBy(failure, sought);
  return failure.story.lives.filter((life) => life.names.has(name) && isMeant(life));
}

/** Tells whether an object is of a kind and of a table that are sought. */
function meantBy(failure: Failure, { types, tables }: Sought): (life: Life) => boolean {
  const wanted = new Set(tables.flatMap((table) => formerNames(failure, table)));
  const isOfTable = (life: Life) =>
    life.chapters.some(({ identity }) => {
      const table =
        life.type === 'table column'
          ? tableNameOf(identity)
          : lastName('table', splitOn(identity)?.[1] ?? identity);
      return wanted.has(table.toLowerCase());
    });
  return (life) => types.includes(life.type) && (tables.length === 0 || isOfTable(life));
}

/** The earlier names of a table: the first chapters of its columns may name one of them. */
function formerNames(failure: Failure, table: string): readonly string[] {
  const name = table.toLowerCase();
  return [
    name,
    ...failure.story.lives
      .filter((life) => life.type === 'table' && life.names.has(name))
      .flatMap(({ names }) => [...names]),
  ];
}

/** The first of these lives in which something is found, with what was found. */
export function firstOf<T>(lives: readonly Life[], find: (life: Life) => T | undefined): T | undefined {
  for (const life of lives) {
    const found = find(life);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The rename after which the object no longer has the name, but exists under another one. */
export function lastRename(life: Life, sought: Pick<Sought, 'name'>, failure: Failure) {
  const identity = identityAt(life, failure.at);
  if (identity === undefined) return undefined;
  const now = lastName(life.type, identity);
  if (now.toLowerCase() === sought.name.toLowerCase()) return undefined;
  const chapter = life.chapters.findLast(
    (c) =>
      c.was !== undefined &&
      isBefore(c, failure.at) &&
      lastName(life.type, c.was).toLowerCase() === sought.name.toLowerCase(),
  );
  return chapter === undefined ? undefined : { life, chapter, now };
}

/** The drop that ended a life before the failure. */
export function dropBefore(life: Life, failure: Failure) {
  const chapter = life.chapters.findLast((c) => isBefore(c, failure.at));
  return chapter?.action === 'drop' ? { life, chapter } : undefined;
}

/** The beginning of a life that comes only after the failure. */
export function bornLater(life: Life, failure: Failure) {
  const first = life.chapters[0];
  return first !== undefined && !isBefore(first, failure.at) && first.action !== 'drop'
    ? { life, chapter: first }
    : undefined;
}

/** The name of the object at the failure. */
export function standsNow(life: Life, failure: Failure) {
  const identity = identityAt(life, failure.at);
  return identity === undefined ? undefined : { life, identity };
}

/** Names of the same sort that are there where the failure happens. */
export function namesNow(failure: Failure, sought: Sought): readonly string[] {
  return failure.story.lives.filter(meantBy(failure, sought)).flatMap((life) => {
    const identity = identityAt(life, failure.at);
    return identity === undefined ? [] : [lastName(life.type, identity)];
  });
}
