import { closingParenthesis } from './sql-functions.ts';

/** A half-open range of offsets (UTF-16 code units). */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** `text` with the spans replaced by blanks; line breaks and every other offset stay. */
export function blankOut(text: string, spans: readonly Span[]): string {
  let result = text;
  for (const { start, end } of spans) {
    result = result.slice(0, start) + result.slice(start, end).replace(/[^\r\n]/g, ' ') + result.slice(end);
  }
  return result;
}

const token =
  /--[^\n]*|\/\*[\s\S]*?\*\/|\bE'(?:[^'\\]|\\[\s\S]|'')*'|'(?:[^']|'')*'|"(?:[^"]|"")*"|\$([A-Za-z_\u0080-\uffff][\w\u0080-\uffff]*)?\$/gi;

/**
 * `text` with everything blanked that does not run when it is sent: comments, string literals (their quotes stay) and the
 * bodies of functions. The body of a DO block runs, so it stays as it is. Offsets are those of `text`.
 */
export function runningCode(text: string): string {
  const spans: Span[] = [];
  let lastCode = 0;
  let running = '';
  token.lastIndex = 0;
  for (let match = token.exec(text); match !== null; match = token.exec(text)) {
    const [found] = match;
    const start = match.index;
    running += text.slice(lastCode, start);
    let end = start + found.length;
    if (found.startsWith('$')) {
      const close = text.indexOf(found, end);
      const bodyEnd = close === -1 ? text.length : close;
      if (!isDoBody(running)) spans.push({ start: end, end: bodyEnd });
      end = close === -1 ? text.length : close + found.length;
      running = '';
    } else if (found.startsWith('-') || found.startsWith('/')) {
      spans.push({ start, end });
    } else if (!found.startsWith('"')) {
      spans.push({ start: text.indexOf("'", start) + 1, end: end - 1 });
    }
    lastCode = end;
    token.lastIndex = end;
  }
  return blankOut(text, spans);
}

function isDoBody(before: string): boolean {
  return /\bDO\s+(?:LANGUAGE\s+\S+\s+)?$/i.test(before.slice(-80));
}

/** The `WITH (...)` of every `CREATE INDEX ... USING method (...)`, and `ALTER INDEX ... SET (...)` of the named options. */
export function indexParameters(
  method: string,
  options: readonly string[],
): (code: string) => readonly Span[] {
  const using = new RegExp(`\\bUSING\\s+"?${method}"?\\s*\\(`, 'gi');
  const alter = new RegExp(
    `\\bALTER\\s+INDEX\\s+[^;]*?\\b(?:RE)?SET\\s*\\(\\s*(?:${options.join('|')})\\b[^;]*;?`,
    'gi',
  );
  return (code) => {
    const spans: Span[] = [];
    for (const match of code.matchAll(using)) {
      const columnsEnd = closingParenthesis(code, match.index + match[0].length - 1) + 1;
      const clause = /^\s*(?:INCLUDE\s*\([^)]*\)\s*)?(WITH\s*\()/i.exec(code.slice(columnsEnd));
      if (clause === null) continue;
      const open = columnsEnd + clause[0].length - 1;
      spans.push({ start: open + 1 - clause[1]!.length, end: closingParenthesis(code, open) + 1 });
    }
    for (const match of code.matchAll(alter)) spans.push(spanOf(match));
    return spans;
  };
}

/**
 * What `CREATE EXTENSION` and `ALTER EXTENSION ... UPDATE` ask for and no engine can promise: a version, and, for
 * extensions whose schema is fixed, another schema.
 */
export function extensionClauses(code: string, fixedSchemas: ReadonlySet<string>): readonly Span[] {
  const spans: Span[] = [];
  const create = /\bCREATE\s+EXTENSION\s+(?:IF\s+NOT\s+EXISTS\s+)?("[^"]+"|[\w-]+)([^;]*)/gi;
  for (const match of code.matchAll(create)) {
    const clauses = match.index + match[0].length - match[2]!.length;
    const name = match[1]!.replaceAll('"', '');
    const unwanted = fixedSchemas.has(name)
      ? /\bVERSION\s+(?:'[^']*'|"[^"]*"|[\w.]+)|\bSCHEMA\s+(?:"[^"]*"|\w+)/gi
      : /\bVERSION\s+(?:'[^']*'|"[^"]*"|[\w.]+)/gi;
    for (const clause of match[2]!.matchAll(unwanted)) spans.push(spanOf(clause, clauses));
  }
  const update = /\bALTER\s+EXTENSION\s+(?:"[^"]+"|[\w-]+)\s+UPDATE(\s+TO\s+(?:'[^']*'|"[^"]*"|[\w.]+))/gi;
  for (const match of code.matchAll(update)) {
    const end = match.index + match[0].length;
    spans.push({ start: end - match[1]!.length, end });
  }
  return spans;
}

/** Where a match lies, in the text that it was found in or, with `offset`, in a text around it. */
export function spanOf(match: RegExpExecArray, offset = 0): Span {
  const start = offset + match.index;
  return { start, end: start + match[0].length };
}
