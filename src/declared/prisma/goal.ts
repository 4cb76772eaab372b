import { kindWords, objectId } from '../../model/object-id.ts';
import type { Rename } from '../../model/plan.ts';
import type { Fact, FactKind, Schema } from '../../model/schema.ts';
import { qualifiedName } from '../../postgres/identifier.ts';
import { adopt, type Comparison, relate, settle } from '../comparison.ts';
import type { Disagreement } from '../disagreement.ts';
import { compareColumns } from './columns.ts';
import type { PrismaScope } from './dialect.ts';
import { compareKeys } from './indexes.ts';
import { indexKeyOf } from './keys.ts';
import type { PrismaOutline } from './outline.ts';
import { compareViews, standInOf, tablesBehind } from './views.ts';

/** What a Prisma schema says, in the three forms in which it is asked. */
interface PrismaDeclared {
  readonly scope: PrismaScope;
  readonly outline: PrismaOutline;
  /** Its DDL, loaded beside what the history has and the language cannot say, and read. */
  readonly schema: Schema;
  /** SQL names of tables and enums that somebody else looks after. */
  readonly external: ReadonlySet<string>;
  /** Own SQL names of declared keys and indexes that could not be loaded. */
  readonly unknownKeys: ReadonlySet<string>;
}

/** Where a Prisma schema wants a history to go. */
export interface PrismaGoal {
  /** What was declared, with all that the language cannot say as the history has it. Renamed keys bear the history's names. */
  readonly goal: Schema;
  readonly renames: readonly Rename[];
  /** Sorted by name. */
  readonly disagreements: readonly Disagreement[];
  /** How many objects of each sort the history alone is asked about. */
  readonly alone: ReadonlyMap<string, number>;
}

/**
 * Compares a history with a Prisma schema in what Prisma's language can say, and makes of both the Schema to go to. What the
 * language cannot say (checks, triggers, functions, policies, partial and expression indexes) stays as the history has it.
 */
export function prismaGoal(history: Schema, declared: PrismaDeclared): PrismaGoal {
  const comparison: Comparison = {
    history: relate(history),
    declared: relate(declared.schema),
    outline: declared.outline,
    unknownKeys: declared.unknownKeys,
    comparesPartialIndexes: declared.scope.hasPartialIndexes,
    facts: new Map(history.facts),
    known: new Map(),
    twins: new Map(),
    renames: [],
    found: [],
  };
  const schemas = new Set(declared.scope.schemas ?? ['public']);
  const isOurs = ({ schema, name }: Fact) => schemas.has(schema ?? '') && !declared.external.has(name);
  addWholes(comparison, ['schema', 'extension']);
  compareEnums(comparison, isOurs);
  compareTables(comparison, isOurs);
  compareViews(comparison);
  dropUnusedEnums(comparison, isOurs);
  settle(comparison);
  return {
    goal: { ...history, facts: comparison.facts },
    renames: comparison.renames,
    disagreements: comparison.found.sort((a, b) =>
      a.name < b.name ? -1 : a.name > b.name ? 1 : a.what < b.what ? -1 : 1,
    ),
    alone: countAlone(history, schemas),
  };
}

function addWholes(comparison: Comparison, kinds: readonly FactKind[]): void {
  for (const fact of comparison.declared.facts.values()) {
    if (!kinds.includes(fact.kind) || comparison.facts.has(fact.id)) continue;
    comparison.found.push({
      kind: 'missing',
      what: fact.kind,
      name: fact.name,
      declared: fact,
      aspects: [],
      ids: adopt(comparison, fact),
      isMinor: false,
    });
  }
}

function compareEnums(comparison: Comparison, isOurs: (fact: Fact) => boolean): void {
  for (const declared of comparison.declared.facts.values()) {
    if (declared.kind !== 'enum' || !isOurs(declared)) continue;
    const history = comparison.history.facts.get(declared.id);
    if (history === undefined) {
      comparison.found.push({
        kind: 'missing',
        what: 'enum',
        name: declared.name,
        declared,
        aspects: [],
        ids: adopt(comparison, declared),
        isMinor: false,
      });
      continue;
    }
    const had = history.definition.labels as readonly string[];
    const wanted = declared.definition.labels as readonly string[];
    const missing = wanted.filter((label) => !had.includes(label));
    const extra = had.filter((label) => !wanted.includes(label));
    if (missing.length + extra.length === 0) continue;
    const common = had.filter((label) => wanted.includes(label));
    const inOrder = wanted.filter((label) => had.includes(label)).every((label, i) => label === common[i]);
    const labels = inOrder ? wanted : [...common, ...missing];
    comparison.facts.set(history.id, { ...history, definition: { ...history.definition, labels } });
    comparison.found.push({
      kind: 'different',
      what: 'enum',
      name: history.name,
      history,
      declared,
      aspects: [
        ...missing.map((label) => `no value ${label}`),
        ...extra.map((label) => `one more value ${label}`),
      ],
      ids: [history.id],
      isMinor: false,
    });
  }
}

function compareTables(comparison: Comparison, isOurs: (fact: Fact) => boolean): void {
  const { history, declared, found } = comparison;
  for (const table of declared.facts.values()) {
    if (table.kind !== 'table' || !isOurs(table)) continue;
    const own = history.facts.get(table.id);
    const other = standInOf(history, table.name);
    if (own !== undefined) {
      compareColumns(comparison, own);
      compareKeys(comparison, own);
    } else if (other !== undefined) {
      found.push({
        kind: 'different',
        what: 'table',
        name: table.name,
        history: other,
        declared: table,
        aspects: [`a ${other.kind.replace('-', ' ')}`],
        ids: [],
        isMinor: true,
      });
    } else {
      found.push({
        kind: 'missing',
        what: 'table',
        name: table.name,
        declared: table,
        aspects: [],
        ids: adopt(comparison, table),
        isMinor: false,
      });
    }
  }
  const needed = tablesBehind(comparison);
  for (const table of history.facts.values()) {
    if (
      table.kind !== 'table' ||
      !isOurs(table) ||
      declared.facts.has(table.id) ||
      isKeptAside(comparison, table)
    )
      continue;
    const isNeeded = needed.has(table.id);
    if (!isNeeded) dropWithPartitions(comparison, table);
    found.push({
      kind: 'extra',
      what: 'table',
      name: table.name,
      history: table,
      aspects: [],
      ids: isNeeded ? [] : [table.id],
      isMinor: isNeeded,
    });
  }
}

function dropWithPartitions(comparison: Comparison, table: Fact): void {
  comparison.facts.delete(table.id);
  for (const { kind, parent, definition } of comparison.history.facts.values()) {
    if (kind !== 'partition' || definition.of !== table.name) continue;
    const partition = parent === undefined ? undefined : comparison.history.facts.get(parent);
    if (partition !== undefined) dropWithPartitions(comparison, partition);
  }
}

/** Prisma's own ledger, partitions (which go with their parent), and what a `view` of the schema stands for. */
function isKeptAside({ history, outline }: Comparison, { name, schema }: Fact): boolean {
  return (
    name === qualifiedName(schema ?? '', '_prisma_migrations') ||
    history.facts.has(objectId('partition', name)) ||
    outline.shapes.some((shape) => shape.kind === 'view' && shape.sqlName === name)
  );
}

/** An enum that nothing declares any more goes, unless the history still needs it where Prisma does not look. */
function dropUnusedEnums(comparison: Comparison, isOurs: (fact: Fact) => boolean): void {
  settle(comparison);
  const { history, declared, facts, found } = comparison;
  for (const fact of history.facts.values()) {
    if (fact.kind !== 'enum' || !isOurs(fact) || declared.facts.has(fact.id)) continue;
    const user = [...facts.values()].find(
      ({ parent, dependsOn }) => parent !== fact.id && dependsOn.includes(fact.id),
    );
    if (user === undefined) facts.delete(fact.id);
    found.push({
      kind: 'extra',
      what: 'enum',
      name: fact.name,
      history: fact,
      aspects: [],
      ids: user === undefined ? [fact.id] : [],
      isMinor: user !== undefined,
    });
  }
}

/** Objects in their own right, called as their kind. */
const aloneKinds: ReadonlySet<FactKind> = new Set([
  'view',
  'materialized-view',
  'function',
  'procedure',
  'aggregate',
  'trigger',
  'policy',
  'rule',
  'domain',
  'composite-type',
  'partition',
  'comment',
]);

function countAlone({ facts }: Schema, schemas: ReadonlySet<string>): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const fact of facts.values()) {
    if (!schemas.has(fact.schema ?? '')) continue;
    const word = aloneWord(fact);
    if (word !== undefined) counts.set(word, (counts.get(word) ?? 0) + 1);
  }
  return counts;
}

function aloneWord(fact: Fact): string | undefined {
  if (fact.kind === 'constraint') {
    if (fact.definition.type === 'check') return 'check';
    return fact.definition.type === 'exclude' ? 'exclusion constraint' : undefined;
  }
  if (fact.kind === 'index') {
    const key = indexKeyOf(fact);
    return key !== undefined && (key.isBeyond || key.where !== '')
      ? 'partial, expression or covering index'
      : undefined;
  }
  return aloneKinds.has(fact.kind) ? kindWords(fact.kind) : undefined;
}
