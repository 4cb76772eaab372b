import { kindOf, nameOf, type ObjectId, objectId } from '../model/object-id.ts';
import { type Hazard, hazardKinds } from '../model/plan.ts';
import type { Fact, FactKind } from '../model/schema.ts';
import { readCheck } from '../postgres/check.ts';
import { readForeignKey } from '../postgres/foreign-key.ts';
import { lastPart, splitLast } from '../postgres/identifier.ts';
import { isWithoutOverlaps, readKey } from '../postgres/key.ts';
import { hasChanged } from './definition.ts';
import { blocksAll, blocksWrites, hazard } from './hazard.ts';
import type { Context } from './kind.ts';
import { handsValuesOver } from './kinds/trees/own-copy.ts';
import { domainRuleHazards, retypeHazards } from './value-hazards.ts';

/** One statement, and the fact that it is about before and after. */
export interface PlannedStatement {
  readonly sql: string;
  readonly id: ObjectId;
  readonly before: Fact | undefined;
  readonly after: Fact | undefined;
  readonly context: Context;
}

/**
 * What a statement may do to a running system, beyond what its kind has said. What concerns only tables that the plan itself
 * makes is no hazard: nobody uses them yet. Locks as listed in https://www.postgresql.org/docs/18/explicit-locking.html
 */
export function hazardsOf(statement: PlannedStatement): Hazard[] {
  if (isFresh(statement)) return [];
  return hazardsByKind[kindOf(statement.id)]?.(statement) ?? [];
}

/** Hazards said twice are said once, the worst first. */
export function mergeHazards(...lists: readonly (readonly Hazard[])[]): Hazard[] {
  const byKind = new Map<string, Hazard>();
  for (const hazard of lists.flat()) {
    const key = `${hazard.kind} ${hazard.message}`;
    if (byKind.get(key)?.countQuery === undefined) byKind.set(key, hazard);
  }
  return [...byKind.values()].sort((a, b) => hazardKinds.indexOf(a.kind) - hazardKinds.indexOf(b.kind));
}

/** Whether the relation that the fact is part of is made by this plan. */
export function isFresh({
  before,
  after,
  context,
}: Pick<PlannedStatement, 'before' | 'after' | 'context'>): boolean {
  const fact = after ?? before;
  // What joins a table in use concerns those who use that.
  if (fact?.kind === 'partition')
    return context.isCreated(`table:${fact.definition.of}`) && context.isCreated(fact.parent!);
  for (let id = fact?.parent; id !== undefined; ) {
    if (relations.has(kindOf(id)) && context.isCreated(id)) return true;
    id = (context.to.facts.get(id) ?? context.from.facts.get(id))?.parent;
  }
  return false;
}

const relations: ReadonlySet<FactKind> = new Set(['table', 'foreign-table', 'view', 'materialized-view']);

const hazardsByKind: Partial<Readonly<Record<FactKind, (statement: PlannedStatement) => Hazard[]>>> = {
  table: hazardsOfTable,
  column: hazardsOfColumn,
  constraint: hazardsOfConstraint,
  index: hazardsOfIndex,
  view: hazardsOfCalled,
  'materialized-view': hazardsOfCalled,
  function: hazardsOfFunction,
  procedure: hazardsOfCalled,
  enum: hazardsOfEnum,
  domain: hazardsOfDomain,
  'domain-constraint': hazardsOfDomainConstraint,
  sequence: hazardsOfSequence,
  partition: hazardsOfPartition,
  acl: hazardsOfGrants,
};

function hazardsOfTable({ sql, id, before, after }: PlannedStatement): Hazard[] {
  const table = nameOf(id);
  if (sql.startsWith('DROP ')) {
    return [
      hazard('breaks-code', `Code that still uses ${table} fails.`),
      hazard('irreversible', `${table} cannot be brought back with its rows.`),
    ];
  }
  const rewriting = /SET (UN)?LOGGED|SET ACCESS METHOD|SET TABLESPACE/.exec(sql)?.[0];
  if (rewriting !== undefined && after?.definition.partitionKey === undefined) {
    return [
      hazard('rewrites', `${rewriting} writes all of ${table} anew.`),
      blocksAll(table, 'it is written anew'),
    ];
  }
  if (before !== undefined && sql.endsWith(' ENABLE ROW LEVEL SECURITY')) {
    return [hazard('breaks-code', `Roles without a policy on ${table} see none of its rows any more.`)];
  }
  return [];
}

function hazardsOfColumn(statement: PlannedStatement): Hazard[] {
  const { sql, before, after, context } = statement;
  const fact = (after ?? before) as Fact;
  const [table, column] = splitLast(fact.name);
  const isForeign = fact.parent?.startsWith('foreign-table:') === true;
  if (handsValuesOver(fact, context)) {
    if (!/ TYPE /.test(sql)) return [];
    return [
      hazard('rewrites', `Having ${fact.name} from its parent alone writes all of ${table} anew.`),
      blocksAll(table, 'it is written anew'),
    ];
  }
  if (/ DROP COLUMN /.test(sql)) {
    const hazards = [hazard('breaks-code', `Code that still names ${fact.name} fails.`)];
    return before?.definition.generated === undefined && !isForeign
      ? [...hazards, hazard('irreversible', `The values of ${fact.name} cannot be brought back.`)]
      : hazards;
  }
  // Its rows are elsewhere, and stay as they are.
  if (isForeign) return [];
  if (/ ADD COLUMN /.test(sql)) return hazardsOfAddedColumn(fact, table, sql);
  if (before !== undefined && after !== undefined && / TYPE /.test(sql))
    return retypeHazards(before, after, context, sql);
  if (/ SET NOT NULL$/.test(sql)) {
    return [
      hazard('scans', `All rows of ${table} are read to see that ${column} is never null.`),
      blocksAll(table, 'they are read'),
    ];
  }
  if (/ SET EXPRESSION /.test(sql) && after?.definition.generated === 'STORED') {
    return [
      hazard('rewrites', `A new expression for ${fact.name} writes all of ${table} anew.`),
      blocksAll(table, 'it is written anew'),
    ];
  }
  return [];
}

const volatile = /\b(random|gen_random_uuid|uuid_generate_\w+|clock_timestamp|nextval|uuidv[47])\(/;

function hazardsOfAddedColumn({ name, definition }: Fact, table: string, sql: string): Hazard[] {
  const isStored =
    definition.generated === 'STORED' || definition.identity !== undefined || volatile.test(sql);
  if (!isStored) return [];
  return [
    hazard('rewrites', `Filling ${name} writes all of ${table} anew.`),
    blocksAll(table, 'it is written anew'),
  ];
}

function hazardsOfConstraint({ sql, before, after, context }: PlannedStatement): Hazard[] {
  const fact = (after ?? before) as Fact;
  const [table, name] = splitLast(fact.name);
  if (/ VALIDATE CONSTRAINT /.test(sql))
    return [hazard('scans', `All rows of ${table} are read to validate ${name}.`)];
  if (!/ ADD CONSTRAINT /.test(sql) || / NOT VALID$/.test(sql) || / NOT ENFORCED$/.test(sql)) return [];
  const scan = hazard('scans', `All rows of ${table} are read to see that they keep to ${name}.`);
  switch (fact.definition.type) {
    case 'foreign':
      return [
        hazard(
          'blocks-writes',
          `SHARE ROW EXCLUSIVE lock on ${table} and the table it refers to: nobody writes either while rows are checked.`,
        ),
        scan,
        ...(isEmptyKey(fact, context) ? [] : withCount(table, name, orphanQuery(fact, table))),
      ];
    case 'check':
      return [
        blocksAll(table, 'rows are checked'),
        scan,
        ...withCount(table, name, violationQuery(fact, table)),
      ];
    default:
      return [
        blocksAll(table, 'its index is built'),
        ...(isEmptyKey(fact, context) ? [] : withCount(table, name, duplicateQuery(fact, table))),
      ];
  }
}

/** Whether a column of a foreign or unique key is made by the plan and holds nothing yet: a null breaks neither, unless nulls are equal. */
function isEmptyKey({ name, definition }: Fact, context: Context): boolean {
  const text = String(definition.definition);
  const key = readKey(text);
  const isFree = key !== undefined && !key.isPrimary && !key.hasEqualNulls;
  const columns = isFree ? key.columns : (readForeignKey(text)?.columns ?? []);
  return columns.some((own) => {
    const column = `${splitLast(name)[0]}.${own}`;
    const { facts } = context.to;
    const { identity, generated } = facts.get(objectId('column', column))?.definition ?? {};
    const isFilled =
      facts.has(objectId('default', column)) || identity !== undefined || generated !== undefined;
    return context.isCreated(objectId('column', column)) && !isFilled;
  });
}

function withCount(table: string, name: string, query: string | undefined): Hazard[] {
  return [hazard('may-fail', `Rows of ${table} may violate ${name}.`, query)];
}

function violationQuery({ definition }: Fact, table: string): string | undefined {
  const expression = readCheck(String(definition.definition));
  return expression && `SELECT count(*) FROM ${table} WHERE NOT (${expression})`;
}

function duplicateQuery({ definition }: Fact, table: string): string | undefined {
  const key = readKey(String(definition.definition));
  if (key === undefined || isWithoutOverlaps(key)) return undefined;
  const present = key.columns.map((column) => `${column} IS NOT NULL`).join(' AND ');
  const where = key.hasEqualNulls ? '' : ` WHERE ${present}`;
  return `SELECT count(*) FROM (SELECT FROM ${table}${where} GROUP BY ${key.columns.join(', ')} HAVING count(*) > 1) AS duplicates`;
}

function orphanQuery({ definition }: Fact, table: string): string | undefined {
  const key = readForeignKey(String(definition.definition));
  if (key === undefined || key.columns.some((column) => column.startsWith('PERIOD '))) return undefined;
  const { columns, referenced, referencedColumns } = key;
  const match = columns.map((column, i) => `parent.${referencedColumns[i]} = child.${column}`).join(' AND ');
  const present = columns.map((column) => `child.${column} IS NOT NULL`).join(' AND ');
  return `SELECT count(*) FROM ${table} AS child WHERE ${present} AND NOT EXISTS (SELECT FROM ${referenced} AS parent WHERE ${match})`;
}

function hazardsOfIndex({ sql, after, context, id }: PlannedStatement): Hazard[] {
  if (sql.includes(' CONCURRENTLY ') || after === undefined || !context.isCreated(id)) return [];
  if (!/^CREATE (UNIQUE )?INDEX /.test(sql) || after.definition.onOnly) return [];
  const table = String(after.definition.on);
  const blocked = blocksWrites(table, `${after.name} is built`);
  if (!after.definition.unique) return [blocked];
  const columns = /^btree \(([^()]*)\)$/
    .exec(String(after.definition.method))?.[1]
    ?.replaceAll(/ (DESC|ASC|NULLS \w+)/g, '');
  const key = {
    ...after,
    name: `${table}.${lastPart(after.name)}`,
    definition: { definition: `UNIQUE (${columns})` },
  };
  if (columns !== undefined && isEmptyKey(key, context)) return [blocked];
  const query = columns === undefined ? undefined : duplicateQuery(key, table);
  return [blocked, ...withCount(table, after.name, query)];
}

/** What applications call by name. */
function hazardsOfCalled({ sql, id, context, after }: PlannedStatement): Hazard[] {
  if (!sql.startsWith('DROP ') || context.isReplaced(id) || after !== undefined) return [];
  return [hazard('breaks-code', `Code that still uses ${nameOf(id)} fails.`)];
}

function hazardsOfFunction(statement: PlannedStatement): Hazard[] {
  const { sql, id, before, after, context } = statement;
  if (!sql.startsWith('CREATE OR REPLACE ') || before?.definition.source === after?.definition.source)
    return hazardsOfCalled(statement);
  return context.dependentsAfter(id).flatMap((user) => {
    if (context.isCreated(user.id)) return [];
    const holder = `${user.name} holds what ${nameOf(id)} returned before`;
    if (user.kind === 'index')
      return [hazard('breaks-code', `${holder}: queries may miss rows until REINDEX INDEX ${user.name}.`)];
    return user.definition.generated === 'STORED'
      ? [hazard('breaks-code', `${holder}, until its rows are written again.`)]
      : [];
  });
}

function hazardsOfEnum({ sql, id }: PlannedStatement): Hazard[] {
  return / ADD VALUE /.test(sql)
    ? [hazard('irreversible', `PostgreSQL cannot take a value out of ${nameOf(id)} again.`)]
    : [];
}

function hazardsOfDomain({ sql, id, context }: PlannedStatement): Hazard[] {
  return / SET NOT NULL$| NOT NULL$/.test(sql) && sql.startsWith('ALTER ')
    ? domainRuleHazards(nameOf(id), 'CHECK ((VALUE IS NOT NULL))', context)
    : [];
}

function hazardsOfDomainConstraint({ sql, after, context }: PlannedStatement): Hazard[] {
  if (after === undefined || !/ (ADD|VALIDATE) CONSTRAINT /.test(sql) || / NOT VALID$/.test(sql)) return [];
  return domainRuleHazards(splitLast(after.name)[0], String(after.definition.definition), context);
}

function hazardsOfSequence({ sql, id, context }: PlannedStatement): Hazard[] {
  if (!sql.startsWith('DROP ') || context.isReplaced(id)) return [];
  return [hazard('irreversible', `Where ${nameOf(id)} had counted to is forgotten.`)];
}

function hazardsOfPartition({ sql, before, after, context }: PlannedStatement): Hazard[] {
  const { name, parent, definition } = (after ?? before) as Fact;
  const of = String(definition.of);
  if (/ DETACH PARTITION /.test(sql)) return [blocksAll(of, 'the partition leaves, which is short')];
  if (!/ ATTACH PARTITION /.test(sql)) return [];
  const isBack = before !== undefined && after !== undefined && !hasChanged(before, after, 'bound');
  const isEmpty = context.isCreated(parent!);
  const rest = isBack ? undefined : restOf(of, name, context);
  return [
    ...(isEmpty || isBack ? [] : [hazard('may-fail', `Rows of ${name} may not belong there.`)]),
    ...(isEmpty ? [] : scanOf(name, 'they belong there')),
    ...(rest === undefined
      ? []
      : [
          hazard('may-fail', `Rows of ${rest} may belong to ${name}: then they have to leave it first.`),
          ...scanOf(rest, `none belongs to ${name}`),
        ]),
  ];
}

function scanOf(table: string, what: string): Hazard[] {
  return [
    hazard('scans', `All rows of ${table} are read to see that ${what}.`),
    blocksAll(table, 'they are read'),
  ];
}

/** The partition for what belongs to no other, where it is there all the time. */
function restOf(of: string, but: string, context: Context): string | undefined {
  return context
    .dependentsAfter(`table:${of}`)
    .find(
      ({ kind, id, name, parent, definition }) =>
        kind === 'partition' &&
        name !== but &&
        definition.of === of &&
        definition.bound === 'DEFAULT' &&
        context.from.facts.has(id) &&
        !context.isCreated(parent!),
    )?.name;
}

function hazardsOfGrants({ sql, id }: PlannedStatement): Hazard[] {
  return sql.startsWith('REVOKE ')
    ? [hazard('breaks-code', `Roles lose privileges on ${nameOf(nameOf(id) as ObjectId)}.`)]
    : [];
}
