import { kindOf, nameOf, type ObjectId } from '../../../model/object-id.ts';
import { type Hazard, hazardKinds } from '../../../model/plan.ts';
import type { FactKind } from '../../../model/schema.ts';
import { splitLast } from '../../../postgres/identifier.ts';
import { hazardsOfColumn } from './column-hazards.ts';
import { hazardsOfConstraint, hazardsOfIndex } from './constraint-hazards.ts';
import { blocksAll, hazard, type PlannedStatement } from './hazard.ts';
import { hazardsOfPartition } from './partition-hazards.ts';
import { domainRuleHazards } from './value-hazards.ts';

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
  // Attaching concerns those who use the partitioned table.
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

function hazardsOfGrants({ sql, id }: PlannedStatement): Hazard[] {
  return sql.startsWith('REVOKE ')
    ? [hazard('breaks-code', `Roles lose privileges on ${nameOf(nameOf(id) as ObjectId)}.`)]
    : [];
}
