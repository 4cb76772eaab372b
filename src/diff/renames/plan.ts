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
import { findNamed, findRoutines, type NamedKind, partKinds, routineKinds } from './find-named.ts';
import { obstaclesOf } from './in-the-way.ts';
import { type RenameTask, toTasks } from './tasks.ts';

/**
 * The statements that rename objects, before anything else changes. PostgreSQL changes the names in views, constraints and
 * policies by itself: what is left to plan has to be read from a database where these have run. What has one of the new names gets
 * a temporary one first: the rest of the plan drops it, or makes it anew.
 */
export function planRenames(schema: Schema, renames: readonly Rename[]): readonly Step[] {
  const tasks = toTasks(schema, renames);
  const isWhole = ({ what, parent }: RenameTask) => parent === undefined && what !== 'schema';
  const isRoutine = ({ id }: RenameTask) => routineKinds.has(kindOf(id));
  // A routine is addressed by the types of its arguments, as they are called before.
  const routines = tasks.filter(isRoutine);
  const others = tasks.filter((task) => isWhole(task) && !isRoutine(task));
  const parts = tasks.filter(({ parent }) => parent !== undefined);
  const schemas = tasks.filter(({ what }) => what === 'schema');
  return [
    ...newSchemas(tasks.filter(isWhole), schema),
    ...setAside(routines, schema),
    ...inFreeOrder(routines, schema),
    ...setAside([...others, ...parts], schema),
    ...inFreeOrder(others, schema),
    ...inFreeOrder(parts, schema),
    ...inFreeOrder(schemas, schema),
  ];
}

/** Renames what has a name that something else is to get. */
function setAside(tasks: readonly RenameTask[], schema: Schema): readonly Step[] {
  const isTaken = takenBy(tasks, schema);
  return obstaclesOf(tasks, schema).flatMap(({ fact: { id, kind, name } }) => {
    const parent = partKinds.has(kind) ? splitLast(name)[0] : undefined;
    const aside = nameAside(name, isTaken);
    const names = { was: name, from: name, to: aside, ends: aside };
    return renameSteps({ id, what: kind, parent, ...names, hasTables: false }, isTaken);
  });
}

/** What is moved into another schema wants it to be there. Its owner and its rights are left to the rest of the plan. */
function newSchemas(tasks: readonly RenameTask[], schema: Schema): readonly Step[] {
  const wanted = tasks.map(({ to }) => splitLast(withoutSignature(to))[0]);
  return [...new Set(wanted)]
    .filter((name) => name !== '' && !schema.facts.has(objectId('schema', name)))
    .map((name) => ({
      sql: `CREATE SCHEMA ${name}`,
      object: objectId('schema', name),
      verb: 'rename',
      hazards: [],
      transaction: 'together',
    }));
}

/** Whether something bears a full name before the renames, or one of them is to give it. Arguments of routines do not count. */
type IsTaken = (name: string) => boolean;

function takenBy(tasks: readonly RenameTask[], schema: Schema): IsTaken {
  const wanted = new Set(tasks.map(({ to }) => withoutSignature(to)));
  return (name) =>
    wanted.has(name) || findNamed(schema, name) !== undefined || findRoutines(schema, name).length > 0;
}

/** Renames to a name come after the rename of what has it; where names form a cycle, one gets a temporary name first. */
function inFreeOrder(tasks: readonly RenameTask[], schema: Schema): readonly Step[] {
  const isTaken = takenBy(tasks, schema);
  const steps: Step[] = [];
  let waiting = tasks.filter(({ from, to }) => from !== to);
  while (waiting.length > 0) {
    const free = waiting.find((task) => !waiting.some((other) => other !== task && other.from === task.to));
    const next = free ?? (waiting[0] as RenameTask);
    if (free === undefined) {
      const aside = nameAside(next.from, isTaken);
      steps.push(...renameSteps({ ...next, to: aside }, isTaken));
      waiting = waiting.map((task) => (task === next ? { ...task, from: aside } : task));
      continue;
    }
    steps.push(...renameSteps(next, isTaken));
    waiting = waiting.filter((task) => task !== next);
  }
  return steps;
}

/** A temporary name beside a full one, with its arguments where it has some. */
function nameAside(name: string, isTaken: IsTaken): string {
  const [scope, own] = splitLast(withoutSignature(name));
  return within(scope, temporaryName(own, [scope], isTaken)) + signatureOf(name);
}

/** A name that is free in all of these schemas, or tables. */
function temporaryName(own: string, scopes: readonly string[], isTaken: IsTaken): string {
  return freeName(bareName(own), 'renaming', (name) => scopes.some((scope) => isTaken(within(scope, name))));
}

function within(scope: string, name: string): string {
  return scope === '' ? name : `${scope}.${name}`;
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

function renameSteps(task: RenameTask, isTaken: IsTaken): readonly Step[] {
  const hazards: readonly Hazard[] = silentKinds.has(task.what) ? [] : [breaksCode(task.from)];
  return statements(task, isTaken).map((sql) => ({
    sql,
    object: task.id,
    verb: 'rename',
    hazards,
    transaction: 'together',
  }));
}

/** https://www.postgresql.org/docs/18/sql-altertable.html and its neighbours, RENAME and SET SCHEMA. */
function statements(task: RenameTask, isTaken: IsTaken): readonly string[] {
  const { what, parent, from, to, hasTables } = task;
  const own = lastPart(withoutSignature(to));
  const old = lastPart(from);
  if (what === 'label') return [`ALTER TYPE ${parent} RENAME VALUE ${labelText(old)} TO ${labelText(own)}`];
  if (what === 'attribute')
    return [`ALTER TYPE ${parent} RENAME ATTRIBUTE ${old} TO ${own}${hasTables ? ' CASCADE' : ''}`];
  if (what === 'column' || what === 'constraint')
    return [`ALTER TABLE ${parent} RENAME ${what.toUpperCase()} ${old} TO ${own}`];
  if (what === 'domain-constraint') return [`ALTER DOMAIN ${parent} RENAME CONSTRAINT ${old} TO ${own}`];
  if (partKinds.has(what)) return [`ALTER ${noun(what)} ${old} ON ${parent} RENAME TO ${own}`];
  return moves(task, isTaken);
}

/** One statement moves, another renames: the name in between, too, has to be free. */
function moves({ id, from, to }: RenameTask, isTaken: IsTaken): readonly string[] {
  const address = (scope: string, name: string) =>
    sqlAddress(objectId(kindOf(id), within(scope, name) + signatureOf(from)));
  const rename = (scope: string, old: string, own: string) => `ALTER ${address(scope, old)} RENAME TO ${own}`;
  const [[source, old], [target, own]] = [splitLast(withoutSignature(from)), splitLast(withoutSignature(to))];
  const move = (name: string) => `ALTER ${address(source, name)} SET SCHEMA ${target}`;
  if (source === target) return [rename(source, old, own)];
  if (old === own) return [move(own)];
  if (!isTaken(within(target, old))) return [move(old), rename(target, old, own)];
  if (!isTaken(within(source, own))) return [rename(source, old, own), move(own)];
  const aside = temporaryName(old, [source, target], isTaken);
  return [rename(source, old, aside), move(aside), rename(target, aside, own)];
}

function labelText(part: string): string {
  return quoteLiteral(splitIdentifier(part)[0] ?? part);
}
