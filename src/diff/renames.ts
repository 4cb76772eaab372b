import { StrataError } from '../model/errors.ts';
import { kindOf, type ObjectId, objectId } from '../model/object-id.ts';
import type { Hazard, Rename, Step } from '../model/plan.ts';
import type { Fact, FactKind, Schema } from '../model/schema.ts';
import { freeName } from '../postgres/generated-name.ts';
import {
  bareName,
  lastPart,
  quoteIdentifier,
  quoteLiteral,
  splitIdentifier,
  splitLast,
} from '../postgres/identifier.ts';
import { noun, sqlAddress, withoutSignature } from './address.ts';
import { list } from './definition.ts';

/** Reads `public.t.a=public.t.b`. Throws a `usage` error where that is no rename. */
export function parseRename(text: string): Rename {
  const [from = '', to = '', ...more] = text.split(/=(?=(?:[^"]*"[^"]*")*[^"]*$)/).map((part) => part.trim());
  if (from === '' || to === '' || more.length > 0) {
    throw new StrataError('usage', `\`${text}\` is no rename`, {
      hint: 'Write old=new: --rename public.users.name=public.users.full_name',
    });
  }
  return { from, to };
}

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

/** The renames for the way back, by the names that the way there gives. */
export function reverseRenames(schema: Schema, renames: readonly Rename[]): readonly Rename[] {
  return toTasks(schema, renames).map(({ to, was }) => ({
    from: withoutSignature(to),
    to: withoutSignature(was),
  }));
}

/** What the renames stand for in a Schema, in their order. Throws a `usage` error where nothing has a name. */
export function toTasks(schema: Schema, renames: readonly Rename[]): readonly RenameTask[] {
  const tasks = renames.map((rename) => toTask(schema, rename));
  const newNames = new Map(
    tasks.filter(({ parent }) => parent === undefined).map(({ from, to }) => [from, to]),
  );
  return tasks.map((task) => {
    if (task.parent === undefined) return task;
    const parent = newNames.get(task.parent) ?? task.parent;
    return {
      ...task,
      parent,
      from: `${parent}.${lastPart(task.from)}`,
      to: `${parent}.${lastPart(task.to)}`,
    };
  });
}

/** One name to be changed. */
export interface RenameTask {
  readonly id: ObjectId;
  readonly what: FactKind | 'label' | 'attribute';
  /** SQL name of the table or type that it is part of. */
  readonly parent: string | undefined;
  /** Full SQL names. */
  readonly was: string;
  readonly from: string;
  readonly to: string;
  /** Whether tables are of the type whose attribute it is: their columns follow. */
  readonly hasTables: boolean;
}

function toTask(schema: Schema, rename: Rename): RenameTask {
  const found = findNamed(schema, rename.from);
  if (found === undefined) {
    throw new StrataError('usage', `nothing is called ${rename.from}, so it cannot be renamed`, {
      hint: `Name a table, column, constraint, index, type, label, function or schema as it is called where the plan starts: --rename old=new`,
    });
  }
  const { fact, what, name } = found;
  const isRoutine = routineKinds.has(fact.kind);
  const target = splitIdentifier(isRoutine ? withoutSignature(rename.to) : rename.to).map(quoteIdentifier);
  const isPart = what === 'label' || what === 'attribute' || partKinds.has(fact.kind);
  const own = target.at(-1) as string;
  const scope = isPart ? splitLast(name)[0] : target.length > 1 ? target.slice(0, -1).join('.') : fact.schema;
  const signature = /\(.*\)$/s.exec(fact.name)?.[0] ?? '';
  const to =
    scope === undefined || fact.kind === 'schema'
      ? own
      : `${isPart || target.length > 1 ? scope : quoteIdentifier(scope)}.${own}`;
  return {
    id: fact.id,
    what,
    parent: isPart ? splitLast(name)[0] : undefined,
    was: name,
    from: name,
    to: isPart ? to : to + signature,
    hasTables: what === 'attribute' && isOfTables(fact, schema),
  };
}

function isOfTables({ name }: Fact, { facts }: Schema): boolean {
  return [...facts.values()].some(({ kind, definition }) => kind === 'table-type' && definition.of === name);
}

/** Something that bears a name. */
export interface Found {
  readonly fact: Fact;
  readonly what: RenameTask['what'];
  readonly name: string;
}

const partKinds: ReadonlySet<FactKind> = new Set([
  'column',
  'constraint',
  'domain-constraint',
  'trigger',
  'policy',
  'rule',
]);
const routineKinds: ReadonlySet<FactKind> = new Set(['function', 'procedure', 'aggregate']);
const wholeKinds: readonly FactKind[] = [
  'table',
  'view',
  'materialized-view',
  'foreign-table',
  'sequence',
  'index',
  'enum',
  'domain',
  'composite-type',
  'range-type',
  'statistics',
];

/** What a name stands for: relations before types before routines, columns before constraints. */
export function findNamed(schema: Schema, name: string): Found | undefined {
  const parts = splitIdentifier(name).map(quoteIdentifier);
  const candidates = parts.length < 3 ? [parts, ['public', ...parts]] : [parts];
  for (const candidate of candidates) {
    const full = candidate.join('.');
    const kinds =
      candidate.length === 1 ? (['schema'] as const) : candidate.length === 2 ? wholeKinds : partKinds;
    for (const kind of kinds) {
      const fact = schema.facts.get(objectId(kind, full));
      if (fact !== undefined) return { fact, what: kind, name: full };
    }
    const found = findInType(schema, candidate) ?? findRoutine(schema, full);
    if (found !== undefined) return found;
  }
  return name.endsWith(')') ? findWithArguments(schema, name) : undefined;
}

/** A routine by its name and the types of its arguments, as reports print it. */
function findWithArguments(schema: Schema, name: string): Found | undefined {
  const bare = withoutSignature(name);
  const parts = splitIdentifier(bare).map(quoteIdentifier);
  const full = (parts.length === 1 ? ['public', ...parts] : parts).join('.');
  return findRoutine(schema, full + name.slice(bare.length));
}

function findInType(schema: Schema, parts: readonly string[]): Found | undefined {
  const type = parts.slice(0, -1).join('.');
  const name = parts.join('.');
  const label = splitIdentifier(parts.at(-1) as string)[0] as string;
  const enumeration = schema.facts.get(objectId('enum', type));
  if (enumeration !== undefined && list(enumeration.definition, 'labels').includes(label))
    return { fact: enumeration, what: 'label', name };
  const composite = schema.facts.get(objectId('composite-type', type));
  const attributes = composite === undefined ? [] : list(composite.definition, 'attributes');
  return composite !== undefined && attributes.some((attribute) => attribute.startsWith(`${parts.at(-1)} `))
    ? { fact: composite, what: 'attribute', name }
    : undefined;
}

/** A routine may be named without its arguments where there is only one of that name. */
function findRoutine(schema: Schema, name: string): Found | undefined {
  const found = findRoutines(schema, name);
  const [fact] = found;
  return fact === undefined || found.length > 1 ? undefined : { fact, what: fact.kind, name: fact.name };
}

/** The routines of a full name, with or without arguments. */
export function findRoutines(schema: Schema, name: string): readonly Fact[] {
  return [...schema.facts.values()].filter(
    (fact) => routineKinds.has(fact.kind) && (fact.name === name || fact.name.startsWith(`${name}(`)),
  );
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
  const signature = name.slice(bare.length);
  const [scope, own] = splitLast(bare);
  const whole = (part: string) => `${scope === '' ? '' : `${scope}.`}${part}`;
  const isTaken = (part: string) =>
    findNamed(schema, whole(part)) !== undefined || wanted.includes(whole(part) + signature);
  return whole(freeName(bareName(own), '', 'renaming', isTaken)) + signature;
}

const silentKinds: ReadonlySet<RenameTask['what']> = new Set([
  'constraint',
  'domain-constraint',
  'index',
  'trigger',
  'policy',
  'rule',
  'statistics',
]);

function renameSteps(task: RenameTask): readonly Step[] {
  const hazards: readonly Hazard[] = silentKinds.has(task.what)
    ? []
    : [{ kind: 'breaks-code', message: `Code that still says ${task.from} fails.` }];
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
  const signature = /\(.*\)$/s.exec(from)?.[0] ?? '';
  const [was, is] = [splitLast(withoutSignature(from)), splitLast(withoutSignature(to))];
  const moved = was[0] === is[0] ? [] : [`ALTER ${address(from)} SET SCHEMA ${is[0]}`];
  const at = was[0] === '' ? was[1] : `${is[0]}.${was[1]}`;
  return was[1] === is[1] ? moved : [...moved, `ALTER ${address(`${at}${signature}`)} RENAME TO ${is[1]}`];
}

function labelText(part: string): string {
  return quoteLiteral(splitIdentifier(part)[0] ?? part);
}
