import { type NotNull, notNullOf } from '../model/not-null.ts';
import type { ObjectId } from '../model/object-id.ts';
import type { Fact, Schema } from '../model/schema.ts';

/**
 * A declaration that gives a NOT NULL no name wants none: it takes the history's, which may be an older name of its column or
 * table. Dumps of servers before PostgreSQL 18 cannot say it at all.
 */
export function withUnchosenNames(history: Schema, declared: Schema): Schema {
  return withNamesOf(history, declared, (known, { name }) => name === undefined && known.name !== undefined);
}

/** A down that makes a NOT NULL anew, where a table or a column had another name meanwhile, does not choose its name either. */
export function withNotNullNamesOf(before: Schema, back: Schema): Schema {
  return withNamesOf(before, back, (known, own) => known.name !== own.name);
}

function withNamesOf(
  model: Schema,
  schema: Schema,
  isOpen: (known: NotNull, own: NotNull) => boolean,
): Schema {
  const facts = new Map<ObjectId, Fact>();
  for (const [id, fact] of schema.facts) {
    const before = model.facts.get(id);
    const [known, own] = [before && notNullOf(before), notNullOf(fact)];
    const isRenamed = known !== undefined && own !== undefined && isOpen(known, own);
    facts.set(id, isRenamed ? renamed(fact, known.name) : fact);
  }
  return { ...schema, facts };
}

function renamed(fact: Fact, name: string | undefined): Fact {
  const { notNullName: _, ...definition } = fact.definition;
  return { ...fact, definition: name === undefined ? definition : { ...definition, notNullName: name } };
}
