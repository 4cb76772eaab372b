import { type Definition, type Fact, isSameProperty } from '../model/schema.ts';
import { sqlAddress } from './address.ts';

/** A property that is text; undefined where it is absent. */
export function text(definition: Definition, name: string): string | undefined {
  const value = definition[name];
  return value === undefined ? undefined : String(value);
}

/** A property that is a list; empty where it is absent. */
export function list(definition: Definition, name: string): readonly string[] {
  const value = definition[name];
  return Array.isArray(value) ? (value as readonly string[]) : [];
}

/** Whether two definitions agree in all properties but, perhaps, those named. */
export function differsOnlyIn(before: Definition, after: Definition, names: readonly string[]): boolean {
  const all = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...all].every((name) => names.includes(name) || isSameProperty(before[name], after[name]));
}

/** Whether one property differs. */
export function hasChanged(before: Fact, after: Fact, name: string): boolean {
  return !isSameProperty(before.definition[name], after.definition[name]);
}

/** What became of a list whose entries begin with a key: the keys that are no more, and the entries that are new or changed. */
export function changedEntries(
  before: readonly string[],
  after: readonly string[],
  keyOf: (entry: string) => string,
): { readonly gone: readonly string[]; readonly set: readonly string[] } {
  const kept = new Set(after.map(keyOf));
  return {
    gone: before.map(keyOf).filter((key) => !kept.has(key)),
    set: after.filter((entry) => !before.includes(entry)),
  };
}

/** The key of a `key=value` entry. */
export function keyBeforeSign(entry: string): string {
  return entry.split('=', 1)[0] as string;
}

/** `ALTER ... OWNER TO` for a fresh object whose owner is not whoever runs the plan. */
export function giveOwner(fact: Fact, phrase = sqlAddress(fact.id)): string[] {
  const owner = text(fact.definition, 'owner');
  return owner === undefined ? [] : [`ALTER ${phrase} OWNER TO ${owner}`];
}

/** `ALTER ... OWNER TO` where the owner changes. */
export function changeOwner(before: Fact, after: Fact, phrase = sqlAddress(after.id)): string[] {
  if (!hasChanged(before, after, 'owner')) return [];
  return [`ALTER ${phrase} OWNER TO ${text(after.definition, 'owner') ?? 'CURRENT_USER'}`];
}
