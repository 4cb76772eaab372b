import type { Migration } from '../model/migration.ts';
import { indexLines, locate } from '../sql/locate.ts';
import { nextToken } from '../sql/scan.ts';
import { splitStatements } from '../sql/split.ts';

/** A comment that allows findings: `-- strata: allow drop-column until 2027-01-31 because nobody reads it`. */
export interface Directive {
  readonly rules: readonly string[];
  /** `2027-01-31`; the last day on which it counts. */
  readonly until: string | undefined;
  /** Empty where none is given, which a reader of the code would have to guess. */
  readonly because: string;
  /** What is wrong with how it is written. */
  readonly fault: string | undefined;
  /** 1-based number of the statement that it is about; undefined: the whole file. */
  readonly statement: number | undefined;
  /** Range of the comment in the migration's text, and its line in the file. */
  readonly start: number;
  readonly end: number;
  readonly line: number;
  readonly column: number;
}

/**
 * The directives of a migration. One before the first statement counts for the whole file, one inside or on the last line of a
 * statement for that statement, any other for the statement that follows.
 */
export function readDirectives({ up }: Migration): readonly Directive[] {
  const { text, firstLine } = up;
  if (!/strata:\s*allow\b/i.test(text)) return [];
  const { statements } = splitStatements(text);
  const lines = indexLines(text);
  const found: Directive[] = [];
  for (const { start, end } of allowingComments(text)) {
    const { line, column } = locate(lines, start);
    const own = statements.findIndex((one) => start < one.end);
    const before = own === -1 ? statements.length : own;
    const last = statements[before - 1];
    const isTail = last !== undefined && locate(lines, last.end).line === line;
    const isInside = own !== -1 && (statements[own]?.start ?? 0) < start;
    const statement = isInside ? own + 1 : isTail ? before : before === 0 ? undefined : before + 1;
    found.push({
      ...readWords(text.slice(start, end)),
      statement,
      start,
      end,
      line: line + firstLine - 1,
      column,
    });
  }
  return found;
}

function* allowingComments(text: string): Iterable<{ readonly start: number; readonly end: number }> {
  let at = 0;
  for (let token = nextToken(text, at); token !== undefined; token = nextToken(text, at)) {
    at = token.end;
    if (token.kind === 'comment' && /strata:\s*allow\b/i.test(text.slice(token.start, token.end)))
      yield token;
  }
}

function readWords(comment: string): Pick<Directive, 'rules' | 'until' | 'because' | 'fault'> {
  const body = comment
    .replace(/^.*?strata:\s*allow\b\s*/is, '')
    .replace(/\*\/\s*$/, '')
    .trim();
  const [, names = '', until, because = ''] =
    /^([a-z0-9,\s-]*?)(?:\s*\buntil\s+(\S+))?(?:\s*\bbecause\b[:\s]*(.*))?$/is.exec(body) ?? [];
  const rules = names.split(/[\s,]+/).filter((name) => name !== '');
  return { rules, until, because: because.trim(), fault: faultOf(rules, until, because.trim()) };
}

function faultOf(rules: readonly string[], until: string | undefined, because: string): string | undefined {
  if (rules.length === 0) return 'it names no rule';
  if (until !== undefined && !isDate(until)) return `\`${until}\` is no date; write it as 2027-01-31`;
  if (because === '') return 'it gives no reason';
  return undefined;
}

/** Whether a text is a day that there is: `2027-01-31`. */
export function isDate(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const date = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
}
