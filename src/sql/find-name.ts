import { type Token, tokens } from './scan.ts';

/** The first word or quoted identifier of a range that is this name; `name` is unquoted, and words may be written in any case. */
export function findName(
  text: string,
  { start, end }: { readonly start: number; readonly end: number },
  name: string,
): Token | undefined {
  for (const token of tokens(text, start, end)) {
    const own = text.slice(token.start, token.end);
    if (token.kind === 'word' && own.toLowerCase() === name.toLowerCase()) return token;
    if (token.kind === 'quoted' && own.slice(1, -1).replaceAll('""', '"') === name) return token;
  }
  return undefined;
}
