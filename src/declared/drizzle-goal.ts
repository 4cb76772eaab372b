import { notNullOf, withNotNull } from '../model/not-null.ts';
import type { ObjectId } from '../model/object-id.ts';
import type { Definition, Fact, FactKind, Schema } from '../model/schema.ts';
import { relate, settle } from './comparison.ts';

/** Kinds that Drizzle's language always speaks of. */
const spoken: ReadonlySet<FactKind> = new Set([
  'schema',
  'table',
  'column',
  'default',
  'constraint',
  'index',
  'enum',
  'sequence',
  'sequence-owner',
]);

/** Kinds that it can speak of, and many leave to migrations written by hand: they count where it does. */
const optional: readonly FactKind[] = ['view', 'materialized-view', 'policy'];

/** What it says of a column; the rest (storage, collation, statistics) is the history's. */
const columnProperties: ReadonlySet<string> = new Set([
  'type',
  'identity',
  'identityOptions',
  'generated',
  'expression',
]);

/**
 * Where a Drizzle schema wants a history to go: what it declares, with all that its language does not speak of as the history
 * has it. Database schemas of which it declares nothing are the history's.
 */
export function drizzleGoal(history: Schema, declared: Schema): Schema {
  const all = [...declared.facts.values()];
  const speaks = new Set([...spoken, ...optional.filter((kind) => all.some((fact) => fact.kind === kind))]);
  const schemas = new Set([
    'public',
    ...all.flatMap(({ kind, schema }) => (kind === 'table' && schema !== undefined ? [schema] : [])),
  ]);
  const isSpoken = ({ kind, schema, name }: Fact) =>
    speaks.has(kind) &&
    (kind === 'schema' || schemas.has(schema ?? '')) &&
    !/(^|\.)__drizzle_migrations/.test(name);
  const facts = new Map<ObjectId, Fact>();
  for (const [id, fact] of history.facts) {
    const other = declared.facts.get(id);
    if (!isSpoken(fact) || fact.kind === 'schema' || isPartOfUndeclared(fact, history)) facts.set(id, fact);
    else if (other !== undefined) facts.set(id, merged(fact, other));
  }
  for (const [id, fact] of declared.facts) {
    if (isSpoken(fact) && !facts.has(id) && !history.facts.has(id)) facts.set(id, fact);
  }
  settle({ facts, history: relate(history), known: new Map(), twins: new Map() });
  return { ...history, facts };
}

/** Partitions and children of other tables come from migrations written by hand. */
function isPartOfUndeclared(fact: Fact, { facts }: Schema): boolean {
  for (let at: Fact | undefined = fact; at !== undefined; at = at.parent && facts.get(at.parent)) {
    if (facts.has(`partition:${at.name}`)) return true;
  }
  return false;
}

function merged(history: Fact, declared: Fact): Fact {
  if (history.kind === 'table') return history;
  if (history.kind !== 'column')
    return { ...history, definition: declared.definition, dependsOn: declared.dependsOn };
  const pick = (definition: Definition, isOwn: (name: string) => boolean) =>
    Object.entries(definition).filter(([name]) => isOwn(name));
  const definition = Object.fromEntries([
    ...pick(history.definition, (name) => !columnProperties.has(name)),
    ...pick(declared.definition, (name) => columnProperties.has(name)),
  ]);
  const notNull = notNullOf(declared) && (notNullOf(history) ?? notNullOf(declared));
  return withNotNull({ ...history, definition, dependsOn: declared.dependsOn }, notNull);
}
