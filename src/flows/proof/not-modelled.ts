import { namesAnew } from '../../diff/kinds/views/aliased-columns.ts';
import { relativesOf } from '../../diff/planner/relatives.ts';
import { isFromAbove, notNullOf } from '../../model/not-null.ts';
import { idWords, type ObjectId, objectId } from '../../model/object-id.ts';
import {
  byPosition,
  type Fact,
  isSameDefinition,
  type NotModelled,
  type Schema,
} from '../../model/schema.ts';
import { splitLast, withoutSignature } from '../../postgres/identifier.ts';

/**
 * Differences between two Schemas that no plan expresses, each once. `reached` is the Schema that an executed plan has led to;
 * whatever came out differently there is listed. By default no plan has run, and only what none could change is listed.
 */
export function notModelledBetween(
  before: Schema,
  after: Schema,
  reached: Schema = before,
): readonly NotModelled[] {
  const found = [...before.notModelled, ...after.notModelled, ...unlike(reached, after)];
  const once = new Map(found.map((one) => [`${one.type} ${one.identity}`, one]));
  return [...once.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, one]) => one);
}

/**
 * Differences that no fact's definition shows. For children: whether a column, or its NOT NULL, is their own besides the
 * inherited one, the name of that NOT NULL, the order of their parents, and whether an inherited check is validated. For queries:
 * the order in which they list the columns that they read from a function, or the one by which they rename those of a table. And of
 * whatever calls a routine, which of those with one name it calls.
 */
export function unlike(reached: Schema, after: Schema): readonly NotModelled[] {
  const found: NotModelled[] = [];
  for (const fact of after.facts.values()) {
    const was = reached.facts.get(fact.id);
    if (was === undefined) continue;
    if (fact.kind === 'inheritance' && was.position !== fact.position)
      found.push({ type: 'order of parents', identity: String(fact.definition.child) });
    if (callsAnother(was, fact)) found.push({ type: 'overload called in', identity: idWords(fact.id) });
    if (readsOthers(fact, reached, after))
      found.push({ type: 'order of columns renamed by position in', identity: idWords(fact.id) });
    if (was.remarks?.order !== fact.remarks?.order)
      found.push({ type: "order of a function's columns in", identity: idWords(fact.id) });
    if (fact.kind === 'constraint' && was.remarks?.notValid !== fact.remarks?.notValid)
      found.push({ type: 'validity of an inherited check', identity: fact.name });
    if (fact.kind !== 'column' || !fact.definition.inherited || joins(was, fact, after)) continue;
    if (isOwn(was) !== isOwn(fact))
      found.push({ type: 'own copy of an inherited column', identity: fact.name });
    const [had, has] = [notNullOf(was), notNullOf(fact)];
    if (had === undefined || !isFromAbove(has)) continue;
    if ((had.origin === 'inherited') !== (has.origin === 'inherited'))
      found.push({ type: 'own copy of an inherited NOT NULL', identity: fact.name });
    else if (had.name !== has.name)
      found.push({ type: 'name of an inherited NOT NULL', identity: fact.name });
  }
  return found;
}

/** Whether what reads alike calls a routine with other arguments, as one that was made before a better match was there. */
function callsAnother(was: Fact, is: Fact): boolean {
  if (was.dependsOn === is.dependsOn || !isSameDefinition(was.definition, is.definition)) return false;
  const only = (one: Fact, other: Fact) =>
    one.dependsOn.filter((id) => id.endsWith(')') && !other.dependsOn.includes(id)).map(withoutSignature);
  const gone = only(was, is);
  return gone.length > 0 && only(is, was).some((name) => gone.includes(name));
}

/** Whether a query renames the columns of a table by their position that stand otherwise. */
function readsOthers(query: Fact, reached: Schema, after: Schema): boolean {
  if (query.definition.query === undefined) return false;
  const columns = query.dependsOn.flatMap((id) => after.facts.get(id) ?? []);
  const tables = new Set(columns.flatMap(({ kind, parent }) => (kind === 'column' && parent) || []));
  return [...tables].some((table) => namesAnew(query, table) && !standAlike(table, reached, after));
}

function standAlike(table: ObjectId, reached: Schema, after: Schema): boolean {
  const [was, is] = [reached, after].map((schema) => {
    const columns = relativesOf(schema)
      .childrenOf(table)
      .filter(({ kind }) => kind === 'column');
    return [...columns].sort(byPosition).map(({ id }) => id);
  }) as [ObjectId[], ObjectId[]];
  return was.filter((id) => is.includes(id)).join() === is.filter((id) => was.includes(id)).join();
}

/** Whether a column's table becomes a partition only now, so that the column merges with that of the partitioned table. */
function joins(was: Fact, { name }: Fact, { facts }: Schema): boolean {
  return was.definition.inherited !== true && facts.has(objectId('partition', splitLast(name)[0]));
}

function isOwn({ definition, remarks }: Fact): boolean {
  return !definition.inherited || remarks?.own === true;
}
