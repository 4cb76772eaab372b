import type { Place } from '../model/errors.ts';
import type { NeverMade } from '../model/finding.ts';
import type { Hint } from '../model/hint.ts';
import type { History, Migration } from '../model/migration.ts';
import type { SqlError, StatementTrace } from '../model/trace.ts';
import { findName, type Range } from '../sql/find-name.ts';
import { placeIn } from '../sql/locate.ts';
import { changedNames, type NamedRelation, namedRelations, parseBody, parseSql } from '../sql/parse.ts';
import { firstToken } from '../sql/scan.ts';
import { splitStatements } from '../sql/split.ts';
import { bodyAround, placeInside } from './inside.ts';
import type { Story } from './story.ts';

/** A statement that failed in a rehearsal, with all that is needed to say why. */
export interface Failure {
  readonly history: History;
  readonly story: Story;
  readonly migration: Migration;
  /** 0-based position of the migration, and the statement's 1-based number in it. */
  readonly at: { readonly migration: number; readonly statement: number };
  readonly statement: StatementTrace;
  readonly error: SqlError;
  /** The statement's own text. */
  readonly text: string;
  /** Its first words in upper case. */
  readonly head: string;
  /** The inner statement that failed in a function or DO block, or the body that it lies in; undefined where neither is known. */
  readonly body: string | undefined;
  /** Relations that the failing statement names; in a function or DO block those of the inner statement. */
  readonly relations: readonly NamedRelation[];
  /** Every name that the statement would have made, changed or taken away, in lower case. */
  readonly changes: ReadonlySet<string>;
}

/** The text of a finding about a failure; `explainFailure` adds the place and the code frame. */
export interface Explanation {
  readonly rule: string;
  readonly message: string;
  readonly notes: readonly string[];
  readonly hint?: Hint;
  /** The name to underline, where the server gave no position. */
  readonly focus?: string;
  /** What is missing, where no migration makes it. */
  readonly neverMade?: NeverMade;
  /** It comes from the rehearsal: the server's own words would be about Strata. */
  readonly isOurs?: true;
}

/** Everything about one failed statement; `loadParser` must have been awaited. */
export function readFailure(
  history: History,
  story: Story,
  migrationIndex: number,
  statement: StatementTrace,
  error: SqlError,
): Failure {
  const migration = history.migrations[migrationIndex] as Migration;
  const text = migration.up.text.slice(statement.start, statement.end);
  const outer = parseSql(text);
  const body = innerQuery(error) ?? bodyAround(migration.up.text, statement, error.offset);
  const inner = body === undefined ? outer : parseBody(body);
  const relations = inner.ok ? inner.trees.flatMap((tree) => namedRelations(tree)) : [];
  const head = splitStatements(text).statements[0]?.head ?? '';
  return {
    history,
    story,
    migration,
    at: { migration: migrationIndex, statement: statement.index },
    statement,
    error,
    text,
    head,
    body,
    relations,
    changes: namesChanged(text, head),
  };
}

/** The inner statement of a function or DO block that failed, if the server tells it. */
function innerQuery({ internalQuery, context }: SqlError): string | undefined {
  return internalQuery ?? /^SQL statement "(.+?)"\nPL\/pgSQL/s.exec(context ?? '')?.[1];
}

/** The names that a statement may change. Of a DO block, or of SQL that does not parse, these are all names in it. */
function namesChanged(text: string, head: string): ReadonlySet<string> {
  const parsed = parseSql(text);
  if (parsed.ok && !/^(DO|CALL|SELECT)\b/.test(head))
    return new Set(parsed.trees.flatMap((tree) => [...changedNames(tree)]));
  const names = new Set<string>();
  for (const match of text.matchAll(/"([^"]+)"|([\p{L}_][\p{L}\p{N}_$]*)/gu))
    names.add((match[1] ?? match[2] ?? '').toLowerCase());
  return names;
}

/** Where in the migration's text the failure is to be shown. */
export function findFocus(failure: Failure, focus: string | undefined): Range {
  const { statement, error, migration } = failure;
  const inside = placeInside(failure);
  if (inside !== undefined) return inside;
  const given = error.offset;
  if (given !== undefined) {
    const { text } = migration.up;
    const token = firstToken(text, given, statement.end);
    const isNamed = token !== undefined && text.slice(token.start, token.end).replaceAll('"', '') === focus;
    return { start: given, end: isNamed ? token.end : nameEnd(text, given, statement.end) };
  }
  const { text } = migration.up;
  const named = focus === undefined ? undefined : findName(text, statement, focus);
  if (named !== undefined) return named;
  const first = firstToken(text, statement.start, statement.end);
  return { start: statement.start, end: first?.end ?? statement.end };
}

/** Where what `findFocus` finds stands. */
export function focusPlace(failure: Failure, focus: string | undefined): Place {
  return placeIn(failure.migration.up, findFocus(failure, focus).start);
}

/** The end of the token at `from`, or of the whole of a name such as `u.email`. */
function nameEnd(text: string, from: number, to: number): number {
  const name = /(?:"[^"]*"|[\p{L}_][\p{L}\p{N}_$]*)(?:\.(?:"[^"]*"|[\p{L}_][\p{L}\p{N}_$]*))+/uy;
  name.lastIndex = from;
  if (name.test(text)) return name.lastIndex;
  return firstToken(text, from, to)?.end ?? from + 1;
}
