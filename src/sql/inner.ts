import { identifierPart, qualifiedPattern } from '../postgres/identifier.ts';
import type { Range } from './find-name.ts';
import { tokens } from './scan.ts';

/** A change of rows in the body of a DO block or of a function. */
export interface InnerChange {
  readonly verb: 'UPDATE' | 'DELETE' | 'TRUNCATE';
  /** The table as written; undefined where EXECUTE composes the name. */
  readonly relation: string | undefined;
  /** The statement without its semicolon; of EXECUTE what its literals hold. */
  readonly sql: string;
}

/**
 * Every UPDATE, DELETE and TRUNCATE in the bodies that a statement holds (in dollar quotes, or in plain ones behind DO and AS). A
 * MERGE that deletes counts as a DELETE.
 */
export function innerChanges(statement: string): readonly InnerChange[] {
  return bodies(statement).flatMap(({ text }) =>
    [...statementsIn(text, /^(UPDATE|DELETE|MERGE|TRUNCATE|EXECUTE)$/i)].flatMap(({ start, end, verb }) => {
      const own = text.slice(start, end);
      return readChange(/^EXECUTE$/i.test(verb) ? literalsOf(own) : own) ?? [];
    }),
  );
}

/** An ALTER TABLE that a body writes out, without its semicolon. */
interface InnerAlteration extends Range {
  /** As the text writes it. */
  readonly table: string;
}

/** The ALTER TABLEs written out in the dollar-quoted bodies of a statement, with their ranges in it. */
export function innerAlterations(statement: string): readonly InnerAlteration[] {
  return bodies(statement).flatMap(({ text, at }) =>
    at === undefined
      ? []
      : [...statementsIn(text, /^ALTER$/i)].flatMap(({ start, end }) => {
          const table = alteration.exec(text.slice(start, end))?.[1];
          return table === undefined ? [] : { start: at + start, end: at + end, table };
        }),
  );
}

/** The statements of those verbs that the bodies of a statement write out, without their semicolons. */
export function innerStatements(statement: string, verbs: RegExp): readonly string[] {
  return bodies(statement).flatMap(({ text }) =>
    [...statementsIn(text, verbs)].map(({ start, end }) => text.slice(start, end)),
  );
}

/** What the EXECUTEs of such bodies run, where it is written out as one literal. */
export function executedTexts(statement: string): readonly string[] {
  return innerStatements(statement, /^EXECUTE$/i).flatMap((sql) => {
    const [, said, next] = [...tokens(sql)];
    const isWhole = next === undefined || /^(INTO|USING)$/i.test(sql.slice(next.start, next.end));
    if (!isWhole || (said?.kind !== 'string' && said?.kind !== 'dollar')) return [];
    return [literalsOf(sql.slice(said.start, said.end))];
  });
}

/** The bodies that a statement holds, as its language reads them. */
export function bodiesOf(statement: string): readonly string[] {
  return bodies(statement).map(({ text }) => text);
}

interface Body {
  readonly text: string;
  /** Where it begins in the statement; undefined where quotes are doubled in it. */
  readonly at: number | undefined;
}

function bodies(statement: string): readonly Body[] {
  const found: Body[] = [];
  let before = '';
  for (const { kind, start, end } of tokens(statement)) {
    const text = statement.slice(start, end);
    const open = text.indexOf('$', 1) + 1;
    if (kind === 'dollar')
      found.push({ text: text.slice(open, text.lastIndexOf('$', text.length - 2)), at: start + open });
    if (kind === 'string' && /^(DO|AS)$/i.test(before)) found.push({ text: literal(text), at: undefined });
    before = text;
  }
  return found;
}

/** After one of these words a statement begins, as after a semicolon. */
const openers = /^(BEGIN|THEN|ELSE|LOOP|QUERY|IN)$/i;

/** The statements of a body that begin with one of these verbs. What a FOR goes through ends at its LOOP. */
function* statementsIn(body: string, verbs: RegExp): Iterable<Range & { readonly verb: string }> {
  let isStart = true;
  let before = '';
  let open: { readonly start: number; readonly verb: string; readonly isLooped: boolean } | undefined;
  for (const { kind, start, end } of tokens(body)) {
    const word = body.slice(start, end);
    if (word === ';' || (open?.isLooped && kind === 'word' && /^LOOP$/i.test(word))) {
      if (open !== undefined) yield { start: open.start, verb: open.verb, end: start };
      open = undefined;
      isStart = true;
      continue;
    }
    if (isStart && open === undefined && kind === 'word' && verbs.test(word))
      open = { start, verb: word, isLooped: /^IN$/i.test(before) };
    isStart = kind === 'word' && openers.test(word);
    before = word;
  }
  if (open !== undefined) yield { start: open.start, verb: open.verb, end: body.length };
}

/** The literals of an expression joined by ` % `: the parts between them are known only when it runs. */
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

const change = new RegExp(
  String.raw`^(UPDATE|DELETE\s+FROM|MERGE\s+INTO|TRUNCATE(?:\s+TABLE)?)\s+(?:ONLY\s+)?(${qualifiedPattern}(?!${identifierPart}|[.%]))?`,
  'i',
);

const alteration = new RegExp(
  String.raw`^ALTER\s+TABLE\s+(?:IF\s+EXISTS\s+)?(?:ONLY\s+)?(${qualifiedPattern})`,
  'i',
);

function readChange(sql: string): InnerChange | undefined {
  const match = change.exec(sql);
  if (match === null) return undefined;
  const verb = (match[1] ?? '').slice(0, 8).trim().split(/\s/)[0]?.toUpperCase();
  if (verb === 'MERGE')
    return /\bTHEN\s+DELETE\b/i.test(sql) ? { verb: 'DELETE', relation: match[2], sql } : undefined;
  return { verb: verb as InnerChange['verb'], relation: match[2], sql };
}
