import { withNotNull } from '../../../model/not-null.ts';
import { byPosition, type Definition, type Fact } from '../../../model/schema.ts';
import { giveOwner, list } from '../../definition.ts';
import type { Context, Statement, Statements } from '../../kind.ts';
import { optionList, serverOptions } from '../../options.ts';
import { columnSql, settingsFromParent, settingsOfOwn } from '../columns/new-column.ts';
import { constraintSettings, constraintSql } from '../constraints/constraint-sql.ts';
import { hazardsOfForcedRowSecurity, hazardsOfRowSecurity } from '../hazards/policy-hazards.ts';
import { notNullElement, saysItsNotNull, withoutInheritedNotNull } from '../not-nulls/not-null.ts';
import { checkComesAlong } from '../trees/inherited-check.ts';
import { isOnlyInherited } from '../trees/tree.ts';

/** CREATE TABLE with the columns, defaults, constraints and parents that are folded into it, and what only ALTER TABLE can set. */
export function createTable(fact: Fact, context: Context, inlined: readonly Fact[]): string[] {
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
    ...columns.flatMap((column) => {
      const made = notNulls.includes(column) ? withNotNull(column, undefined) : column;
      return isFromParent(column, parents)
        ? settingsFromParent(made, context, defaults.get(column.id))
        : settingsOfOwn(made, context);
    }),
    ...repeated.map((constraint) => `ALTER TABLE ${fact.name} ADD ${constraintSql(constraint)}`),
    ...constraints.flatMap(constraintSettings),
  ].map(sqlAlone);
}

/** Nobody uses a new table yet: its statements have no hazards. */
function sqlAlone(statement: string | Statement): string {
  return typeof statement === 'string' ? statement : statement.sql;
}

/** CREATE TABLE merges keys of the same columns into one; ALTER TABLE does not. */
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

/** Row security and replica identity, which CREATE TABLE cannot set. */
export function security(name: string, before: Definition, after: Definition): Statements {
  const statements: (string | Statement)[] = [];
  if (before.rowSecurity !== after.rowSecurity) {
    statements.push({
      sql: `ALTER TABLE ${name} ${after.rowSecurity ? 'ENABLE' : 'DISABLE'} ROW LEVEL SECURITY`,
      hazards: hazardsOfRowSecurity(name, before, after),
    });
  }
  if (before.forceRowSecurity !== after.forceRowSecurity) {
    statements.push({
      sql: `ALTER TABLE ${name} ${after.forceRowSecurity ? 'FORCE' : 'NO FORCE'} ROW LEVEL SECURITY`,
      hazards: hazardsOfForcedRowSecurity(name, after),
    });
  }
  if (before.replicaIdentity !== after.replicaIdentity) {
    statements.push(`ALTER TABLE ${name} REPLICA IDENTITY ${after.replicaIdentity ?? 'DEFAULT'}`);
  }
  return statements;
}
