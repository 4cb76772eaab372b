import type { Schema } from '../../model/schema.ts';
import { nameGiven, slotsGot, slotsLeft } from './slots.ts';
import type { RenameTask } from './tasks.ts';

/** One rename, by full names in which what a part belongs to is called as it was. */
export interface Move {
  readonly task: RenameTask;
  readonly from: string;
  readonly to: string;
}

/**
 * Each rename comes after those of what has the names that it gives, the name of a key's index among them. Where names form a ring,
 * one gets a temporary name first, which `nameAside` says.
 */
export function inFreeOrder(
  tasks: readonly RenameTask[],
  schema: Schema,
  nameAside: (task: RenameTask) => string,
): readonly Move[] {
  const waiting = tasks.filter((task) => task.was !== nameGiven(task));
  const holders = new Map<string, RenameTask>();
  for (const task of waiting)
    for (const slot of slotsLeft(task, nameGiven(task), schema)) holders.set(slot, task);
  const names = new Map<RenameTask, string>();
  const moves: Move[] = [];
  const move = (task: RenameTask, to: string) => {
    moves.push({ task, from: names.get(task) ?? task.was, to });
    names.set(task, to);
    for (const slot of slotsLeft(task, to, schema)) holders.delete(slot);
  };
  const holderOf = (task: RenameTask) =>
    slotsGot(task, nameGiven(task), schema)
      .map((slot) => holders.get(slot))
      .find((other) => other !== undefined && other !== task);
  for (const first of waiting) {
    if (names.has(first)) continue;
    const path = [first];
    const onPath = new Set(path);
    for (let task = path.at(-1); task !== undefined; task = path.at(-1)) {
      const holder = holderOf(task);
      if (holder === undefined) {
        move(task, nameGiven(task));
        path.pop();
      } else if (onPath.has(holder)) move(holder, nameAside(holder));
      else {
        path.push(holder);
        onPath.add(holder);
      }
    }
  }
  return moves;
}
