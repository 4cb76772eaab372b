import { isSame, type Named } from '../../sql/relations.ts';
import type { Failure } from '../failure.ts';
import { type Chapter, identityAt, isBefore, type Life, lastName, namedAs, tableOf } from '../story.ts';

/** What is looked for among the lives of objects; without a schema in any. */
export interface Sought extends Named {
  /** Object types, as `pg_identify_object` names them, that it could be; empty: any. */
  readonly types: readonly string[];
  /** The tables that a column, constraint, policy or trigger may belong to; empty: any. */
  readonly tables: readonly Named[];
}

/** The types of what shares the names of tables. */
export const relationTypes = ['table', 'view', 'materialized view', 'foreign table', 'sequence', 'index'];

/** The lives of objects that a name may mean: they bore it in its schema, and are of the kinds and tables that are sought. */
export function livesNamed(failure: Failure, sought: Sought): readonly Life[] {
  const isMeant = meantBy(failure, sought);
  return namesakes(failure, sought.name).filter((life) => isMeant(life) && bore(life, sought));
}

function namesakes({ story }: Failure, name: string): readonly Life[] {
  return story.byName.get(name.toLowerCase()) ?? [];
}

function bore({ type, chapters }: Life, named: Named): boolean {
  return (
    named.schema === undefined ||
    namesIn(chapters).some((identity) => isNamesake(namedAs(type, identity), named))
  );
}

function namesIn(chapters: readonly Chapter[]): readonly string[] {
  return chapters.flatMap(({ identity, was }) => (was === undefined ? [identity] : [was, identity]));
}

/** Whether two writings may mean the same object, be it in other letters. */
function isNamesake(a: Named, b: Named): boolean {
  return isSame({ ...a, name: a.name.toLowerCase() }, { ...b, name: b.name.toLowerCase() });
}

/** Tells whether an object is of a kind and of a table that are sought. */
function meantBy(failure: Failure, { types, tables }: Sought): (life: Life) => boolean {
  const wanted = new Set(tables.flatMap((table) => formerNames(failure, table)).map(keyOf));
  const isOfTable = ({ type, chapters }: Life) =>
    chapters.some(({ identity }) => {
      const table = tableOf(type, identity);
      return (
        table !== undefined &&
        (wanted.has(keyOf(table)) || wanted.has(keyOf({ ...table, schema: undefined })))
      );
    });
  return (life) =>
    (types.length === 0 || types.includes(life.type)) && (tables.length === 0 || isOfTable(life));
}

function keyOf({ schema = '', name }: Named): string {
  return `${schema}.${name.toLowerCase()}`;
}

/** A table under all its names: the first chapters of its columns may name an earlier one. */
function formerNames(failure: Failure, table: Named): readonly Named[] {
  const former = namesakes(failure, table.name)
    .filter((life) => life.type === 'table' && bore(life, table))
    .flatMap(({ type, chapters }) => namesIn(chapters).map((identity) => namedAs(type, identity)));
  return [table, ...former];
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
export function lastRename(life: Life, sought: Named, failure: Failure) {
  const identity = identityAt(life, failure.at);
  if (identity === undefined) return undefined;
  const now = lastName(life.type, identity);
  if (now.toLowerCase() === sought.name.toLowerCase()) return undefined;
  const chapter = life.chapters.findLast(
    ({ was, ...moment }) =>
      was !== undefined && isBefore(moment, failure.at) && isNamesake(namedAs(life.type, was), sought),
  );
  return chapter === undefined ? undefined : { life, chapter, now };
}

/** The rename after the failure by which the object gets the name. */
export function laterRename(life: Life, sought: Named, failure: Failure): Chapter | undefined {
  return life.chapters.find(
    ({ was, identity, ...moment }) =>
      was !== undefined && !isBefore(moment, failure.at) && isNamesake(namedAs(life.type, identity), sought),
  );
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

/** Those of the lives whose object has the name at the failure. */
export function bearersNow(failure: Failure, sought: Sought): readonly Life[] {
  return livesNamed(failure, sought).filter((life) => {
    const identity = identityAt(life, failure.at);
    return identity !== undefined && isNamesake(namedAs(life.type, identity), sought);
  });
}

/** Names of the same sort that are there where the failure happens. */
export function namesNow(failure: Failure, sought: Sought): readonly string[] {
  return failure.story.lives.filter(meantBy(failure, sought)).flatMap((life) => {
    const identity = identityAt(life, failure.at);
    return identity === undefined ? [] : [lastName(life.type, identity)];
  });
}
