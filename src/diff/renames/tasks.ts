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
  /** Its full SQL name when its turn comes, with a new one of what it is a part of; its schema still has the old one. */
  readonly to: string;
  /** Its full SQL name when all are renamed, its schema too. */
  readonly ends: string;
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

/**
 * What the renames stand for in a Schema, in their order. Schemas are renamed last: until then what they hold is called by their old
 * names. Throws a `usage` error where nothing has a name.
 */
export function toTasks(schema: Schema, renames: readonly Rename[]): readonly RenameTask[] {
  const named = renames.map((rename) => toTask(schema, rename));
  const schemas = named.filter(({ what }) => what === 'schema');
  const oldNames = new Map(schemas.map(({ was, to }) => [to, was]));
  const names = new Map(schemas.map(({ was, to }) => [was, to]));
  const isQualified = ({ to }: Rename) => splitIdentifier(withoutSignature(to)).length > 1;
  const tasks = named.map((task, i) =>
    task.what !== 'schema' && task.parent === undefined && isQualified(renames[i] as Rename)
      ? { ...task, to: underSchema(task.to, oldNames) }
      : task,
  );
  const newNames = new Map(
    tasks.filter(({ parent }) => parent === undefined).map(({ was, to }) => [was, to]),
  );
  return tasks.map((task) => {
    if (task.what === 'schema') return task;
    if (task.parent === undefined) return { ...task, ends: underSchema(task.to, names) };
    const parent = newNames.get(task.parent) ?? task.parent;
    const to = `${parent}.${lastPart(task.to)}`;
    return {
      ...task,
      parent,
      to,
      ends: underSchema(to, names),
    };
  });
}

/** A full name under what its schema is called instead. Arguments of routines stay. */
function underSchema(name: string, schemas: ReadonlyMap<string, string>): string {
  const [own = '', ...rest] = splitIdentifier(withoutSignature(name)).map(quoteIdentifier);
  return [schemas.get(own) ?? own, ...rest].join('.') + signatureOf(name);
}

/**
 * The renames for the way back, by the names that the way there gives. In `reached`, where that ends, a routine may have arguments of
 * types that have new names too: then its name alone finds it, or it is created anew.
 */
export function reverseRenames(
  schema: Schema,
  renames: readonly Rename[],
  reached: Schema,
): readonly Rename[] {
  return toTasks(schema, renames).flatMap(({ ends, was }) => {
    const from = [ends, withoutSignature(ends)].find((name) => findNamed(reached, name) !== undefined);
    return from === undefined ? [] : [{ from, to: withoutSignature(was) }];
  });
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
  const ends = isPart ? to : to + signatureOf(fact.name);
  return {
    id: fact.id,
    what,
    parent: isPart ? splitLast(name)[0] : undefined,
    was: name,
    to: ends,
    ends,
    hasTables: what === 'attribute' && isOfTables(fact, schema),
  };
}

function isOfTables({ name }: Fact, { facts }: Schema): boolean {
  return [...facts.values()].some(({ kind, definition }) => kind === 'table-type' && definition.of === name);
}
