import { kindOf, objectId } from '../../model/object-id.ts';
import type { Hazard, Rename, Step } from '../../model/plan.ts';
import type { Schema } from '../../model/schema.ts';
import { freeName } from '../../postgres/generated-name.ts';
import {
  bareName,
  lastPart,
  quoteLiteral,
  signatureOf,
  splitIdentifier,
  splitLast,
  withoutSignature,
} from '../../postgres/identifier.ts';
import { noun, sqlAddress } from '../address.ts';
import { breaksCode } from '../kinds/hazards/hazard.ts';
import { findNamed, type NamedKind, partKinds } from './find-named.ts';
import { type RenameTask, toTasks } from './tasks.ts';

/**
 * The statements that rename objects, before anything else changes. PostgreSQL changes the names in views, constraints and
 * policies by itself: what is left to plan has to be read from a database where these have run.
 */
export function planRenames(schema: Schema, renames: readonly Rename[]): readonly Step[] {
  const tasks = toTasks(schema, renames);
  const wholes = tasks.filter(({ parent }) => parent === undefined);
  const parts = tasks.filter(({ parent }) => parent !== undefined);
  return [...newSchemas(tasks, schema), ...inFreeOrder(wholes, schema), ...inFreeOrder(parts, schema)];
}

/** What is moved into another schema wants it to be there. Its owner and its rights are left to the rest of the plan. */
function newSchemas(tasks: readonly RenameTask[], schema: Schema): readonly Step[] {
  const renamed = new Set(tasks.filter(({ what }) => what === 'schema').map(({ to }) => to));
  const wanted = tasks
    .filter(({ what, parent }) => what !== 'schema' && parent === undefined)
    .map(({ to }) => splitLast(withoutSignature(to))[0]);
  return [...new Set(wanted)]
    .filter((name) => name !== '' && !renamed.has(name) && !schema.facts.has(objectId('schema', name)))
    .map((name) => ({
      sql: `CREATE SCHEMA ${name}`,
      object: objectId('schema', name),
      verb: 'create',
      hazards: [],
      transaction: 'together',
    }));
}

/** Renames to a name come after the rename of what has it; where names form a cycle, one gets a temporary name first. */
function inFreeOrder(tasks: readonly RenameTask[], schema: Schema): readonly Step[] {
  const steps: Step[] = [];
  let waiting = tasks.filter(({ from, to }) => from !== to);
  while (waiting.length > 0) {
    const free = waiting.find((task) => !waiting.some((other) => other !== task && other.from === task.to));
    const next = free ?? (waiting[0] as RenameTask);
    if (free === undefined) {
      const aside = asideName(
        next.from,
        tasks.map(({ to }) => to),
        schema,
      );
      steps.push(...renameSteps({ ...next, to: aside }));
      waiting = waiting.map((task) => (task === next ? { ...task, from: aside } : task));
      continue;
    }
    steps.push(...renameSteps(next));
    waiting = waiting.filter((task) => task !== next);
  }
  return steps;
}

/** The temporary name on such a cycle, with the arguments of a routine. */
function asideName(name: string, wanted: readonly string[], schema: Schema): string {
  const bare = withoutSignature(name);
  const signature = signatureOf(name);
  const [scope, own] = splitLast(bare);
  const whole = (part: string) => `${scope === '' ? '' : `${scope}.`}${part}`;
  const isTaken = (part: string) =>
    findNamed(schema, whole(part)) !== undefined || wanted.includes(whole(part) + signature);
  return whole(freeName(bareName(own), '', 'renaming', isTaken)) + signature;
}

const silentKinds: ReadonlySet<NamedKind> = new Set([
  'constraint',
  'domain-constraint',
  'index',
  'trigger',
  'policy',
  'rule',
  'statistics',
]);

function renameSteps(task: RenameTask): readonly Step[] {
  const hazards: readonly Hazard[] = silentKinds.has(task.what) ? [] : [breaksCode(task.from)];
  return statements(task).map((sql) => ({
    sql,
    object: task.id,
    verb: 'alter',
    hazards,
    transaction: 'together',
  }));
}

/** https://www.postgresql.org/docs/18/sql-altertable.html and its neighbours, RENAME and SET SCHEMA. */
function statements({ id, what, parent, from, to, hasTables }: RenameTask): readonly string[] {
  const own = lastPart(withoutSignature(to));
  const old = lastPart(from);
  if (what === 'label') return [`ALTER TYPE ${parent} RENAME VALUE ${labelText(old)} TO ${labelText(own)}`];
  if (what === 'attribute')
    return [`ALTER TYPE ${parent} RENAME ATTRIBUTE ${old} TO ${own}${hasTables ? ' CASCADE' : ''}`];
  if (what === 'column' || what === 'constraint')
    return [`ALTER TABLE ${parent} RENAME ${what.toUpperCase()} ${old} TO ${own}`];
  if (what === 'domain-constraint') return [`ALTER DOMAIN ${parent} RENAME CONSTRAINT ${old} TO ${own}`];
  if (partKinds.has(what)) return [`ALTER ${noun(what)} ${old} ON ${parent} RENAME TO ${own}`];
  const address = (name: string) => sqlAddress(objectId(kindOf(id), name));
  const [was, is] = [splitLast(withoutSignature(from)), splitLast(withoutSignature(to))];
  const moved = was[0] === is[0] ? [] : [`ALTER ${address(from)} SET SCHEMA ${is[0]}`];
  const at = was[0] === '' ? was[1] : `${is[0]}.${was[1]}`;
  return was[1] === is[1] ? moved : [...moved, `ALTER ${address(at + signatureOf(from))} RENAME TO ${is[1]}`];
}

function labelText(part: string): string {
  return quoteLiteral(splitIdentifier(part)[0] ?? part);
}
