import { lineEnd, nextToken, type Token } from './scan.ts';

/** One statement of a script. Offsets are UTF-16 code units in the script. */
export interface Statement {
  /** First character of its first token. */
  readonly start: number;
  /** After its last token, without the semicolon. */
  readonly end: number;
  /** Its first tokens in upper case with single spaces, quoted names as written: `CREATE UNIQUE INDEX CONCURRENTLY`. */
  readonly head: string;
  /** Rows that follow a `COPY ... FROM stdin` as psql and pg_dump write them, without the closing `\.`. */
  readonly copyData?: { readonly start: number; readonly end: number };
}

/** A script taken apart. */
export interface Script {
  readonly statements: readonly Statement[];
  /** psql's own commands, a line each: `\connect`, `\restrict`, `\i`. No server understands them. */
  readonly metaCommands: readonly MetaCommand[];
}

interface MetaCommand {
  readonly start: number;
  readonly end: number;
  /** Rows that follow a `\copy ... from stdin`, without the closing `\.`. */
  readonly copyData?: { readonly start: number; readonly end: number };
}

const headLength = 10;

/** Splits a script at its semicolons, as the server would, and takes out what only psql understands. */
export function splitStatements(text: string): Script {
  const statements: Statement[] = [];
  const metaCommands: MetaCommand[] = [];
  let at = 0;
  let open: OpenStatement | undefined;
  for (;;) {
    const token = nextToken(text, at);
    if (token === undefined) break;
    at = token.end;
    if (token.kind === 'comment') continue;
    if (token.kind === 'symbol' && text[token.start] === '\\') {
      // `SELECT ... \gset`: the command ends the statement before it.
      if (open !== undefined) statements.push(close(open, undefined));
      open = undefined;
      const end = lineEnd(text, token.start);
      const isCopy = /^\\copy\s.*\bfrom\s+stdin\b/i.test(text.slice(token.start, end));
      const copyData = isCopy ? rowsBelow(text, end) : undefined;
      metaCommands.push({ start: token.start, end, ...(copyData === undefined ? {} : { copyData }) });
      at = copyData === undefined ? end : lineEnd(text, copyData.end);
      continue;
    }
    if (token.kind === 'symbol' && text[token.start] === ';' && (open === undefined || isComplete(open))) {
      if (open !== undefined) {
        const copyData = copyRows(text, open, token.end);
        statements.push(close(open, copyData));
        if (copyData !== undefined) at = lineEnd(text, copyData.end);
      }
      open = undefined;
      continue;
    }
    open ??= { start: token.start, end: token.end, head: [], parens: 0, atomic: 0, words: 0, routine: false };
    take(open, text, token);
  }
  if (open !== undefined) statements.push(close(open, undefined));
  return { statements, metaCommands };
}

interface OpenStatement {
  readonly start: number;
  end: number;
  readonly head: string[];
  parens: number;
  /** Depth of BEGIN ATOMIC ... END, counting the CASEs inside. */
  atomic: number;
  words: number;
  routine: boolean;
  lastWord?: string;
}

function isComplete(statement: OpenStatement): boolean {
  return statement.parens <= 0 && statement.atomic === 0;
}

function take(statement: OpenStatement, text: string, token: Token): void {
  statement.end = token.end;
  if (token.kind === 'symbol') {
    const symbol = text[token.start];
    if (symbol === '(') statement.parens += 1;
    else if (symbol === ')') statement.parens -= 1;
    if (statement.head.length < headLength && token.end - token.start === 1)
      statement.head.push(symbol as string);
    return;
  }
  const word = token.kind === 'word' ? upper(text.slice(token.start, token.end)) : undefined;
  if (statement.head.length < headLength)
    statement.head.push(word ?? text.slice(token.start, Math.min(token.end, token.start + 80)));
  if (word === undefined) return;
  statement.words += 1;
  if (statement.words <= 4 && (word === 'FUNCTION' || word === 'PROCEDURE')) statement.routine = true;
  if (statement.routine) trackAtomicBody(statement, word);
  statement.lastWord = word;
}

/** As a keyword is written. Letters that are not ASCII stay as they are: the server does not fold them either. */
function upper(word: string): string {
  return /[\u0080-\uffff]/.test(word)
    ? word.replaceAll(/[a-z]+/g, (letters) => letters.toUpperCase())
    : word.toUpperCase();
}

function trackAtomicBody(statement: OpenStatement, word: string): void {
  if (statement.atomic === 0) {
    if (word === 'ATOMIC' && statement.lastWord === 'BEGIN') statement.atomic = 1;
  } else if (word === 'CASE') statement.atomic += 1;
  else if (word === 'END') statement.atomic -= 1;
}

function close(statement: OpenStatement, copyData: { start: number; end: number } | undefined): Statement {
  const { start, end, head } = statement;
  return { start, end, head: joinHead(head), ...(copyData === undefined ? {} : { copyData }) };
}

function joinHead(head: readonly string[]): string {
  return head
    .join(' ')
    .replaceAll(' . ', '.')
    .replaceAll(/ ([(),])/g, '$1');
}

function copyRows(
  text: string,
  statement: OpenStatement,
  after: number,
): { start: number; end: number } | undefined {
  if (statement.head[0] !== 'COPY') return undefined;
  if (!/\bFROM\s+STDIN\b/i.test(text.slice(statement.start, statement.end))) return undefined;
  return rowsBelow(text, after);
}

/** The rows on the lines below `after`; undefined where more stands on its line, or no `\.` closes them. */
function rowsBelow(text: string, after: number): { start: number; end: number } | undefined {
  const lineFeed = text.indexOf('\n', after);
  if (lineFeed === -1 || text.slice(after, lineFeed).trim() !== '') return undefined;
  const start = lineFeed + 1;
  const closing = /^\\\.\r?$/m;
  const match = closing.exec(text.slice(start));
  return match === null ? undefined : { start, end: start + match.index };
}
