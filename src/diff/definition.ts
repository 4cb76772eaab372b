import type { Definition, Fact, Property } from '../model/schema.ts';
import { quoteLiteral } from '../postgres/identifier.ts';
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

/** Whether two definitions agree in all properties but those named. */
export function differsOnlyIn(before: Definition, after: Definition, names: readonly string[]): boolean {
  const all = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...all].every((name) => names.includes(name) || isEqual(before[name], after[name]));
}

/** Whether two properties say the same. */
export function isEqual(a: Property | undefined, b: Property | undefined): boolean {
  return (
    a === b ||
    (Array.isArray(a) && Array.isArray(b) && a.length === b.length && a.every((x, i) => x === b[i]))
  );
}

/** Whether one property differs. */
export function hasChanged(before: Fact, after: Fact, name: string): boolean {
  return !isEqual(before.definition[name], after.definition[name]);
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

/** `key=value` storage options as SQL writes them: `fillfactor='70'`. */
export function optionList(options: readonly string[]): string {
  return options.map((option) => optionText(option)).join(', ');
}

function optionText(option: string): string {
  const at = option.indexOf('=');
  return at < 0 ? option : `${option.slice(0, at)}=${quoteLiteral(option.slice(at + 1))}`;
}

/** `SET (...)` and `RESET (...)` clauses that turn one list of storage options into another. */
export function optionChanges(before: readonly string[], after: readonly string[], prefix = ''): string[] {
  const nameOf = (option: string) => option.split('=', 1)[0] as string;
  const set = after.filter((option) => !before.includes(option));
  const kept = new Set(after.map(nameOf));
  const reset = before.map(nameOf).filter((name) => !kept.has(name));
  return [
    ...(reset.length === 0 ? [] : [`RESET (${reset.map((name) => prefix + name).join(', ')})`]),
    ...(set.length === 0 ? [] : [`SET (${set.map((option) => prefix + optionText(option)).join(', ')})`]),
  ];
}

/** `OPTIONS (...)` of foreign objects: `key 'value'`. */
export function serverOptions(options: readonly string[]): string {
  return options.length === 0 ? '' : ` OPTIONS (${options.map(serverOption).join(', ')})`;
}

function serverOption(option: string): string {
  const at = option.indexOf('=');
  return `${quoteOption(option.slice(0, at))} ${quoteLiteral(option.slice(at + 1))}`;
}

function quoteOption(name: string): string {
  return /^[a-z_][a-z0-9_]*$/.test(name) ? name : `"${name.replaceAll('"', '""')}"`;
}

/** `OPTIONS (ADD ..., SET ..., DROP ...)` that turns one list into another; empty where they are equal. */
export function serverOptionChanges(before: readonly string[], after: readonly string[]): string {
  const names = (options: readonly string[]) => options.map((option) => option.slice(0, option.indexOf('=')));
  const [old, now] = [names(before), names(after)];
  const parts = [
    ...old.filter((name) => !now.includes(name)).map((name) => `DROP ${quoteOption(name)}`),
    ...after
      .filter((option) => !before.includes(option))
      .map(
        (option) =>
          `${old.includes(option.slice(0, option.indexOf('='))) ? 'SET' : 'ADD'} ${serverOption(option)}`,
      ),
  ];
  return parts.length === 0 ? '' : `OPTIONS (${parts.join(', ')})`;
}
