import { starred } from '../../model/patterns.ts';

/** Whether a name matches one of the patterns, in which `*` stands for any run of characters. */
export function matchesAny(name: string, patterns: readonly string[]): boolean {
  return patterns.some((pattern) => new RegExp(`^${starred(pattern)}$`, 'su').test(name));
}

/** Whether a pattern matches a qualified name: `name` or `schema.name`, quoted as in SQL or not. */
export function isMeant(qualified: string, patterns: readonly string[]): boolean {
  const plain = qualified.replaceAll('"', '');
  return matchesAny(plain, patterns) || matchesAny(plain.slice(plain.indexOf('.') + 1), patterns);
}
