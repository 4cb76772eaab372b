/** What stands between a parenthesis and the one that closes it, and what comes behind; quoted ones do not count. */
export function parenthesised(
  text: string,
  open: number,
): { readonly inside: string; readonly after: string } {
  let depth = 0;
  let quote = '';
  for (let at = open; at < text.length; at += 1) {
    const char = text[at] as string;
    if (quote !== '') {
      if (char === quote) quote = '';
    } else if (char === '"' || char === "'") quote = char;
    else if (char === '(') depth += 1;
    else if (char === ')') {
      depth -= 1;
      if (depth === 0) return { inside: text.slice(open + 1, at), after: text.slice(at + 1) };
    }
  }
  return { inside: text.slice(open + 1), after: '' };
}

/** Splits at the commas that stand in no parentheses, brackets or quotes. */
export function splitList(text: string): readonly string[] {
  const parts: string[] = [];
  let depth = 0;
  let quote = '';
  let from = 0;
  for (let at = 0; at <= text.length; at += 1) {
    const char = text[at];
    if (char === undefined || (char === ',' && depth === 0 && quote === '')) {
      const part = text.slice(from, at).trim();
      if (part !== '') parts.push(part);
      from = at + 1;
    } else if (quote !== '') {
      if (char === quote) quote = '';
    } else if (char === '"' || char === "'") quote = char;
    else if ('([{'.includes(char)) depth += 1;
    else if (')]}'.includes(char)) depth -= 1;
  }
  return parts;
}
