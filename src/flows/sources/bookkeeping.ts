import type { Ledger } from '../../model/ledger.ts';
import { type ObjectId, objectId } from '../../model/object-id.ts';
import type { Fact, Schema } from '../../model/schema.ts';
import { qualifiedName, quoteIdentifier } from '../../postgres/identifier.ts';

/** Tables in which a runner and Strata record what they applied, with the schemas that hold nothing else. */
export function bookkeepingTables({ kind, schema, table }: Ledger): ReadonlySet<ObjectId> {
  const own = ['strata', 'supabase_migrations', 'drizzle', ...(kind === 'sqitch' ? [schema] : [])];
  const beside = kind === 'sqitch' ? ['dependencies', 'events', 'projects', 'releases', 'tags'] : [];
  return new Set<ObjectId>([
    ...beside.map((name) => objectId('table', qualifiedName(schema, name))),
    objectId('table', qualifiedName(schema, table)),
    ...['migrations', 'progress'].map((name) => objectId('table', qualifiedName('strata', name))),
    objectId('table', qualifiedName('supabase_migrations', 'seed_files')),
    ...own.map((name) => objectId('schema', quoteIdentifier(name))),
  ]);
}

/** Whether an object is one of the tables, or a part of one. */
export function isBookkeeping(
  fact: Fact | undefined,
  tables: ReadonlySet<ObjectId>,
  schemas: readonly Schema[],
): boolean {
  for (let at = fact; at !== undefined; at = holderOf(at, schemas)) if (tables.has(at.id)) return true;
  return false;
}

function holderOf({ kind, parent, goesWith }: Fact, schemas: readonly Schema[]): Fact | undefined {
  const holder = parent ?? (kind === 'sequence' ? goesWith[0] : undefined);
  if (holder === undefined) return undefined;
  return schemas.map(({ facts }) => facts.get(holder)).find((found) => found !== undefined);
}

/** A live Schema without its ledger; where `prelude`, a server before its first migration, has one, with that. */
export function withoutBookkeeping(live: Schema, prelude: Schema, ledger: Ledger): Schema {
  const tables = bookkeepingTables(ledger);
  const kept = [...live.facts].filter(([, fact]) => !isBookkeeping(fact, tables, [live]));
  const born = [...prelude.facts].filter(([, fact]) => isBookkeeping(fact, tables, [prelude]));
  return { ...live, facts: new Map([...kept, ...born]) };
}
