import { tokens } from '../../sql/scan.ts';

/** What stands in the parentheses that a pattern ends with, on one line; undefined where it is not found, or they are never closed. */
export function inParentheses(text: string, opening: RegExp): string | undefined {
  const open = opening.exec(text);
  if (open === null) return undefined;
  const start = open.index + open[0].length;
  let depth = 1;
  for (const token of tokens(text, start)) {
    const own = text.slice(token.start, token.end);
    if (own === '(') depth += 1;
    if (own === ')') depth -= 1;
    if (depth === 0) return text.slice(start, token.start).replaceAll(/\s+/g, ' ').trim();
  }
  return undefined;
}
