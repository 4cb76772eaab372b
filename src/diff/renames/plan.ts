import { kindOf, nameOf, objectId } from '../../model/object-id.ts';
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
import { type NamedKind, partKinds, routineKinds } from './find-named.ts';
import { inFreeOrder, type Move } from './free-order.ts';
import { holdsValues, obstaclesOf } from './in-the-way.ts';
import { likesUnderOtherNames } from './offers.ts';
import { type IsTaken, takenBy } from './slots.ts';
import { type RenameTask, toTasks } from './tasks.ts';

/**
 * The statements that rename objects, before anything else changes. PostgreSQL changes the names in views, constraints and
 * policies by itself: what is left to plan has to be read from a database where these have run. What has one of the new names gets
 * a temporary one first: the rest of the plan drops it, or makes it anew.
 */
export function planRenames(schema: Schema, renames: readonly Rename[]): readonly Step[] {
  return planTasks(schema, toTasks(schema, renames));
}

/**
 * The same for constraints, indexes and owned sequences that the goal has under other names, after what they belong to is renamed. What
 * would take its name from a table or a column is none of them.
 */
export function planFollowing(schema: Schema, goal: Schema): readonly Step[] {
  const tasks = likesUnderOtherNames(schema, goal).map(([id, to]): RenameTask => {
    const [kind, was] = [kindOf(id), nameOf(id)];
    const parent = partKinds.has(kind) ? splitLast(was)[0] : undefined;
    return { id, what: kind, parent, was, to, ends: to, hasTables: false };
  });
  const refused = new Set(
    obstaclesOf(tasks, schema)
      .filter(holdsValues)
      .map(({ task }) => task),
  );
  return planTasks(
    schema,
    tasks.filter((task) => !refused.has(task)),
  );
}

function planTasks(schema: Schema, tasks: readonly RenameTask[]): readonly Step[] {
  const isWhole = ({ what, parent }: RenameTask) => parent === undefined && what !== 'schema';
  const isRoutine = ({ id }: RenameTask) => routineKinds.has(kindOf(id));
  // A routine is addressed by the types of its arguments, as they are called before.
  const routines = tasks.filter(isRoutine);
  const others = tasks.filter((task) => isWhole(task) && !isRoutine(task));
  const parts = tasks.filter(({ parent }) => parent !== undefined);
  const schemas = tasks.filter(({ what }) => what === 'schema');
  return [
    ...newSchemas(tasks.filter(isWhole), schema),
    ...[routines, [...others, ...parts]].flatMap((group) => [
      ...setAside(group, schema),
      ...rename(group, schema),
    ]),
    ...rename(schemas, schema),
  ];
}

/** Renames what has a name that something else is to get. */
function setAside(tasks: readonly RenameTask[], schema: Schema): readonly Step[] {
  const isTaken = takenBy(tasks, schema);
  return obstaclesOf(tasks, schema).flatMap(({ id, kind, name }) => {
    const parent = partKinds.has(kind) ? splitLast(name)[0] : undefined;
    const obstacle = { id, what: kind, parent, was: name, hasTables: false };
    return renameSteps({ ...obstacle, from: name, to: nameAside(obstacle, isTaken) }, isTaken);
  });
}

/** Renames in an order in which every name is free. A part is addressed by what its table or type is called at that moment. */
function rename(tasks: readonly RenameTask[], schema: Schema): readonly Step[] {
  const isTaken = takenBy(tasks, schema);
  const names = new Map<string, string>();
  return inFreeOrder(tasks, schema, (task) => nameAside(task, isTaken)).flatMap(({ task, from, to }) => {
    const whole = task.parent === undefined ? undefined : splitLast(task.was)[0];
    if (whole === undefined) names.set(task.was, to);
    return renameSteps({ ...task, parent: whole && (names.get(whole) ?? whole), from, to }, isTaken);
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

type Renamed = Omit<RenameTask, 'to' | 'ends'>;

/** One rename of one thing; it may have a temporary name before. */
type Renaming = Renamed & Pick<Move, 'from' | 'to'>;

/** A temporary name beside a full one, with its arguments where it has some. */
function nameAside(renamed: Renamed, isTaken: IsTaken): string {
  const [scope] = splitLast(withoutSignature(renamed.was));
  return within(scope, temporaryName(renamed, [scope], isTaken)) + signatureOf(renamed.was);
}

/** A name that is free in all of these schemas, or tables. */
function temporaryName(renamed: Renamed, scopes: readonly string[], isTaken: IsTaken): string {
  const { was } = renamed;
  return freeName(bareName(withoutSignature(was)), 'renaming', (name) =>
    scopes.some((scope) => isTaken(renamed, within(scope, name) + signatureOf(was))),
  );
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

function renameSteps(task: Renaming, isTaken: IsTaken): readonly Step[] {
  const isKnown = task.from === task.was && !silentKinds.has(task.what);
  const hazards: readonly Hazard[] = isKnown ? [breaksCode(task.from)] : [];
  return statements(task, isTaken).map((sql) => ({
    sql,
    object: task.id,
    verb: 'rename',
    hazards,
    transaction: 'together',
  }));
}

/** https://www.postgresql.org/docs/18/sql-altertable.html and its neighbours, RENAME and SET SCHEMA. */
function statements(task: Renaming, isTaken: IsTaken): readonly string[] {
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
function moves(renaming: Renaming, isTaken: IsTaken): readonly string[] {
  const { id, from, to } = renaming;
  const address = (scope: string, name: string) =>
    sqlAddress(objectId(kindOf(id), within(scope, name) + signatureOf(from)));
  const rename = (scope: string, old: string, own: string) => `ALTER ${address(scope, old)} RENAME TO ${own}`;
  const [[source, old], [target, own]] = [splitLast(withoutSignature(from)), splitLast(withoutSignature(to))];
  const move = (name: string) => `ALTER ${address(source, name)} SET SCHEMA ${target}`;
  if (source === target) return [rename(source, old, own)];
  if (old === own) return [move(own)];
  const isFree = (name: string) => !isTaken(renaming, name + signatureOf(from));
  if (isFree(within(target, old))) return [move(old), rename(target, old, own)];
  if (isFree(within(source, own))) return [rename(source, old, own), move(own)];
  const aside = temporaryName(renaming, [source, target], isTaken);
  return [rename(source, old, aside), move(aside), rename(target, aside, own)];
}

function labelText(part: string): string {
  return quoteLiteral(splitIdentifier(part)[0] ?? part);
}
