import { isDay } from '../model/day.ts';
import type { Migration } from '../model/migration.ts';
import type { Range } from '../sql/find-name.ts';
import { indexLines, locate } from '../sql/locate.ts';
import { nextToken } from '../sql/scan.ts';
import { splitStatements } from '../sql/split.ts';

/**
 * A comment that allows findings: `-- strata: allow drop-column until 2027-01-31 because nobody reads it`, or one for another
 * tool, `-- squawk-ignore ban-drop-column`.
 */
export interface Directive {
  /**
   * Names of rules. Those of another tool carry its name, as in `descendsFrom`: `squawk:ban-drop-column`. `squawk:*` stands for
   * all of its rules, `atlas:DS*` for those whose names begin that way.
   */
  readonly rules: readonly string[];
  /** Whether it was written for another tool, which asks for no reason. */
  readonly isForeign: boolean;
  /** `2027-01-31`; the last day on which it counts. */
  readonly until: string | undefined;
  /** The reason; empty where none is given. */
  readonly because: string;
  /** What is wrong with how it is written. */
  readonly fault: string | undefined;
  /** 1-based number of the statement that it is about; undefined: the whole file. */
  readonly statement: number | undefined;
  /** Range of the comment in the migration's text. */
  readonly start: number;
  readonly end: number;
}

const own = /strata:\s*allow\b/i;
const foreign =
  /\b(?:(?<squawk>squawk-ignore)(?<ofFile>-file)?|(?<eugene>eugene: ignore)|(?<atlas>atlas:nolint)|(?<pgls>pg(?:ls|t)-ignore)(?:(?<ofAll>-all)|(?<start>-start)|(?<end>-end))?)(?![\w-])(?<words>[\w \t,/-]*)/;

function allows(text: string): boolean {
  return own.test(text) || foreign.test(text);
}

/** Whether a migration says anything of findings of other tools. */
export function hasForeignDirectives({ up }: Migration): boolean {
  return foreign.test(up.text);
}

/**
 * The directives of a migration. One of Strata's before the first statement counts for the whole file. One inside a statement,
 * or on its last line, counts for that statement; any other for the statement that follows.
 */
export function readDirectives({ up }: Migration): readonly Directive[] {
  const { text } = up;
  if (!allows(text)) return [];
  const { statements } = splitStatements(text);
  const script = { text, statements, lines: indexLines(text) };
  const comments = [...allowingComments(text)].map(({ start, end }) => ({
    start,
    end,
    ...readComment(text.slice(start, end)),
  }));
  return comments.flatMap(({ start, end, words, other }, i) => {
    if (other?.end !== undefined) return [];
    const rest = comments.slice(i + 1);
    const last = rest.find(
      (one) => one.other?.end !== undefined && `${one.words.rules}` === `${words.rules}`,
    );
    const about =
      other?.start === undefined
        ? [statementOf({ start, end, other }, script)]
        : within(statements, end, last?.start ?? text.length);
    return about.map((statement) => ({ ...words, isForeign: other !== undefined, statement, start, end }));
  });
}

interface Comment extends Range {
  /** What a comment for another tool says. */
  readonly other: Partial<Record<string, string>> | undefined;
}

interface Script {
  readonly text: string;
  readonly statements: readonly Range[];
  readonly lines: ReturnType<typeof indexLines>;
}

function readComment(comment: string): { readonly words: Words; readonly other: Comment['other'] } {
  const other = foreign.exec(comment)?.groups;
  return { words: other === undefined ? readWords(comment) : readForeign(other), other };
}

/** The numbers of the statements in a range of the text. */
function within(statements: readonly Range[], from: number, to: number): readonly number[] {
  return statements.flatMap(({ start, end }, i) => (start >= from && end <= to ? [i + 1] : []));
}

/** The number of the statement that a comment is about; undefined for the whole file. */
function statementOf(
  { start, end, other }: Comment,
  { text, statements, lines }: Script,
): number | undefined {
  const next = statements.findIndex((one) => start < one.end);
  const before = next === -1 ? statements.length : next;
  const last = statements[before - 1];
  const isTail = last !== undefined && locate(lines, last.end).line === locate(lines, start).line;
  const isInside = next !== -1 && (statements[next]?.start ?? 0) < start;
  const isHead = before === 0 && !isInside;
  const isOfFile =
    other === undefined
      ? isHead
      : (other.ofFile ?? other.ofAll) !== undefined ||
        // Atlas: one at the head counts for the whole file where an empty line sets it off from the first statement.
        (other.atlas !== undefined && isHead && /^[ \t\r]*\n[ \t\r]*\n/.test(text.slice(end)));
  if (isOfFile) return undefined;
  return isInside ? next + 1 : isTail ? before : before + 1;
}

function* allowingComments(text: string): Iterable<Range> {
  let at = 0;
  for (let token = nextToken(text, at); token !== undefined; token = nextToken(text, at)) {
    at = token.end;
    const own = text.slice(token.start, token.end);
    if (token.kind === 'comment' && allows(own)) yield token;
    if (token.kind === 'dollar' && allows(own)) yield* commentsInBody(own, token.start);
  }
}

/** The comments in a dollar-quoted body that begins at `at`, as a language like SQL writes them. */
function* commentsInBody(quoted: string, at: number): Iterable<Range> {
  const from = quoted.indexOf('$', 1) + 1;
  const body = quoted.slice(from, quoted.lastIndexOf('$', quoted.length - 2));
  for (const { start, end } of allowingComments(body))
    yield { start: at + from + start, end: at + from + end };
}

/** Atlas's analyzers, with the prefix that the codes of their checks share: https://atlasgo.io/lint/analyzers */
const analyzers: Readonly<Record<string, string>> = {
  destructive: 'DS*',
  data_depend: 'MF*',
  incompatible: 'BC*',
  condrop: 'CD*',
  concurrent_index: 'PG10*',
};

function readForeign({ squawk, eugene, atlas, words = '' }: Partial<Record<string, string>>): Words {
  const names = words.split(/[\s,]+/).filter((name) => name !== '');
  const rules = (names.length === 0 ? ['*'] : names).flatMap((name) => {
    if (squawk !== undefined) return [`squawk:${name}`];
    if (eugene !== undefined) return [`eugene:${name}`];
    if (atlas !== undefined) return [`atlas:${analyzers[name] ?? name}`];
    return namesOfPgls(name);
  });
  return { rules, until: undefined, because: '', fault: undefined };
}

/**
 * Rules of pgls are paths: `lint/safety/banDropColumn`. Most of them are rules of squawk under another name. `lint` and
 * `lint/safety` stand for all.
 */
function namesOfPgls(path: string): readonly string[] {
  const name = path.split('/')[2] ?? '*';
  return [`pgls:${name}`, `squawk:${name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`];
}

type Words = Pick<Directive, 'rules' | 'until' | 'because' | 'fault'>;

function readWords(comment: string): Words {
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
  if (until !== undefined && !isDay(until)) return `\`${until}\` is not a date; write it as 2027-01-31`;
  if (because === '') return 'it gives no reason';
  return undefined;
}
