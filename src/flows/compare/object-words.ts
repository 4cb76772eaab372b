import { factWords } from '../../declared/sql-differences.ts';
import { planChanges } from '../../diff/plan.ts';
import { StrataError } from '../../model/errors.ts';
import type { ObjectId } from '../../model/object-id.ts';
import type { Fact, Schema } from '../../model/schema.ts';

/** Says what an object is in one Schema: in few words, or in the SQL that makes it. */
export type ObjectWords = (lead: ObjectId, ids: readonly ObjectId[]) => string | undefined;

/** Puts objects of a Schema into words; `asked` are all that will be asked for. Undefined for what the Schema lacks. */
export function wordsIn(schema: Schema, asked: Iterable<ObjectId>): ObjectWords {
  const sql = sqlOf(schema, new Set(asked));
  return (lead, ids) => {
    const fact = schema.facts.get(lead);
    if (fact !== undefined && short.has(fact.kind)) return factWords(fact, schema);
    const statements = [...new Set([lead, ...ids])].flatMap((id) => sql.get(id) ?? []);
    if (statements.length > 0) return statements.join('\n');
    const there = ids.map((id) => schema.facts.get(id)).find((one) => one !== undefined) ?? fact;
    return there === undefined ? undefined : propertyLines(there);
  };
}

const short: ReadonlySet<Fact['kind']> = new Set(['column', 'constraint', 'enum']);

/** The statements that make these objects in a database that has everything else of the Schema. */
function sqlOf(schema: Schema, ids: ReadonlySet<ObjectId>): ReadonlyMap<ObjectId, readonly string[]> {
  const without = new Map([...schema.facts].filter(([id]) => !ids.has(id)));
  const made = new Map<ObjectId, string[]>();
  if (without.size === schema.facts.size) return made;
  try {
    for (const { object, verb, sql } of planChanges({ ...schema, facts: without }, schema).steps) {
      if (verb === 'session' || verb === 'drop' || !ids.has(object)) continue;
      made.set(object, [...(made.get(object) ?? []), `${sql};`]);
    }
  } catch (error) {
    if (!(error instanceof StrataError)) throw error;
  }
  return made;
}

function propertyLines({ definition }: Fact): string | undefined {
  const lines = Object.entries(definition).map(([name, value]) => `${name}: ${String(value)}`);
  return lines.length === 0 ? 'there' : lines.join('\n');
}
