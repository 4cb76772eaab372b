import { objectId } from '../../model/object-id.ts';
import type { Hazard, Step } from '../../model/plan.ts';
import type { Fact, Schema } from '../../model/schema.ts';
import { freeName } from '../../postgres/generated-name.ts';
import { bareName, splitLast } from '../../postgres/identifier.ts';
import { isWithoutOverlaps, readKey } from '../../postgres/key.ts';
import { postgres18 } from '../../postgres/versions.ts';
import { list } from '../definition.ts';
import { optionList } from '../options.ts';
import { detachConcurrently } from './online-detach.ts';
import { expandAndContract } from './outline.ts';

/**
 * Rewrites steps so that tables in use are blocked for moments only. Indexes are built CONCURRENTLY, foreign keys and checks are
 * added NOT VALID and validated afterwards, NOT NULL is proven by a check first, keys are made from a finished index. Each such
 * step commits or runs alone, so that no lock is held while it takes long.
 */
export function goOnline(steps: readonly Step[], from: Schema, to: Schema): readonly Step[] {
  return steps.flatMap((step) => onlineSteps(step, from, to));
}

/** Whether creating it online takes long, while others go on working. */
export function takesLong({ kind, name, definition }: Fact, from: Schema): boolean {
  if (kind === 'index') return isInUse(String(definition.on), from);
  return kind === 'constraint' && isInUse(splitLast(name)[0], from);
}

function onlineSteps(step: Step, from: Schema, to: Schema): readonly Step[] {
  const fact = to.facts.get(step.object) ?? from.facts.get(step.object);
  if (fact === undefined) return [step];
  if (fact.kind === 'index') return indexSteps(step, fact, from);
  if (fact.kind === 'constraint' && isInUse(splitLast(fact.name)[0], from))
    return constraintSteps(step, fact, from);
  if (fact.kind === 'column') return columnSteps(step, fact, from, to);
  if (fact.kind === 'partition') return partitionSteps(step, fact, from, to);
  return [step];
}

/** Whether somebody may be using the table already: it was there before the plan. */
function isInUse(table: string, from: Schema): boolean {
  return from.facts.has(`table:${table}`) || from.facts.has(`materialized-view:${table}`);
}

/** Partitioned indexes are only a definition; they are neither built nor dropped concurrently. */
function indexSteps(step: Step, fact: Fact, from: Schema): readonly Step[] {
  const table = String(fact.definition.on);
  if (fact.definition.onOnly || !isInUse(table, from)) return [step];
  const created = step.sql.replace(/^CREATE (UNIQUE )?INDEX /, 'CREATE $1INDEX CONCURRENTLY ');
  if (created !== step.sql) return [alone(step, created, [reads(table)])];
  const dropped = step.sql.replace(/^DROP INDEX /, 'DROP INDEX CONCURRENTLY ');
  return dropped === step.sql ? [step] : [alone(step, dropped, [])];
}

function constraintSteps(step: Step, fact: Fact, from: Schema): readonly Step[] {
  const [table, name] = splitLast(fact.name);
  const { type, definition, onOnly, notValid } = fact.definition;
  if (!/ ADD CONSTRAINT /.test(step.sql) || notValid || / NOT ENFORCED$/.test(String(definition)))
    return [step];
  // Foreign keys of partitioned tables can be NOT VALID since PostgreSQL 18.
  const isPartitioned = from.facts.get(`table:${table}`)?.definition.partitionKey !== undefined;
  if (type === 'foreign' && isPartitioned && from.serverVersion < postgres18) return [step];
  if (type === 'foreign' || type === 'check') {
    const mayFail = step.hazards.filter(({ kind }) => kind === 'may-fail');
    return [
      commits(step, `${step.sql} NOT VALID`, []),
      commits(step, `ALTER TABLE ${table} VALIDATE CONSTRAINT ${name}`, [reads(table), ...mayFail]),
    ];
  }
  const key = readKey(String(definition));
  if (key === undefined || onOnly || isWithoutOverlaps(key)) return [step];
  const included = key.included.length === 0 ? '' : ` INCLUDE (${key.included.join(', ')})`;
  const distinct = key.hasEqualNulls ? ' NULLS NOT DISTINCT' : '';
  const mayFail = step.hazards.filter(({ kind }) => kind === 'may-fail');
  const index = `${name} ON ${table} (${key.columns.join(', ')})${included}${distinct}${storageOf(fact)}`;
  return [
    alone(step, `CREATE UNIQUE INDEX CONCURRENTLY ${index}`, [reads(table), ...mayFail]),
    {
      ...step,
      sql: `ALTER TABLE ${table} ADD CONSTRAINT ${name} ${key.isPrimary ? 'PRIMARY KEY' : 'UNIQUE'} USING INDEX ${name}${key.rest}`,
      hazards: [],
    },
  ];
}

function storageOf({ definition }: Fact): string {
  const options = list(definition, 'options');
  const clause = options.length === 0 ? '' : ` WITH (${optionList(options)})`;
  return definition.tablespace === undefined ? clause : `${clause} TABLESPACE ${definition.tablespace}`;
}

/**
 * A type change that rewrites the table gets an outline. SET NOT NULL reads no rows where a valid check proves that none is null.
 */
function columnSteps(step: Step, fact: Fact, from: Schema, to: Schema): readonly Step[] {
  const [table, column] = splitLast(fact.name);
  const before = from.facts.get(fact.id);
  const isRewritten = step.hazards.some(({ kind }) => kind === 'rewrites');
  if (before !== undefined && isRewritten && step.sql.includes(` ALTER COLUMN ${column} TYPE `))
    return [{ ...step, outline: expandAndContract(before, fact, from) }];
  if (!step.sql.endsWith(' SET NOT NULL')) return [step];
  const isTaken = (name: string) =>
    [from, to].some(({ facts }) => facts.has(objectId('constraint', `${table}.${name}`)));
  const proof = freeName(bareName(table), bareName(column), 'is_there', isTaken);
  const mayFail = step.hazards.filter(({ kind }) => kind === 'may-fail');
  return [
    commits(step, `ALTER TABLE ${table} ADD CONSTRAINT ${proof} CHECK (${column} IS NOT NULL) NOT VALID`, []),
    commits(step, `ALTER TABLE ${table} VALIDATE CONSTRAINT ${proof}`, [reads(table), ...mayFail]),
    { ...step, hazards: [] },
    { ...step, sql: `ALTER TABLE ${table} DROP CONSTRAINT ${proof}`, hazards: [] },
  ];
}

function partitionSteps(step: Step, fact: Fact, from: Schema, to: Schema): readonly Step[] {
  const leaves = / DETACH PARTITION /.test(step.sql);
  return (leaves ? detachConcurrently(step, fact, from, to) : undefined) ?? [step];
}

function reads(table: string): Hazard {
  return { kind: 'scans', message: `All rows of ${table} are read, while others go on reading and writing.` };
}

function alone(step: Step, sql: string, hazards: readonly Hazard[]): Step {
  return { ...step, sql, hazards, transaction: 'alone' };
}

function commits(step: Step, sql: string, hazards: readonly Hazard[]): Step {
  return { ...step, sql, hazards, transaction: 'commits' };
}
