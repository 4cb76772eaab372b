import type { ObjectId } from '../model/object-id.ts';
import type { Fact, Schema } from '../model/schema.ts';

/**
 * A declaration that gives a NOT NULL no name wants none: it takes the history's, which may be an older name of its column or
 * table. Dumps of servers before PostgreSQL 18 cannot say it at all.
 */
export function withUnchosenNames(history: Schema, declared: Schema): Schema {
  const facts = new Map<ObjectId, Fact>();
  for (const [id, fact] of declared.facts) {
    const { notNull, notNullName } = fact.definition;
    const known = history.facts.get(id)?.definition;
    const isOpen = notNull === true && notNullName === undefined && known?.notNull === true;
    if (isOpen && known.notNullName !== undefined)
      facts.set(id, { ...fact, definition: { ...fact.definition, notNullName: known.notNullName } });
    else facts.set(id, fact);
  }
  return { ...declared, facts };
}
