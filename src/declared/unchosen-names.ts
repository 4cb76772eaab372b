import type { ObjectId } from '../model/object-id.ts';
import type { Definition, Fact, Schema } from '../model/schema.ts';

/**
 * A declaration that gives a NOT NULL no name wants none: it takes the history's, which may be an older name of its column or
 * table. Dumps of servers before PostgreSQL 18 cannot say it at all.
 */
export function withUnchosenNames(history: Schema, declared: Schema): Schema {
  return withNamesOf(
    history,
    declared,
    (known, { notNullName }) => notNullName === undefined && known.notNullName !== undefined,
  );
}

/** A down that makes a NOT NULL anew, where a table or a column had another name meanwhile, does not choose its name either. */
export function withNotNullNamesOf(before: Schema, back: Schema): Schema {
  return withNamesOf(before, back, (known, own) => known.notNullName !== own.notNullName);
}

function withNamesOf(
  model: Schema,
  schema: Schema,
  isOpen: (known: Definition, own: Definition) => boolean,
): Schema {
  const facts = new Map<ObjectId, Fact>();
  for (const [id, fact] of schema.facts) {
    const known = model.facts.get(id)?.definition;
    const isNamedAnew = fact.definition.notNull === true && known?.notNull === true;
    if (isNamedAnew && isOpen(known, fact.definition)) facts.set(id, renamed(fact, known.notNullName));
    else facts.set(id, fact);
  }
  return { ...schema, facts };
}

function renamed(fact: Fact, name: Definition[string] | undefined): Fact {
  const { notNullName: _, ...definition } = fact.definition;
  return { ...fact, definition: name === undefined ? definition : { ...definition, notNullName: name } };
}
