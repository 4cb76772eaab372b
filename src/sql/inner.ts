import { tokens } from './scan.ts';

/** A change of rows that code makes when it is run: a statement in the body of a DO block or of a function. */
export interface InnerChange {
  readonly verb: 'UPDATE' | 'DELETE' | 'TRUNCATE';
  /** The table as the text writes it; undefined where EXECUTE puts its name together. */
  readonly relation: string | undefined;
  /** The statement without its semicolon; of EXECUTE what its literals hold. */
  readonly sql: string;
}

/** Every UPDATE, DELETE and TRUNCATE in the bodies that a statement holds (in dollar quotes, or in plain ones behind DO and AS). */
export function innerChanges(statement: string): readonly InnerChange[] {
  return bodies(statement).flatMap((body) => [...changesIn(body)]);
}

function bodies(statement: string): readonly string[] {
  const found: string[] = [];
  let before = '';
  for (const { kind, start, end } of tokens(statement)) {
    const text = statement.slice(start, end);
    if (kind === 'dollar')
      found.push(text.slice(text.indexOf('$', 1) + 1, text.lastIndexOf('$', text.length - 2)));
    if (kind === 'string' && /^(DO|AS)$/i.test(before)) found.push(literal(text));
    before = text;
  }
  return found;
}

/** After one of these words a statement begins, as after a semicolon. */
const openers = /^(BEGIN|THEN|ELSE|LOOP|QUERY|IN)$/i;

function* changesIn(body: string): Iterable<InnerChange> {
  let isStart = true;
  let from: number | undefined;
  let isDynamic = false;
  const take = (end: number): InnerChange | undefined => {
    if (from === undefined) return undefined;
    const own = body.slice(from, end);
    from = undefined;
    return readChange(isDynamic ? literalsOf(own) : own);
  };
  for (const { kind, start, end } of tokens(body)) {
    const word = body.slice(start, end);
    if (word === ';') {
      const change = take(start);
      if (change !== undefined) yield change;
      isStart = true;
      continue;
    }
    if (
      isStart &&
      from === undefined &&
      kind === 'word' &&
      /^(UPDATE|DELETE|TRUNCATE|EXECUTE)$/i.test(word)
    ) {
      from = start;
      isDynamic = /^EXECUTE$/i.test(word);
    }
    isStart = kind === 'word' && openers.test(word);
  }
  const last = take(body.length);
  if (last !== undefined) yield last;
}

/** The literals of an expression, one behind the other: what lies between them is only known when it runs. */
function literalsOf(expression: string): string {
  let text = '';
  for (const { kind, start, end } of tokens(expression)) {
    const own = expression.slice(start, end);
    if (kind === 'string') text += `${text === '' ? '' : ' % '}${literal(own)}`;
    else if (kind === 'dollar')
      text += own.slice(own.indexOf('$', 1) + 1, own.lastIndexOf('$', own.length - 2));
  }
  return text.trimStart();
}

function literal(text: string): string {
  return text
    .replace(/^[eE]?'/, '')
    .replace(/'$/, '')
    .replaceAll("''", "'");
}

const name = String.raw`(?:"(?:[^"]|"")+"|[\p{L}_][\p{L}\p{N}_$]*)`;
const change = new RegExp(
  String.raw`^(UPDATE|DELETE\s+FROM|TRUNCATE(?:\s+TABLE)?)\s+(?:ONLY\s+)?(${name}(?:\s*\.\s*${name})?(?![\p{L}\p{N}_$.%]))?`,
  'iu',
);

function readChange(sql: string): InnerChange | undefined {
  const match = change.exec(sql);
  if (match === null) return undefined;
  const verb = (match[1] ?? '').slice(0, 8).trim().split(/\s/)[0]?.toUpperCase() as InnerChange['verb'];
  return { verb, relation: match[2], sql };
}
