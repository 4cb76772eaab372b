import { notNullOf, withNotNull } from '../model/not-null.ts';
import { kindOf, type ObjectId } from '../model/object-id.ts';
import type { Fact, Schema } from '../model/schema.ts';
import { lastPart } from '../postgres/identifier.ts';

/**
 * A declaration that gives a NOT NULL no name wants none: it takes the history's, which may be an older name of its column or
 * table. Dumps of servers before PostgreSQL 18 cannot say it at all. One that is only inherited has the name of the parent's, which
 * nobody may have chosen either.
 */
export function withUnchosenNames(history: Schema, declared: Schema): Schema {
  const isUnchosen = (column: Fact): boolean => {
    const [known, own] = [notNullIn(history, column.id), notNullOf(column)];
    if (own?.name === undefined || own.name === known?.name) return true;
    return own.origin === 'inherited' && parentsOf(column, declared).every(isUnchosen);
  };
  return withNamesOf(history, declared, isUnchosen);
}

/** A down that makes a NOT NULL anew, where a table or a column had another name meanwhile, does not choose its name either. */
export function withNotNullNamesOf(before: Schema, back: Schema): Schema {
  return withNamesOf(before, back, () => true);
}

function withNamesOf(model: Schema, schema: Schema, isOpen: (fact: Fact) => boolean): Schema {
  const facts = new Map<ObjectId, Fact>();
  for (const [id, fact] of schema.facts) {
    const [known, own] = [notNullIn(model, id), notNullOf(fact)];
    const isRenamed = known !== undefined && own !== undefined && known.name !== own.name && isOpen(fact);
    facts.set(id, isRenamed ? withNotNull(fact, { ...own, name: known.name }) : fact);
  }
  return { ...schema, facts };
}

function notNullIn({ facts }: Schema, id: ObjectId) {
  const fact = facts.get(id);
  return fact && notNullOf(fact);
}

/** The columns of parents that a column follows. */
function parentsOf({ id, dependsOn }: Fact, { facts }: Schema): readonly Fact[] {
  const isParents = (other: ObjectId) =>
    other !== id && kindOf(other) === 'column' && lastPart(other) === lastPart(id);
  return dependsOn.flatMap((other) => (isParents(other) ? (facts.get(other) ?? []) : []));
}
