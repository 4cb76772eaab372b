import { escaped } from '../model/patterns.ts';
import { tokens } from './scan.ts';

/** A half-open range of UTF-16 offsets in a text. */
export interface Range {
  readonly start: number;
  readonly end: number;
}

/**
 * The first word or quoted identifier of a range that is this name; `name` is unquoted, and words may be written in any case. Where
 * there is none, the name as it stands inside of a literal, of code or of another word.
 */
export function findName(text: string, { start, end }: Range, name: string): Range | undefined {
  for (const token of tokens(text, start, end)) {
    const own = text.slice(token.start, token.end);
    if (token.kind === 'word' && own.toLowerCase() === name.toLowerCase()) return token;
    if (token.kind === 'quoted' && own.slice(1, -1).replaceAll('""', '"') === name) return token;
  }
  const inside = name === '' ? -1 : text.slice(start, end).search(new RegExp(escaped(name), 'i'));
  return inside === -1 ? undefined : { start: start + inside, end: start + inside + name.length };
}
