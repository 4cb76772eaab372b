import { endOfBlockComment } from '../../model/block-comment.ts';
import { closingParenthesis } from './sql-functions.ts';

/** A half-open range of offsets (UTF-16 code units). */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** `text` with the spans replaced by blanks; line breaks and every other offset stay. */
export function blankOut(text: string, spans: readonly Span[]): string {
  const pieces: string[] = [];
  let done = 0;
  for (const { start, end } of spans.toSorted((a, b) => a.start - b.start)) {
    if (end <= done) continue;
    const from = Math.max(start, done);
    pieces.push(text.slice(done, from), text.slice(from, end).replace(/[^\r\n]/g, ' '));
    done = end;
  }
  return pieces.join('') + text.slice(done);
}

const token =
  /--[^\r\n]*|\/\*|\bE'(?:[^'\\]|\\[\s\S]|'')*'|'(?:[^']|'')*'|"(?:[^"]|"")*"|(?<![\w$\u0080-\uffff])\$([A-Za-z_\u0080-\uffff][\w\u0080-\uffff]*)?\$/gi;

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
    running = (running + text.slice(lastCode, start)).slice(-80);
    let end = start + found.length;
    if (found.startsWith('$')) {
      const close = text.indexOf(found, end);
      const bodyEnd = close === -1 ? text.length : close;
      if (!isDoBody(running)) spans.push({ start: end, end: bodyEnd });
      end = close === -1 ? text.length : close + found.length;
      running = '';
    } else if (found.startsWith('-') || found.startsWith('/')) {
      if (found === '/*') end = endOfBlockComment(text, start);
      spans.push({ start, end });
    } else if (!found.startsWith('"')) {
      if (!isDoBody(running)) spans.push({ start: text.indexOf("'", start) + 1, end: end - 1 });
      running = '';
    }
    lastCode = end;
    token.lastIndex = end;
  }
  return blankOut(text, spans);
}

function isDoBody(before: string): boolean {
  return /\bDO\s+(?:LANGUAGE\s+\S+\s+)?$/i.test(before);
}

/** The `WITH (...)` of every `CREATE INDEX ... USING method (...)`, and `ALTER INDEX ... SET (...)` of the named options. */
export function indexParameters(
  method: string,
  options: readonly string[],
): (code: string) => readonly Span[] {
  const using = new RegExp(`\\bUSING\\s+"?${method}"?\\s*\\(`, 'gi');
  return (code) => {
    const spans = alterations(code, 'INDEX', options.join('|'));
    for (const match of code.matchAll(using)) {
      const columnsEnd = closingParenthesis(code, match.index + match[0].length - 1) + 1;
      const clause = /^\s*(?:INCLUDE\s*\([^)]*\)\s*)?(WITH\s*\()/i.exec(code.slice(columnsEnd));
      if (clause === null) continue;
      const open = columnsEnd + clause[0].length - 1;
      spans.push({ start: open + 1 - clause[1]!.length, end: closingParenthesis(code, open) + 1 });
    }
    return spans;
  };
}

/** The storage parameters whose names match `parameter`, in any `WITH (...)`, and every `ALTER ... SET` that begins with one. */
export function storageParameters(parameter: string): (code: string) => readonly Span[] {
  const isOne = new RegExp(`^\\s*(?:${parameter})`, 'i');
  return (code) => {
    const spans = alterations(code, '(?:TABLE|VIEW|MATERIALIZED\\s+VIEW)', parameter);
    for (const match of code.matchAll(/\bWITH\s*\(/gi)) {
      const open = match.index + match[0].length - 1;
      const close = closingParenthesis(code, open);
      const entries = splitAtCommas(code, open + 1, close);
      const kept = entries.filter(({ start, end }) => !isOne.test(code.slice(start, end)));
      if (kept.length === entries.length) continue;
      if (kept.length === 0) spans.push({ start: match.index, end: close + 1 });
      else spans.push(...between(kept, open + 1, close));
    }
    return spans;
  };
}

/** `ALTER <object> name SET (<parameter> ...)`, whole: without its parameters nothing is left to do. */
function alterations(code: string, object: string, parameter: string): Span[] {
  const alter = new RegExp(`\\bALTER\\s+${object}\\s+[^;]*?\\b(?:RE)?SET\\s*(\\(\\s*(?:${parameter}))`, 'gi');
  return [...code.matchAll(alter)].map((match) => {
    const close = closingParenthesis(code, match.index + match[0].length - match[1]!.length) + 1;
    const end = close + (/^\s*;/.exec(code.slice(close))?.[0].length ?? 0);
    return { start: match.index, end };
  });
}

const saidOfRoutine =
  /\b(?:GRANT|REVOKE|COMMENT|ALTER)\b[\w\s,]{0,80}?\s(?:ON\s+)?(?:FUNCTION|ROUTINE|AGGREGATE)\s+((?:"?\w+"?\.)?"?(\w+)"?)\s*(?=\()/gi;

/**
 * What grants, comments and owners say of routines that only the extension has, statement by statement: dumps say it of each of
 * them, and a stand-in has only those that migrations call. `own` is held against `name(arguments)` without quotes and schemas.
 */
export function saidOfOwnRoutines(own: RegExp): (code: string) => readonly Span[] {
  return (code) => {
    const spans: Span[] = [];
    for (const match of code.matchAll(saidOfRoutine)) {
      const open = match.index + match[0].length;
      const close = closingParenthesis(code, open) + 1;
      const types = code.slice(open, close).replace(/"|\w+"?\./g, '');
      if (!own.test(`${match[2]}${types}`) || makesRoutine(code, match[2]!)) continue;
      const rest = /^\s+(?:TO|FROM|IS|OWNER\s+TO)\b[^;]*;?/i.exec(code.slice(close));
      if (rest !== null) spans.push({ start: match.index, end: close + rest[0].length });
    }
    return spans;
  };
}

function makesRoutine(code: string, name: string): boolean {
  return new RegExp(
    `\\bCREATE\\s+(?:OR\\s+REPLACE\\s+)?FUNCTION\\s+(?:"?\\w+"?\\.)?"?${name}"?\\s*\\(`,
    'i',
  ).test(code);
}

function splitAtCommas(code: string, start: number, end: number): Span[] {
  const entries: Span[] = [];
  let from = start;
  for (let at = start; at < end; at++) {
    if (code[at] === '(') at = closingParenthesis(code, at);
    else if (code[at] === ',') {
      entries.push({ start: from, end: at });
      from = at + 1;
    }
  }
  return [...entries, { start: from, end }];
}

/** What lies around the kept entries, but for one comma between two of them. */
function between(kept: readonly Span[], start: number, end: number): Span[] {
  const starts = [start, ...kept.map((entry, i) => (i === kept.length - 1 ? entry.end : entry.end + 1))];
  const ends = [...kept.map((entry) => entry.start), end];
  return starts.map((from, i) => ({ start: from, end: ends[i]! })).filter((span) => span.start < span.end);
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
