import { quoteLiteral, quoteUnlessPlain } from '../postgres/identifier.ts';
import { changedEntries, keyBeforeSign } from './definition.ts';

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
  const { gone, set } = changedEntries(before, after, keyBeforeSign);
  return [
    ...(gone.length === 0 ? [] : [`RESET (${gone.map((name) => prefix + name).join(', ')})`]),
    ...(set.length === 0 ? [] : [`SET (${set.map((option) => prefix + optionText(option)).join(', ')})`]),
  ];
}

/** `OPTIONS (...)` of foreign objects: `key 'value'`. */
export function serverOptions(options: readonly string[]): string {
  return options.length === 0 ? '' : ` OPTIONS (${options.map(serverOption).join(', ')})`;
}

function serverOption(option: string): string {
  const at = option.indexOf('=');
  return `${quoteUnlessPlain(option.slice(0, at))} ${quoteLiteral(option.slice(at + 1))}`;
}

/** `OPTIONS (ADD ..., SET ..., DROP ...)` that turns one list into another; empty where they are equal. */
export function serverOptionChanges(before: readonly string[], after: readonly string[]): string {
  const { gone, set } = changedEntries(before, after, keyBeforeSign);
  const old = new Set(before.map(keyBeforeSign));
  const parts = [
    ...gone.map((name) => `DROP ${quoteUnlessPlain(name)}`),
    ...set.map((option) => `${old.has(keyBeforeSign(option)) ? 'SET' : 'ADD'} ${serverOption(option)}`),
  ];
  return parts.length === 0 ? '' : `OPTIONS (${parts.join(', ')})`;
}
