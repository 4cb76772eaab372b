import { objectId } from '../../model/object-id.ts';
import { once } from '../../model/once.ts';
import type { Schema } from '../../model/schema.ts';
import { lastPart, splitLast } from '../../postgres/identifier.ts';
import { kinds } from '../kinds/kinds.ts';
import { slotsOf, takenSlots } from '../taken-slots.ts';
import { findNamed, type NamedKind } from './find-named.ts';
import type { RenameTask } from './tasks.ts';

type Renamed = Pick<RenameTask, 'id' | 'what' | 'was'>;

/** A schema takes the names of all that it holds along; labels and attributes are no facts. */
export const unmoved: ReadonlySet<NamedKind> = new Set(['schema', 'label', 'attribute']);

/**
 * The slots that something gets with a full name, besides those that it keeps: a key's index is called as the key is. What a part
 * belongs to is called as it was.
 */
export function slotsGot({ id, what, was }: Renamed, name: string, { facts }: Schema): readonly string[] {
  if (name === was) return [];
  if (unmoved.has(what)) return [`${what} ${name}`];
  // That of an identity is no fact.
  if (what === 'sequence') return [`relation ${name}`];
  const fact = facts.get(id);
  if (fact === undefined) return [];
  // A column's slots are those of its identity and its NOT NULL, which keep their names when it gets another.
  if (fact.kind === 'column') return [objectId('column', name)];
  const kept = new Set(slotsOf(fact, kinds));
  return slotsOf({ ...fact, id: objectId(fact.kind, name), name }, kinds).filter((slot) => !kept.has(slot));
}

/** The slots that something has with the name that it had, and not with another one. */
export function slotsLeft(task: Renamed, name: string, { facts }: Schema): readonly string[] {
  const { id, what, was } = task;
  if (name === was) return [];
  if (unmoved.has(what)) return [`${what} ${was}`];
  if (what === 'sequence') return [`relation ${was}`];
  const fact = facts.get(id);
  if (fact === undefined) return [];
  if (fact.kind === 'column') return [id];
  const got = slotsOf({ ...fact, id: objectId(fact.kind, name), name }, kinds);
  return slotsOf(fact, kinds).filter((slot) => !got.includes(slot));
}

/** The full name that a task gives, with what a part belongs to called as it was. */
export function nameGiven({ parent, was, to }: RenameTask): string {
  return parent === undefined ? to : `${splitLast(was)[0]}.${lastPart(to)}`;
}

/** Whether something cannot get a full name since it is taken before the renames, or one of them gives it. */
export type IsTaken = (renamed: Renamed, name: string) => boolean;

export function takenBy(tasks: readonly RenameTask[], schema: Schema): IsTaken {
  const wanted = new Set(tasks.flatMap((task) => slotsGot(task, nameGiven(task), schema)));
  return (renamed, name) =>
    slotsGot(renamed, name, schema).some((slot) => wanted.has(slot) || slotsIn(schema).has(slot)) ||
    (unmoved.has(renamed.what) && findNamed(schema, name) !== undefined);
}

const slotsIn = once((schema: Schema) => takenSlots(schema, kinds));
