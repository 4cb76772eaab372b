import { quoteIdentifier, quoteLiteral } from '../postgres/identifier.ts';
import { blank } from './locate.ts';
import { firstToken, lineEnd, nextToken } from './scan.ts';
import { splitStatements } from './split.ts';

/** What `\set` has set, by name. One map for all that one psql runs. */
export type PsqlVariables = Map<string, string>;

/**
 * Carries out what psql does to a script before a server sees it. `:name`, `:'name'` and `:"name"` become the value that `\set`
 * gives; the branches that `\if` skips and what stands behind `\q` become blank; `\copy` of rows that follow becomes the COPY
 * that psql makes of it. What depends on the server or another program (`\gset`, `\getenv`) stays as it is. Line numbers stay
 * the same.
 * https://www.postgresql.org/docs/18/app-psql.html#APP-PSQL-INTERPOLATION
 */
export function carryOutCommands(text: string, variables: PsqlVariables = new Map()): string {
  if (variables.size === 0 && !/\\(set|if|q|quit|copy)\b/.test(text)) return text;
  const rows = rowsIn(text);
  const branches: Branch[] = [];
  const isLive = () => branches.every(({ state }) => state === 'live' || state === 'undecided');
  let written = '';
  let from = 0;
  const write = (until: number, instead = '', next = until) => {
    const part = text.slice(from, until);
    written += (isLive() ? part : blank(part)) + instead;
    from = next;
  };
  for (let at = 0; ; ) {
    const token = nextToken(text, at);
    if (token === undefined) break;
    at = token.end;
    const [data] = rows;
    if (data !== undefined && data.start <= token.start) {
      rows.shift();
      at = data.end;
      continue;
    }
    if (token.kind !== 'symbol') continue;
    if (text[token.start] === '\\') {
      at = lineEnd(text, token.start);
      const line = text.slice(token.start, at);
      if (isQuit(line) && branches.every(({ state }) => state === 'live')) {
        write(token.start);
        const isLast = firstToken(text, at) === undefined;
        return written + (isLast ? blank(line) : line) + blank(text.slice(at));
      }
      if (isLive() && data?.start === at + 1) {
        write(token.start, copyStatement(line), at);
        continue;
      }
      const isPassedOver = !isLive() && !/^\\(if|elif|else|endif)\b/.test(line);
      write(token.start);
      follow(line, branches, variables, isLive());
      written += isPassedOver ? blank(line) : line;
      from = at;
    } else if (text[token.start] === ':' && isLive()) {
      const [place, value] = variableAt(text, token.start, variables);
      if (value === undefined) continue;
      write(token.start, value, token.start + place.length);
      at = from;
    }
  }
  write(text.length);
  return written;
}

/** Where rows stand that follow a COPY, in order: nothing in them is a command or a variable. */
function rowsIn(text: string): { readonly start: number; readonly end: number }[] {
  const { statements, metaCommands } = splitStatements(text);
  const rows = [...statements, ...metaCommands].flatMap(({ copyData }) => copyData ?? []);
  return rows.sort((a, b) => a.start - b.start);
}

function isQuit(line: string): boolean {
  return /^\\q(uit)?(?!\S)/.test(line);
}

/** The statement that psql sends for a `\copy`, in as many columns. */
function copyStatement(line: string): string {
  return `${line.replace('\\', ' ').trimEnd().replace(/;$/, '').trimEnd()};`;
}

interface Branch {
  /**
   * `live`: this branch runs; `waiting`: no branch so far did; `done`: one did, or none may; `undecided`: the file alone does
   * not tell.
   */
  state: 'live' | 'waiting' | 'done' | 'undecided';
}

function follow(line: string, branches: Branch[], variables: PsqlVariables, isLive: boolean): void {
  const [, command, rest = ''] = /^\\(\w+)\s*(.*?)\s*$/s.exec(line) ?? [];
  const branch = branches.at(-1);
  if (command === 'if') branches.push({ state: isLive ? stateOf(rest, variables) : 'done' });
  else if (command === 'endif') branches.pop();
  else if (branch !== undefined && (command === 'elif' || command === 'else')) {
    if (branch.state === 'live') branch.state = 'done';
    else if (branch.state === 'waiting')
      branch.state = command === 'else' ? 'live' : stateOf(rest, variables);
  } else if (isLive && (command === 'set' || command === 'unset')) set(command, rest, branches, variables);
}

function set(command: string, rest: string, branches: readonly Branch[], variables: PsqlVariables): void {
  const [, name, words = ''] = /^(\w+)\s*(.*)$/s.exec(rest) ?? [];
  if (name === undefined) return;
  const value = command === 'unset' ? undefined : said(words, variables);
  const isSure = branches.every(({ state }) => state !== 'undecided');
  if (value === undefined || !isSure) variables.delete(name);
  else variables.set(name, value);
}

/** The words of `\set`, one behind the other; undefined where a program is asked. */
function said(words: string, variables: PsqlVariables): string | undefined {
  if (words.includes('`')) return undefined;
  const parts = [...words.matchAll(/'((?:''|\\.|[^'\\])*)'|([^\s']+)/gs)];
  return parts
    .map(([, quoted, bare = '']) =>
      quoted === undefined
        ? filled(bare, variables)
        : quoted.replaceAll("''", "'").replaceAll(/\\(.)/gs, (_, letter) => (letter === 'n' ? ' ' : letter)),
    )
    .join('');
}

function filled(words: string, variables: PsqlVariables): string {
  return words
    .replaceAll(/:\{\?(\w+)\}/g, (_, name) => (variables.has(name) ? 'true' : 'false'))
    .replaceAll(/(?<!:):(\w+)/g, (whole, name) => variables.get(name) ?? whole);
}

/** Any beginning of these words, as psql reads them. */
function stateOf(condition: string, variables: PsqlVariables): Branch['state'] {
  const word = filled(condition, variables).replaceAll(/^'|'$/g, '').toLowerCase();
  const isOneOf = (words: readonly string[]) => word !== '' && words.some((one) => one.startsWith(word));
  if (word === '1' || word === 'on' || isOneOf(['true', 'yes'])) return 'live';
  if (word === '0' || word === 'of' || word === 'off' || isOneOf(['false', 'no'])) return 'waiting';
  return 'undecided';
}

/** The reference that stands at a colon, and what takes its place. A cast, `:=` and a slice of an array are none. */
function variableAt(
  text: string,
  colon: number,
  variables: PsqlVariables,
): readonly [place: string, value: string | undefined] {
  if (text[colon - 1] === ':') return ['', undefined];
  const [place = '', literal, identifier, plain] =
    /^:(?:'(\w+)'|"(\w+)"|(\w+))/.exec(text.slice(colon, colon + 100)) ?? [];
  const value = variables.get(literal ?? identifier ?? plain ?? '');
  if (value === undefined) return [place, undefined];
  if (literal !== undefined) return [place, quoteLiteral(value)];
  return [place, identifier === undefined ? value : quoteIdentifier(value)];
}
