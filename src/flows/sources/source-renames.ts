import { findNamed } from '../../diff/renames/find-named.ts';
import { parseRename, type RenameTask, toTasks } from '../../diff/renames/tasks.ts';
import { StrataError } from '../../model/errors.ts';
import type { Rename } from '../../model/plan.ts';
import type { Schema } from '../../model/schema.ts';
import type { ProjectSettings } from '../../model/settings.ts';
import {
  bareName,
  identifierPattern,
  lastPart,
  qualifiedPattern,
  quoteIdentifier,
  splitIdentifier,
  splitLast,
  withoutSignature,
} from '../../postgres/identifier.ts';
import { nextToken, tokens } from '../../sql/scan.ts';
import { type Statement, splitStatements } from '../../sql/split.ts';
import type { LoadedSource } from './loaded-source.ts';

const directive = new RegExp(String.raw`^--\s*strata:\s*renamed\s+from\s+(${qualifiedPattern})\s*$`, 'i');

/** All declared renames between two sources: those of the user, and those of the goal, of which some may be done already. */
export function renamesBetween(
  before: LoadedSource,
  after: LoadedSource,
  given: readonly string[],
  settings: ProjectSettings,
): readonly Rename[] {
  const told = (after.renames ?? [])
    .map((rename) => spelled(rename, [], before.schema, after.schema))
    .filter(({ from }) => isNamed(before.schema, from))
    .filter((rename, _, all) => !isDone(rename, all, before.schema, after.schema));
  const ofUser = givenRenames(given, settings, before.schema, after.schema);
  const inGoal = (rename: Rename) => inSchemaOfGoal(rename, ofUser, before.schema, after.schema);
  return [...ofUser.map(inGoal), ...told];
}

/** A sentence for each rename of the configuration that finds nothing to rename, and is not done either: it may be misspelled. */
export function idleRenames(
  { renames }: ProjectSettings,
  { schema: before }: LoadedSource,
  { schema: goal }: LoadedSource,
): readonly string[] {
  if (before.facts.size === 0) return [];
  return renames
    .filter((rename) => {
      const { from, to } = spelled(rename, renames, before, goal);
      return !isNamed(before, from) && !isNamed(before, asSpelled(before, to));
    })
    .map(
      ({ from, to }) => `renames: ${from} is to become ${to}, but nothing has either name where this starts.`,
    );
}

/**
 * A bare new name stands for what the goal has of that name, in the schema of the old one, which may be among `all` the renames, or in
 * `public`. Where it has both, either may be meant.
 */
function inSchemaOfGoal(rename: Rename, all: readonly Rename[], before: Schema, goal: Schema): Rename {
  const { from, to } = rename;
  const [task] = toTasks(before, [rename]) as [RenameTask];
  const isBare = splitIdentifier(withoutSignature(to)).length === 1;
  if (task.parent !== undefined || task.what === 'schema' || !isBare) return rename;
  const [schema] = splitLast(withoutSignature(task.was));
  const newSchema = all.find((other) => other.from === schema)?.to ?? schema;
  const named = [...new Set([newSchema, 'public'])]
    .map((scope) => asSpelled(goal, `${scope}.${to}`))
    .filter((name) => name !== task.was && isNamed(goal, name));
  if (named.length > 1) {
    throw new StrataError('usage', `${to} may be ${named.join(' or ')}, so ${from} cannot be renamed to it`, {
      hint: `Say which: --rename ${from}=${named[0]}`,
    });
  }
  return { from, to: named[0] ?? to };
}

/** The new name of a part, also where its parent is given by the old name: `t=u` and `t.a=t.b`. */
function underNewParent(name: string, renames: readonly Rename[]): string {
  const [parent, own] = splitLast(name);
  const moved = renames.find(({ from }) => from === parent)?.to;
  return moved === undefined ? name : `${moved}.${own}`;
}

/** A rename in the spelling of the Schemas; the same one where that is its own. `all` are those that it is told with. */
function spelled(rename: Rename, all: readonly Rename[], before: Schema, goal: Schema): Rename {
  const from = asSpelled(before, rename.from);
  const to = asSpelled(goal, underNewParent(rename.to, all));
  return from === rename.from && to === rename.to ? rename : { from, to };
}

/**
 * The name as the Schema has it. A shell removes quotes, and who writes a configuration leaves them out: a name that exists only
 * with its capitals is taken so.
 */
function asSpelled(schema: Schema, name: string): string {
  if (isNamed(schema, name)) return name;
  const exact = partsOf(name)
    .map((part) => (part.startsWith('"') ? part : `"${part}"`))
    .join('.');
  return isNamed(schema, exact) ? exact : name;
}

function partsOf(name: string): readonly string[] {
  const [scope, own] = splitLast(name);
  return scope === '' ? [own] : [...partsOf(scope), own];
}

/**
 * The renames of the command line, which must find what they name, and those of the configuration that are not done yet. One of
 * which the goal has the old name alone belongs to another state than the goal, and nothing is lost without it.
 */
export function givenRenames(
  given: readonly string[],
  { renames }: ProjectSettings,
  before: Schema,
  goal: Schema,
): readonly Rename[] {
  const isDue = ({ from, to }: Rename) =>
    isNamed(before, from) && (!isNamed(goal, from) || isNamed(goal, to));
  const parsed = given.map(parseRename);
  const all = [...parsed, ...renames];
  const inSpelling = (rename: Rename) => spelled(rename, all, before, goal);
  const standing = renames.map(inSpelling).filter(isDue);
  return [...parsed.map(inSpelling), ...standing.filter((rename) => !isDone(rename, standing, before, goal))];
}

/**
 * Whether both names stand already for what they stand for in the goal, as when a view has the old name of a table. Of names that
 * change places nobody can tell.
 */
function isDone({ from, to }: Rename, all: readonly Rename[], before: Schema, goal: Schema): boolean {
  const isSame = (name: string) => {
    const what = findNamed(before, name)?.what;
    return what !== undefined && what === findNamed(goal, name)?.what;
  };
  return isSame(from) && isSame(to) && !all.some((other) => other.from === to);
}

function isNamed(schema: Schema, name: string): boolean {
  return findNamed(schema, name) !== undefined;
}

/**
 * The renames that comments in a text of SQL declare, whether or not there is something to rename: `-- strata: renamed from old`
 * above a CREATE statement (or behind its end), or on the line of a column.
 */
export function readRenames(text: string): readonly Rename[] {
  if (!/strata:\s*renamed/i.test(text)) return [];
  const { statements } = splitStatements(text);
  const wholes: Rename[] = [];
  const columns: { readonly table: string; readonly from: string; readonly to: string }[] = [];
  for (const comment of comments(text)) {
    const old = directive.exec(text.slice(comment.start, comment.end).trimEnd())?.[1];
    if (old === undefined) continue;
    const around = statements.find(({ start, end }) => start < comment.start && comment.start < end);
    const statement = around ?? neighbour(text, statements, comment.start);
    const name = statement === undefined ? undefined : createdName(text, statement);
    if (name === undefined) continue;
    if (around === undefined) wholes.push({ from: qualify(asWritten(old), name), to: name });
    else {
      const column = columnAt(text, around, comment.start);
      if (column !== undefined) columns.push({ table: name, from: lastPart(asWritten(old)), to: column });
    }
  }
  const oldNames = new Map(wholes.map(({ from, to }) => [to, from]));
  return [
    ...wholes,
    ...columns.map(({ table, from, to }) => ({
      from: `${oldNames.get(table) ?? table}.${from}`,
      to: `${table}.${to}`,
    })),
  ];
}

function* comments(text: string): Generator<{ readonly start: number; readonly end: number }> {
  for (let token = nextToken(text, 0); token !== undefined; token = nextToken(text, token.end))
    if (token.kind === 'comment') yield token;
}

/** The statement that ends on the comment's line, else the next one. */
function neighbour(text: string, statements: readonly Statement[], at: number): Statement | undefined {
  const before = statements.findLast(({ end }) => end <= at);
  if (before !== undefined && !text.slice(before.end, at).includes('\n')) return before;
  return statements.find(({ start }) => start > at);
}

const created = new RegExp(
  String.raw`^CREATE\s+(?:OR\s+REPLACE\s+)?(?:UNIQUE\s+|UNLOGGED\s+|MATERIALIZED\s+|FOREIGN\s+|RECURSIVE\s+)*(?:TABLE|VIEW|TYPE|DOMAIN|SEQUENCE|INDEX|FUNCTION|PROCEDURE)\s+(?:CONCURRENTLY\s+)?(?:IF\s+NOT\s+EXISTS\s+)?(${qualifiedPattern})`,
  'i',
);

/** Qualified and quoted as the catalog writes it. */
function createdName(text: string, { start, end }: Statement): string | undefined {
  const name = created.exec(text.slice(start, end))?.[1];
  return name === undefined
    ? undefined
    : qualify(splitIdentifier(name).map(quoteIdentifier).join('.'), 'public.x');
}

/** A name without a schema lies in that of `other`. */
function qualify(name: string, other: string): string {
  return splitLast(name)[0] === '' ? `${quoteIdentifier(splitIdentifier(other)[0] as string)}.${name}` : name;
}

/** An old name as the catalog writes it, but with capitals without quotes left: the Schema tells whether they are meant. */
function asWritten(name: string): string {
  return [...name.matchAll(new RegExp(identifierPattern, 'g'))]
    .map(([part]) => (/^[^"]*[A-Z]/.test(part) ? part : lastOf(part)))
    .join('.');
}

function lastOf(name: string): string {
  return quoteIdentifier(bareName(name));
}

/** The column that a comment is about: the one that it stands in or behind, or the next one where it has a line to itself. */
function columnAt(text: string, { start, end }: Statement, comment: number): string | undefined {
  const isAlone = text.slice(text.lastIndexOf('\n', comment) + 1, comment).trim() === '';
  let depth = 0;
  let isFirst = false;
  let found: string | undefined;
  for (const token of tokens(text, start, end)) {
    if (token.start > comment && !isAlone) return found;
    const piece = text.slice(token.start, token.end);
    if (isFirst && (token.kind === 'word' || token.kind === 'quoted')) {
      found = lastOf(piece);
      if (token.start > comment) return found;
    }
    isFirst = (piece === '(' && depth === 0) || (piece === ',' && depth === 1);
    if (piece === '(') depth += 1;
    if (piece === ')') depth -= 1;
  }
  return isAlone ? undefined : found;
}
