import type { ObjectId } from '../../model/object-id.ts';
import { byPosition, type Fact, type Schema } from '../../model/schema.ts';
import type { Trace } from '../../model/trace.ts';
import { readForeignKey } from '../../postgres/foreign-key.ts';
import { bareName, splitIdentifier } from '../../postgres/identifier.ts';
import { readKey } from '../../postgres/key.ts';
import { tableOf } from '../touched.ts';

/** A table as a diagram shows it. */
export interface DiagramTable {
  readonly id: ObjectId;
  /** Without `public.` and quotes. */
  readonly name: string;
  readonly columns: readonly DiagramColumn[];
  readonly references: readonly Reference[];
  readonly mark: Mark;
}

export interface DiagramColumn {
  readonly name: string;
  readonly type: string;
  readonly notNull: boolean;
  readonly isKey: boolean;
  readonly isForeign: boolean;
  readonly mark: Mark;
}

/** A foreign key. */
interface Reference {
  readonly constraint: string;
  /** Names of the columns that refer. */
  readonly columns: readonly string[];
  readonly to: ObjectId;
  /** The shown name of the table that is referred to, which may be one that the diagram leaves out, such as a platform's. */
  readonly toName: string;
}

/** What the last migration did to it. */
type Mark = 'new' | 'changed' | undefined;

/** The changes of the last migration that changed any object, by the names that objects have now. */
interface LastChange {
  readonly migration: string;
  readonly created: ReadonlySet<string>;
  readonly changed: ReadonlySet<string>;
  /** Tables and columns that are no more. */
  readonly dropped: readonly string[];
}

export function lastChange(trace: Trace | undefined): LastChange | undefined {
  const told = trace?.migrations.findLast(({ statements }) =>
    statements.some(({ events }) => events.length > 0),
  );
  if (told === undefined) return undefined;
  const events = told.statements.flatMap((statement) => statement.events);
  const of = (...actions: readonly string[]) =>
    new Set(events.filter(({ action }) => actions.includes(action)).map(({ identity }) => identity));
  const dropped = events.filter(
    ({ action, type, implied }) => action === 'drop' && implied !== true && /^table( column)?$/.test(type),
  );
  return {
    migration: told.migration,
    created: of('create'),
    changed: of('alter', 'rename'),
    dropped: dropped.map(({ identity }) => identity.replace(/^public\./, '')),
  };
}

/** Tables with their columns and foreign keys, by name. */
export function diagramTables(schema: Schema, last: LastChange | undefined): readonly DiagramTable[] {
  const facts = [...schema.facts.values()];
  const columns = new Map<ObjectId, Fact[]>();
  const constraints = new Map<ObjectId, Fact[]>();
  for (const fact of facts) {
    const children = fact.kind === 'column' ? columns : fact.kind === 'constraint' ? constraints : undefined;
    if (children === undefined || fact.parent === undefined) continue;
    const siblings = children.get(fact.parent) ?? [];
    siblings.push(fact);
    children.set(fact.parent, siblings);
  }
  const isPartition = new Set(facts.filter(({ kind }) => kind === 'partition').map(({ parent }) => parent));
  const touchedTables = tablesTouched(last);
  return facts
    .filter(({ kind, id }) => kind === 'table' && !isPartition.has(id))
    .map((table) => {
      const own = constraints.get(table.id) ?? [];
      const keys = namesIn(own.filter(({ definition }) => definition.type === 'primary'));
      const references = own
        .filter(({ definition }) => definition.type === 'foreign')
        .flatMap((fact) => referenceOf(fact));
      const foreign = new Set(references.flatMap((reference) => reference.columns));
      return {
        id: table.id,
        name: shownName(table.name),
        references,
        mark: markOf(table.name, last) ?? (touchedTables.has(table.name) ? ('changed' as const) : undefined),
        columns: (columns.get(table.id) ?? [])
          .sort(byPosition)
          .map((column) => columnOf(column, keys, foreign, last)),
      };
    })
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

function columnOf(
  { name, definition }: Fact,
  keys: ReadonlySet<string>,
  foreign: ReadonlySet<string>,
  last: LastChange | undefined,
): DiagramColumn {
  const bare = bareName(name);
  return {
    name: bare,
    type: shownType(String(definition.type ?? '')),
    notNull: definition.notNull === true,
    isKey: keys.has(bare),
    isForeign: foreign.has(bare),
    // All columns of a new table are new, so none is marked.
    mark: last?.created.has(tableOf(name)) === true ? undefined : markOf(name, last),
  };
}

function markOf(name: string, last: LastChange | undefined): Mark {
  if (last?.created.has(name) === true) return 'new';
  return last?.changed.has(name) === true ? 'changed' : undefined;
}

/** The tables of columns that are new or changed. A table that lost one was altered itself. */
function tablesTouched(last: LastChange | undefined): ReadonlySet<string> {
  return new Set([...(last?.created ?? []), ...(last?.changed ?? [])].map(tableOf));
}

function namesIn(primaries: readonly Fact[]): ReadonlySet<string> {
  return new Set(
    primaries.flatMap(({ definition }) => columnNames(readKey(String(definition.definition))?.columns ?? [])),
  );
}

function referenceOf({ name: constraint, definition }: Fact): readonly Reference[] {
  const key = readForeignKey(String(definition.definition));
  if (key === undefined) return [];
  return [
    {
      constraint: bareName(constraint),
      columns: key.columns.flatMap(splitIdentifier),
      to: `table:${key.referenced}`,
      toName: shownName(key.referenced),
    },
  ];
}

/** Of a temporal key, the range's column is a column like the others. */
function columnNames(columns: readonly string[]): readonly string[] {
  return columns.flatMap((column) => splitIdentifier(column.replace(/ WITHOUT OVERLAPS$/, '')));
}

function shownName(qualified: string): string {
  const parts = splitIdentifier(qualified);
  return parts[0] === 'public' ? parts.slice(1).join('.') : parts.join('.');
}

const shortTypes: Readonly<Record<string, string>> = {
  'character varying': 'varchar',
  'timestamp without time zone': 'timestamp',
  'timestamp with time zone': 'timestamptz',
  'time without time zone': 'time',
  'time with time zone': 'timetz',
  'double precision': 'float8',
};

/** As people say it: `varchar(80)`, `timestamptz(3)`, `DescriptorBatchStatus`. */
function shownType(type: string): string {
  const plain = type.replace(/^public\./, '').replaceAll('"', '');
  const precision = /\(\d+(?:,\d+)?\)/.exec(plain)?.[0] ?? '';
  const short = shortTypes[plain.replace(precision, '').replace('[]', '')];
  return short === undefined ? plain : `${short}${precision}${plain.endsWith('[]') ? '[]' : ''}`;
}
