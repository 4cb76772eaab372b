import { kindOf, nameOf, type ObjectId, objectId } from '../../model/object-id.ts';
import { byPosition, type Definition, type Fact } from '../../model/schema.ts';
import {
  changeOwner,
  giveOwner,
  hasChanged,
  list,
  optionChanges,
  optionList,
  serverOptionChanges,
  serverOptions,
  text,
} from '../definition.ts';
import type { Context, KindRules, Statement, Statements } from '../kind.ts';
import { comesWithWhole, heldByWhole, partsThatComeAnew, wholesWithout } from './attached-index.ts';
import { constraintSettings, constraintSql } from './constraint.ts';
import { inheritedParts } from './inheritance.ts';
import { checkComesAlong } from './inherited-check.ts';
import { dropWhatIsLeft } from './leaving-child.ts';
import { columnSettings, columnSql } from './new-column.ts';
import { notNullElement, saysItsNotNull, withoutInheritedNotNull, withoutNotNull } from './not-null.ts';
import { keepSequences, switchedBefore } from './persistence.ts';
import { usersOfHolders, withHoldersAsText } from './row-type.ts';
import { goingColumns, holdsIndex, isOnlyInherited } from './tree.ts';

/** Tables, partitioned and foreign ones too. https://www.postgresql.org/docs/18/sql-createtable.html */
export const tableRules: KindRules = {
  rank: 500,
  create: createTable,
  drop: (fact, context) => [
    ...leaveReferenced(fact, context),
    {
      sql: `DROP ${fact.kind === 'table' ? 'TABLE' : 'FOREIGN TABLE'} ${fact.name}`,
      hazards:
        fact.kind === 'table' && !(fact.definition.partitionKey && context.isReplaced(fact.id))
          ? [
              {
                kind: 'destroys-data',
                message: `All rows of ${fact.name} are lost.`,
                countQuery: `SELECT count(*) FROM ${fact.name}`,
              },
            ]
          : [],
    },
  ],
  alter: alterTable,
  after: switchedBefore,
  heldBy: (fact, context) => (isWrittenAnew(fact, context) ? usersOfHolders(fact.id, context) : []),
  slots: (fact) => [`relation ${fact.name}`, `type ${fact.name}`],
};

function isWrittenAnew(fact: Fact, { from }: Context): boolean {
  const before = from.facts.get(fact.id);
  return before !== undefined && ['unlogged', 'accessMethod'].some((name) => hasChanged(before, fact, name));
}

/** A partition of a table that a foreign key refers to cannot be dropped in its place. */
function leaveReferenced(fact: Fact, context: Context): string[] {
  const place = context
    .dependentsBefore(fact.id)
    .find(({ kind, parent }) => kind === 'partition' && parent === fact.id);
  const whole = place?.dependsOn.find((id) => id !== fact.id && kindOf(id) === 'table');
  if (whole === undefined || !isReferenced(whole, context)) return [];
  return [`ALTER TABLE ${nameOf(whole)} DETACH PARTITION ${fact.name}`];
}

function isReferenced(table: ObjectId, context: Context): boolean {
  const relatives = context.dependentsBefore(table);
  const keys = relatives.filter(({ kind, parent }) => holdsIndex.has(kind) && parent === table);
  if (
    keys.some(({ id }) =>
      context.dependentsBefore(id).some(({ definition }) => definition.type === 'foreign'),
    )
  )
    return true;
  const place = relatives.find(({ kind, parent }) => kind === 'partition' && parent === table);
  const whole = place?.dependsOn.find((id) => id !== table && kindOf(id) === 'table');
  return whole !== undefined && isReferenced(whole, context);
}

function createTable(fact: Fact, context: Context, inlined: readonly Fact[]): string[] {
  const { definition } = fact;
  const columns = inlined.filter(({ kind }) => kind === 'column').sort(byPosition);
  const defaults = new Map(inlined.filter(({ kind }) => kind === 'default').map((d) => [d.parent, d]));
  const constraints = inlined.filter(({ kind }) => kind === 'constraint').sort(byWeight);
  const { unique, repeated } = splitRepeated(
    constraints.filter((constraint) => !checkComesAlong(constraint, context)),
  );
  const parents = inlined.filter(({ kind }) => kind === 'inheritance').sort(byPosition);
  const typing = inlined.find(({ kind }) => kind === 'table-type');
  const written = columns.filter((column) => !isFromParent(column, parents));
  const notNulls = columns.filter(
    (column) => isFromParent(column, parents) && saysItsNotNull(column, parents, context),
  );
  const elements = [
    ...written.map((column) =>
      columnSql(
        parents.length === 0 ? column : withoutInheritedNotNull(column),
        context,
        defaults.get(column.id),
        typing !== undefined,
      ),
    ),
    ...notNulls.map(notNullElement),
    ...unique.map((constraint) => constraintSql(constraint)),
  ];
  const head = `CREATE ${definition.unlogged ? 'UNLOGGED ' : ''}${fact.kind === 'table' ? 'TABLE' : 'FOREIGN TABLE'}`;
  const body = elements.length === 0 ? (typing ? '' : ' ()') : ` (\n  ${elements.join(',\n  ')}\n)`;
  const of = typing === undefined ? '' : ` OF ${typing.definition.of}`;
  return [
    `${head} ${fact.name}${of}${body}${tail(definition, parents)}`,
    ...giveOwner(fact, `TABLE ${fact.name}`),
    ...security(fact.name, {}, definition),
    ...columns.flatMap((column) =>
      columnSettings(
        notNulls.includes(column) ? withoutNotNull(column) : column,
        context,
        isFromParent(column, parents),
        defaults.get(column.id),
      ),
    ),
    ...repeated.map((constraint) => `ALTER TABLE ${fact.name} ADD ${constraintSql(constraint)}`),
    ...constraints.flatMap(constraintSettings),
  ];
}

/** CREATE TABLE makes one of several constraints that say the same; ALTER TABLE does not. */
function splitRepeated(constraints: readonly Fact[]): { unique: readonly Fact[]; repeated: readonly Fact[] } {
  const said = new Set<unknown>();
  const unique: Fact[] = [];
  const repeated: Fact[] = [];
  for (const constraint of constraints) {
    const columns = String(constraint.definition.definition).replace(/^PRIMARY KEY/, 'UNIQUE');
    const isRepeated = constraint.definition.type !== 'check' && said.has(columns);
    (isRepeated ? repeated : unique).push(constraint);
    said.add(columns);
  }
  return { unique, repeated };
}

function isFromParent(column: Fact, parents: readonly Fact[]): boolean {
  return isOnlyInherited(column) && parents.length > 0;
}

/** Primary keys first, then by name. */
function byWeight(a: Fact, b: Fact): number {
  const weight = ({ definition }: Fact) =>
    definition.type === 'primary' ? 0 : definition.type === 'unique' ? 1 : 2;
  return weight(a) - weight(b) || (a.id < b.id ? -1 : 1);
}

function tail(definition: Definition, parents: readonly Fact[]): string {
  const options = [
    ...list(definition, 'options'),
    ...list(definition, 'toastOptions').map((option) => `toast.${option}`),
  ];
  return [
    parents.length === 0 ? '' : `INHERITS (${parents.map((parent) => parent.definition.of).join(', ')})`,
    definition.partitionKey === undefined ? '' : `PARTITION BY ${definition.partitionKey}`,
    definition.accessMethod === undefined ? '' : `USING ${definition.accessMethod}`,
    options.length === 0 ? '' : `WITH (${optionList(options)})`,
    definition.tablespace === undefined ? '' : `TABLESPACE ${definition.tablespace}`,
    definition.server === undefined ? '' : `SERVER ${definition.server}`,
    serverOptions(list(definition, 'serverOptions')).trim(),
  ]
    .filter((part) => part !== '')
    .map((part) => ` ${part}`)
    .join('');
}

/** Row security and replica identity, which CREATE TABLE cannot say. */
function security(name: string, before: Definition, after: Definition): string[] {
  const statements: string[] = [];
  if (before.rowSecurity !== after.rowSecurity) {
    statements.push(`ALTER TABLE ${name} ${after.rowSecurity ? 'ENABLE' : 'DISABLE'} ROW LEVEL SECURITY`);
  }
  if (before.forceRowSecurity !== after.forceRowSecurity) {
    statements.push(
      `ALTER TABLE ${name} ${after.forceRowSecurity ? 'FORCE' : 'NO FORCE'} ROW LEVEL SECURITY`,
    );
  }
  if (before.replicaIdentity !== after.replicaIdentity) {
    statements.push(`ALTER TABLE ${name} REPLICA IDENTITY ${after.replicaIdentity ?? 'DEFAULT'}`);
  }
  return statements;
}

function alterTable(before: Fact, after: Fact, context: Context): Statements | 'replace' {
  for (const property of ['partitionKey', 'server'])
    if (hasChanged(before, after, property)) return 'replace';
  const name = after.name;
  const [was, is] = [before.definition, after.definition];
  const set = (clause: string) => `ALTER TABLE ${name} ${clause}`;
  const statements: (string | Statement)[] = [...changeOwner(before, after, `TABLE ${name}`)];
  const rewrites: string[] = [];
  if (was.unlogged !== is.unlogged)
    rewrites.push(set(is.unlogged ? 'SET UNLOGGED' : 'SET LOGGED'), ...keepSequences(after, context));
  if (was.accessMethod !== is.accessMethod)
    rewrites.push(set(`SET ACCESS METHOD ${is.accessMethod ?? (is.partitionKey ? 'DEFAULT' : 'heap')}`));
  if (rewrites.length > 0) statements.push(...withHoldersAsText(after.id, context, rewrites));
  if (was.tablespace !== is.tablespace)
    statements.push(set(`SET TABLESPACE ${is.tablespace ?? 'pg_default'}`));
  statements.push(
    ...optionChanges(list(was, 'options'), list(is, 'options')).map(set),
    ...optionChanges(list(was, 'toastOptions'), list(is, 'toastOptions'), 'toast.').map(set),
    ...security(name, was, is),
  );
  const options = serverOptionChanges(list(was, 'serverOptions'), list(is, 'serverOptions'));
  if (options !== '') statements.push(`ALTER FOREIGN TABLE ${name} ${options}`);
  return statements;
}

/** One table's place in a partitioned one. https://www.postgresql.org/docs/18/ddl-partitioning.html */
export const partitionRules: KindRules = {
  rank: 570,
  create: (fact) => [
    `ALTER TABLE ONLY ${fact.definition.of} ATTACH PARTITION ${fact.name} ${text(fact.definition, 'bound')}`,
  ],
  drop: (fact, context) => [
    `ALTER TABLE ${fact.definition.of} DETACH PARTITION ${fact.name}`,
    ...dropWhatIsLeft(fact, context),
  ],
  alter: () => 'replace',
  heldBy: (fact, context) => [...wholesWithout(fact, context), ...partsThatComeAnew(fact, context)],
  after: (fact, context) => [
    ...inheritedParts(fact, context),
    // A partition can have no column that its parent has not: those go before it joins.
    ...goingColumns(fact.parent!, context),
    // Nor can it lack one that the whole is still to lose.
    ...(context.isCreated(fact.parent!) ? goingColumns(`table:${fact.definition.of}`, context) : []),
    ...readyIndexes(fact, context),
  ],
};

/**
 * What is to be a part of the parent's index must be there before, with all of its own parts, or joining would make another.
 * An index that is yet to be made comes after, where parts are looked for no more.
 */
function readyIndexes(fact: Fact, context: Context): readonly ObjectId[] {
  const isPlace = ({ kind }: Fact) => kind === 'index-partition';
  const isAwaited = (own: Fact) => {
    const place = context.childrenAfter(own.id).find(isPlace);
    const isLater = place?.dependsOn.some(
      (id) => id !== own.id && kindOf(id) === 'index' && context.isCreated(id),
    );
    return isLater === false && !comesWithWhole(own, context);
  };
  return context
    .childrenAfter(fact.parent!)
    .filter((own) => holdsIndex.has(own.kind) && isAwaited(own))
    .flatMap(({ id }) => [
      id,
      ...context
        .dependentsAfter(id)
        .filter((place) => isPlace(place) && place.parent !== id)
        .map((place) => place.id),
    ]);
}

/** An index of a partition, as part of the partitioned table's. https://www.postgresql.org/docs/18/sql-alterindex.html */
export const indexPartitionRules: KindRules = {
  rank: 640,
  create: (fact, context) => {
    const part = context.to.facts.get(fact.parent!);
    const isThere = part !== undefined && comesWithWhole(part, context);
    return isThere ? [] : [`ALTER INDEX ${fact.definition.of} ATTACH PARTITION ${fact.name}`];
  },
  drop: () => [],
  alter: () => 'replace',
  heldBy: heldByWhole,
  after: (fact, context) => {
    const table = context.to.facts.get(fact.parent!)?.parent;
    return table === undefined ? [] : [objectId('partition', nameOf(table))];
  },
};
