import { idWords, objectId } from '../../model/object-id.ts';
import type { Fact, NotModelled, Schema } from '../../model/schema.ts';
import { splitLast } from '../../postgres/identifier.ts';

/**
 * What two Schemas may differ in without a plan that would say so, each once. `reached` is where a plan that ran has led:
 * what came out otherwise there is told, whatever the reason. Where none ran, it is what no plan could change.
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
 * What is otherwise than wanted, though no fact differs. Of children: whether a column, or its NOT NULL, is their own besides the
 * one that they inherit, what they call that NOT NULL, in which order their parents stand, and whether a check that is only
 * inherited has been validated. Of queries: in which order they list the columns that they read from a function.
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

/** Whether its table is yet to become a partition: what that joins with is the whole's. */
function joins(was: Fact, { name }: Fact, { facts }: Schema): boolean {
  return was.definition.inherited !== true && facts.has(objectId('partition', splitLast(name)[0]));
}

function isOwn({ definition, remarks }: Fact): boolean {
  return !definition.inherited || remarks?.own === true;
}

function hasOwnNotNull({ remarks }: Fact): boolean {
  return remarks?.notNull !== 'inherited';
}
