/**
 * A tolerant scanner by PostgreSQL's lexical rules. It never fails, so files with syntax errors, dumps for psql and unfinished
 * statements can still be split and located.
 * https://www.postgresql.org/docs/18/sql-syntax-lexical.html
 */

type TokenKind = 'word' | 'quoted' | 'string' | 'dollar' | 'number' | 'symbol' | 'comment';

/** A half-open range of the text in UTF-16 code units. White space is no token. */
export interface Token {
  readonly kind: TokenKind;
  readonly start: number;
  readonly end: number;
}

/** The token that starts at or after `from`, or undefined at the end of the text. */
export function nextToken(text: string, from: number): Token | undefined {
  let i = from;
  // A byte-order mark is one only at the beginning; further on the server takes it for a letter.
  if (i === 0 && text.charCodeAt(0) === 0xfeff) i += 1;
  while (i < text.length && isSpace(text.charCodeAt(i))) i += 1;
  if (i >= text.length) return undefined;
  const c = text.charCodeAt(i);
  const next = text.charCodeAt(i + 1);
  if (c === DASH && next === DASH) return { kind: 'comment', start: i, end: commentEnd(text, i) };
  if (c === SLASH && next === STAR) return blockComment(text, i);
  if (c === QUOTE) return { kind: 'string', start: i, end: quotedEnd(text, i, QUOTE, false) };
  if (c === DOUBLE_QUOTE) return { kind: 'quoted', start: i, end: quotedEnd(text, i, DOUBLE_QUOTE, false) };
  if (c === DOLLAR) return dollarToken(text, i);
  if (isWordStart(c)) return wordToken(text, i);
  if (isDigit(c) || (c === DOT && isDigit(next))) {
    let end = i + 1;
    while (end < text.length && (isWordPart(text.charCodeAt(end)) || text.charCodeAt(end) === DOT)) end += 1;
    return { kind: 'number', start: i, end };
  }
  return { kind: 'symbol', start: i, end: i + 1 };
}

/** All tokens of a text but its comments. */
export function* tokens(text: string, from = 0, to = text.length): Generator<Token> {
  let at = from;
  for (;;) {
    const token = nextToken(text, at);
    if (token === undefined || token.start >= to) return;
    if (token.kind !== 'comment') yield token;
    at = token.end;
  }
}

/** The first token of a text that is no comment; undefined where it holds none. */
export function firstToken(text: string, from = 0, to = text.length): Token | undefined {
  for (const token of tokens(text, from, to)) return token;
  return undefined;
}

const QUOTE = 39;
const DOUBLE_QUOTE = 34;
const DOLLAR = 36;
const DASH = 45;
const SLASH = 47;
const STAR = 42;
const DOT = 46;
const BACKSLASH = 92;
const AMPERSAND = 38;

function wordToken(text: string, start: number): Token {
  let end = start + 1;
  while (end < text.length && isWordPart(text.charCodeAt(end))) end += 1;
  const c = text.charCodeAt(end);
  const first = text.charCodeAt(start) | 32;
  if (end - start === 1 && c === QUOTE && (first === 101 || first === 98 || first === 120 || first === 110)) {
    return { kind: 'string', start, end: quotedEnd(text, end, QUOTE, first === 101) };
  }
  if (end - start === 1 && first === 117 && c === AMPERSAND) {
    const mark = text.charCodeAt(end + 1);
    if (mark === QUOTE) return { kind: 'string', start, end: quotedEnd(text, end + 1, QUOTE, false) };
    if (mark === DOUBLE_QUOTE)
      return { kind: 'quoted', start, end: quotedEnd(text, end + 1, DOUBLE_QUOTE, false) };
  }
  return { kind: 'word', start, end };
}

function dollarToken(text: string, start: number): Token {
  let tagEnd = start + 1;
  if (isWordStart(text.charCodeAt(tagEnd))) {
    while (tagEnd < text.length && isWordPart(text.charCodeAt(tagEnd)) && text.charCodeAt(tagEnd) !== DOLLAR)
      tagEnd += 1;
  }
  if (text.charCodeAt(tagEnd) !== DOLLAR) {
    let end = start + 1;
    while (isDigit(text.charCodeAt(end))) end += 1;
    return { kind: 'symbol', start, end };
  }
  const tag = text.slice(start, tagEnd + 1);
  const close = text.indexOf(tag, tagEnd + 1);
  return { kind: 'dollar', start, end: close === -1 ? text.length : close + tag.length };
}

function quotedEnd(text: string, open: number, quote: number, backslashes: boolean): number {
  let i = open + 1;
  while (i < text.length) {
    const c = text.charCodeAt(i);
    if (c === quote) {
      if (text.charCodeAt(i + 1) !== quote) return i + 1;
      i += 2;
    } else if (backslashes && c === BACKSLASH) i += 2;
    else i += 1;
  }
  return text.length;
}

/** One that is never closed is no comment to the server either: it refuses it. */
function blockComment(text: string, open: number): Token {
  let depth = 1;
  let i = open + 2;
  while (i < text.length) {
    const c = text.charCodeAt(i);
    if (c === STAR && text.charCodeAt(i + 1) === SLASH) {
      depth -= 1;
      i += 2;
      if (depth === 0) return { kind: 'comment', start: open, end: i };
    } else if (c === SLASH && text.charCodeAt(i + 1) === STAR) {
      depth += 1;
      i += 2;
    } else i += 1;
  }
  return { kind: 'symbol', start: open, end: text.length };
}

/** A carriage return ends a comment as well, as it does for the server. */
function commentEnd(text: string, from: number): number {
  let i = from;
  for (let c = text.charCodeAt(i); i < text.length && c !== 10 && c !== 13; c = text.charCodeAt(i)) i += 1;
  return i;
}

/** Where the line that holds `from` ends: before its line feed. */
export function lineEnd(text: string, from: number): number {
  const end = text.indexOf('\n', from);
  return end === -1 ? text.length : end;
}

function isSpace(c: number): boolean {
  return c === 32 || (c >= 9 && c <= 13);
}

function isDigit(c: number): boolean {
  return c >= 48 && c <= 57;
}

function isWordStart(c: number): boolean {
  return (c >= 97 && c <= 122) || (c >= 65 && c <= 90) || c === 95 || c >= 128;
}

function isWordPart(c: number): boolean {
  return isWordStart(c) || isDigit(c) || c === DOLLAR;
}
