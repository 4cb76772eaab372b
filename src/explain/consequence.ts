import { assumedName } from '../model/migration.ts';
import { escaped, hasWord } from '../model/patterns.ts';
import { extensionOf } from '../postgres/extension-objects.ts';
import { rowsWritten } from '../sql/statement.ts';
import type { Failure } from './failure.ts';
import { livesNamed } from './kinds/lives.ts';
import { isBefore, tableOf } from './story.ts';

/**
 * The earlier failure that caused this one, or undefined: the server misses a name that the earlier statement would have made,
 * still finds one that it would have dropped, or meets rows, or the type of a column, that it would have changed.
 */
export function failureBehind(failure: Failure, earlier: readonly Failure[]): Failure | undefined {
  if (earlier.length === 0) return undefined;
  const names = namesComplainedOf(failure);
  const tables = tablesOf(failure);
  return earlier.find((root) => {
    if (root.statement.leftOut !== undefined) return lacksLeftOut(failure, root, names);
    if (names.some((name) => root.changes.has(name)))
      return !isAboutPart(failure) || tables.length === 0 || touchesAny(root, tables);
    if (isInTheWay(failure, root) || lacksNewType(failure, root, tables)) return true;
    if (lacksNewColumn(failure, root, names)) return true;
    return (
      failure.error.code.startsWith('23') && root.relations.some(({ name }) => name === failure.error.table)
    );
  });
}

/**
 * Whether a statement that was left out would have let this one pass: it may have made the name that is missing, and nothing else
 * ever had it; it would have dropped what is in the way; or it would have written the rows. What it only alters, such as an owner, is
 * there all the same.
 */
function lacksLeftOut(failure: Failure, root: Failure, names: readonly string[]): boolean {
  const { code, message, table } = failure.error;
  if (code.startsWith('23'))
    return rowsWritten(root.text) !== undefined && root.relations.some(({ name }) => name === table);
  const isMissing = /\bdoes not exist\b/.test(message);
  if (!isMissing && !root.head.startsWith('DROP')) return false;
  const tables = isAboutPart(failure) ? tablesOf(failure) : [];
  return names.some(
    (name) =>
      root.changes.has(name) && !tables.includes(name) && !(isMissing && wasThere(failure, name, tables)),
  );
}

/** Whether anything has borne the name before; of tables, what was part of one of them. */
function wasThere(failure: Failure, name: string, tables: readonly string[]): boolean {
  const of = tables.map((table) => ({ schema: undefined, name: table }));
  const lives = livesNamed(failure, { schema: undefined, name, types: [], tables: of });
  return lives.some(({ chapters: [first] }) => first !== undefined && isBefore(first, failure.at));
}

/**
 * The earlier CREATE EXTENSION that failed because the extension is not available here, if this statement may lack a part of
 * it: no migration makes that part, and no other known extension has it.
 */
export function lackingExtension(failure: Failure, earlier: readonly Failure[]): Failure | undefined {
  const root = earlier.find(
    ({ head, error }) => head.startsWith('CREATE EXTENSION') && error.message.includes('is not available'),
  );
  if (root === undefined || !broughtByExtensions.test(failure.error.message)) return undefined;
  const names = namesComplainedOf(failure);
  const isKnown = names.some(
    (name) =>
      extensionOf(name) !== undefined ||
      failure.story.lives.some((life) => life.names.has(name)) ||
      failure.history.migrations.some(({ up }) =>
        new RegExp(`\\bCREATE\\b[^;(]*(?<!\\w)${escaped(name)}(?!\\w)`, 'i').test(up.text),
      ),
  );
  return isKnown ? undefined : root;
}

const broughtByExtensions =
  /^(?:type|schema|function|aggregate|procedure|operator class|access method) .* does not exist/;

/** Whether a drop is refused (2BP01) because of a column that the earlier statement would have changed. */
function isInTheWay({ error }: Failure, root: Failure): boolean {
  if (error.code !== '2BP01') return false;
  const columns = (error.detail ?? '').matchAll(/\bcolumn (\S+) of (?:foreign )?table (\S+) depends on/g);
  return [...columns].some(([, column = '', table = '']) => {
    const own = (name: string) => name.replaceAll('"', '').split('.').at(-1)?.toLowerCase() ?? name;
    return root.changes.has(own(column)) && touchesAny(root, [own(table)]);
  });
}

/** Whether a type error names a column that the earlier statement would have given another type. */
function lacksNewType({ error, text }: Failure, root: Failure, tables: readonly string[]): boolean {
  if (!aboutTypes.test(error.code) || !/^ALTER TABLE\b/.test(root.head) || !/\bTYPE\b/i.test(root.text))
    return false;
  const words = wordsOf(text);
  return touchesAny(root, tables) && [...root.changes].some((name) => words.has(name));
}

/** Whether a column is missing of a view that the earlier statement would have replaced, and that it names. */
function lacksNewColumn({ error, relations }: Failure, root: Failure, missing: readonly string[]): boolean {
  if (error.code !== '42703' || !/^CREATE (OR REPLACE )?(TEMP |RECURSIVE )*VIEW\b/.test(root.head))
    return false;
  return (
    relations.some(({ name }) => root.changes.has(name.toLowerCase())) &&
    missing.some((name) => hasWord(root.text, name))
  );
}

function wordsOf(text: string): ReadonlySet<string> {
  return new Set(text.toLowerCase().match(/[\p{L}_][\p{L}\p{N}_$]*/gu));
}

/**
 * Whether the failure is about a part of a table. Many tables have columns of the same name, so the earlier failure must be
 * about the same table.
 */
function isAboutPart({ error }: Failure): boolean {
  return (
    error.code === '42703' ||
    error.code === '42701' ||
    / of relation "| for (relation|table) "/.test(error.message)
  );
}

function tablesOf({ error, relations }: Failure): readonly string[] {
  const said = / (?:of|for) (?:relation|table) "(.+?)"/.exec(error.message)?.[1];
  return (said === undefined ? relations.map(({ name }) => name) : [said]).map((name) => name.toLowerCase());
}

function touchesAny(root: Failure, tables: readonly string[]): boolean {
  return tables.some(
    (table) => root.changes.has(table) || root.relations.some(({ name }) => name.toLowerCase() === table),
  );
}

/** Every name in the server's message, last parts, in lower case. */
function namesComplainedOf(failure: Failure): readonly string[] {
  const { message } = failure.error;
  const quoted = [...message.matchAll(/"([^"]+)"/g)].map(([, name]) => name as string);
  const called = [
    ...message.matchAll(/(?:function|procedure|aggregate|column|operator|type) ([\p{L}\p{N}_.]+)/gu),
  ].map(([, name]) => name as string);
  return [...quoted, ...called]
    .flatMap((name) => [name, name.split('.').at(-1) as string])
    .map((name) => name.toLowerCase());
}

/** DETACH PARTITION ... FINALIZE ends a DETACH CONCURRENTLY that was interrupted. */
export function isAfterInterruption({ error, text }: Failure): boolean {
  return /\bFINALIZE\b/i.test(text) && /is not a partition of|cannot complete detaching/.test(error.message);
}

/** SQLSTATEs about types: mismatched types, missing operators and functions for them, values that they cannot hold. */
const aboutTypes = /^(42804|42846|42883|22P02|22007)$/;

/**
 * Whether a type error may come from a guessed type: the statement names an assumed column. For the result of a function the
 * server does not say where it comes from, so any assumed column counts.
 */
export function isGuesswork({ error, relations, story, text }: Failure): boolean {
  const isAboutTypes =
    aboutTypes.test(error.code) ||
    (error.code === '42P13' && error.message.startsWith('return type mismatch'));
  if (!isAboutTypes) return false;
  const tables = new Set(relations.map(({ name }) => name));
  const words = wordsOf(text);
  return story.lives.some(
    ({ type, names, chapters }) =>
      type === 'table column' &&
      chapters[0]?.name === assumedName &&
      chapters.some(({ identity }) => tables.size === 0 || tables.has(tableOf(type, identity)?.name ?? '')) &&
      [...names].some((name) => words.has(name)),
  );
}
