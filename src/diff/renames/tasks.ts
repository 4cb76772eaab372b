import { StrataError } from '../../model/errors.ts';
import type { ObjectId } from '../../model/object-id.ts';
import type { Rename } from '../../model/plan.ts';
import type { Fact, Schema } from '../../model/schema.ts';
import {
  lastPart,
  quoteIdentifier,
  signatureOf,
  splitIdentifier,
  splitLast,
  withoutSignature,
} from '../../postgres/identifier.ts';
import { findNamed, type NamedKind, partKinds, routineKinds } from './find-named.ts';

/** One name to be changed. */
export interface RenameTask {
  readonly id: ObjectId;
  readonly what: NamedKind;
  /** SQL name of the table or type that it is part of. */
  readonly parent: string | undefined;
  /** Its full SQL name where the plan starts. */
  readonly was: string;
  /** The same when its turn comes: what it is a part of may have its new name by then. */
  readonly from: string;
  readonly to: string;
  /** Whether tables are of the type whose attribute it is: their columns follow. */
  readonly hasTables: boolean;
}

/** Reads `public.t.a=public.t.b`. Throws a `usage` error where that is not a rename. */
export function parseRename(text: string): Rename {
  const [from = '', to = '', ...more] = text.split(/=(?=(?:[^"]*"[^"]*")*[^"]*$)/).map((part) => part.trim());
  if (from === '' || to === '' || more.length > 0) {
    throw new StrataError('usage', `\`${text}\` is not a rename`, {
      hint: 'Write old=new: --rename public.users.name=public.users.full_name',
    });
  }
  return { from, to };
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

/** The renames for the way back, by the names that the way there gives. */
export function reverseRenames(schema: Schema, renames: readonly Rename[]): readonly Rename[] {
  return toTasks(schema, renames).map(({ to, was }) => ({
    from: withoutSignature(to),
    to: withoutSignature(was),
  }));
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
    to: isPart ? to : to + signatureOf(fact.name),
    hasTables: what === 'attribute' && isOfTables(fact, schema),
  };
}

function isOfTables({ name }: Fact, { facts }: Schema): boolean {
  return [...facts.values()].some(({ kind, definition }) => kind === 'table-type' && definition.of === name);
}
