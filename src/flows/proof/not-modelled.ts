import { idWords, objectId } from '../../model/object-id.ts';
import type { Fact, NotModelled, Schema } from '../../model/schema.ts';
import { splitLast } from '../../postgres/identifier.ts';

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
 * the order in which they list the columns that they read from a function.
 */
export function unlike(reached: Schema, after: Schema): readonly NotModelled[] {
  const found: NotModelled[] = [];
  for (const fact of after.facts.values()) {
    const was = reached.facts.get(fact.id);
    if (was === undefined) continue;
    if (fact.kind === 'inheritance' && was.position !== fact.position)
      found.push({ type: 'order of parents', identity: String(fact.definition.child) });
    if (was.remarks?.order !== fact.remarks?.order)
      found.push({ type: "order of a function's columns in", identity: idWords(fact.id) });
    if (fact.kind === 'constraint' && was.remarks?.notValid !== fact.remarks?.notValid)
      found.push({ type: 'validity of an inherited check', identity: fact.name });
    if (fact.kind !== 'column' || !fact.definition.inherited || joins(was, fact, after)) continue;
    if (isOwn(was) !== isOwn(fact))
      found.push({ type: 'own copy of an inherited column', identity: fact.name });
    if (fact.remarks?.notNull === undefined || was.definition.notNull !== true) continue;
    if (hasOwnNotNull(was) !== hasOwnNotNull(fact))
      found.push({ type: 'own copy of an inherited NOT NULL', identity: fact.name });
    else if (was.remarks?.notNullName !== fact.remarks.notNullName)
      found.push({ type: 'name of an inherited NOT NULL', identity: fact.name });
  }
  return found;
}

/** Whether a column's table becomes a partition only now, so that the column merges with that of the partitioned table. */
function joins(was: Fact, { name }: Fact, { facts }: Schema): boolean {
  return was.definition.inherited !== true && facts.has(objectId('partition', splitLast(name)[0]));
}

function isOwn({ definition, remarks }: Fact): boolean {
  return !definition.inherited || remarks?.own === true;
}

function hasOwnNotNull({ remarks }: Fact): boolean {
  return remarks?.notNull !== 'inherited';
}
