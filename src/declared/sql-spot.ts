import { escaped } from '../model/patterns.ts';
import type { FactKind } from '../model/schema.ts';
import { splitIdentifier } from '../postgres/identifier.ts';
import { splitStatements } from '../sql/split.ts';

/** A file of declared SQL. */
export interface DeclaredFile {
  /** As it is shown to a person. */
  readonly name: string;
  readonly text: string;
}

/** A range in one of the files. */
interface SqlSpot {
  readonly file: string;
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/**
 * Where declared SQL speaks of an object: the name of a column in its table's CREATE TABLE, else the object's own name in the
 * statement that makes it, or in one that makes its table. Found by name, so that it may be missed, and is undefined then.
 */
export function findSqlSpot(
  files: readonly DeclaredFile[],
  what: FactKind,
  name: string,
): SqlSpot | undefined {
  const parts = splitIdentifier(name.replace(/\(.*\)$/s, ''));
  const own = parts.at(-1);
  if (own === undefined) return undefined;
  const isPart = parts.length > 2 || what === 'column';
  const table = isPart ? parts.at(-2) : undefined;
  for (const { name: file, text } of files) {
    for (const { start, end, head } of splitStatements(text).statements) {
      if (!/^(?:CREATE|ALTER TABLE)\b/.test(head)) continue;
      const statement = text.slice(start, end);
      if (table !== undefined && named(statement, table) === undefined) continue;
      const at = named(statement, own);
      if (at === undefined || (table === undefined && at.index > headLength(statement))) continue;
      return { file, text, start: start + at.index, end: start + at.index + at.length };
    }
  }
  return undefined;
}

/** A name as a word of its own, quoted or not. */
function named(text: string, name: string): { readonly index: number; readonly length: number } | undefined {
  const word = escaped(name);
  const match = new RegExp(`"${word}"|(?<![\\w$"])${word}(?![\\w$"])`, 'i').exec(text);
  return match === null ? undefined : { index: match.index, length: match[0].length };
}

/** What is made is named before the first parenthesis or line of its definition. */
function headLength(statement: string): number {
  const open = statement.indexOf('(');
  return open === -1 ? statement.length : open;
}
