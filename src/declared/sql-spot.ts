import { escaped } from '../model/patterns.ts';
import type { FactKind } from '../model/schema.ts';
import { splitIdentifier } from '../postgres/identifier.ts';
import { splitStatements } from '../sql/split.ts';

/** A file of declared SQL, with those of its statements that make or alter something. */
export interface DeclaredFile {
  /** As it is shown to a person. */
  readonly name: string;
  readonly text: string;
  readonly statements: readonly DeclaredStatement[];
}

interface DeclaredStatement {
  /** Where it starts in its file. */
  readonly start: number;
  readonly text: string;
  /** In lower case. */
  readonly lower: string;
}

/** Splits a file into its statements, once for all that is looked for in it. */
export function declaredFile({ name, text }: { readonly name: string; readonly text: string }): DeclaredFile {
  const statements = splitStatements(text)
    .statements.filter(({ head }) => /^(?:CREATE|ALTER TABLE)\b/.test(head))
    .map(({ start, end }) => {
      const own = text.slice(start, end);
      return { start, text: own, lower: own.toLowerCase() };
    });
  return { name, text, statements };
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
  const [findOwn, findTable] = [finder(own), table === undefined ? undefined : finder(table)];
  for (const { name: file, text, statements } of files) {
    for (const one of statements) {
      const { start, text: statement } = one;
      if (findTable !== undefined && findTable(one) === undefined) continue;
      const at = findOwn(one);
      if (at === undefined || (table === undefined && at.index > headLength(statement))) continue;
      return { file, text, start: start + at.index, end: start + at.index + at.length };
    }
  }
  return undefined;
}

/** Finds a name as a word of its own, quoted or not. Most statements do not hold it at all. */
function finder(name: string) {
  const word = escaped(name);
  const pattern = new RegExp(`"${word}"|(?<![\\w$"])${word}(?![\\w$"])`, 'i');
  const lower = name.toLowerCase();
  return (statement: DeclaredStatement): { readonly index: number; readonly length: number } | undefined => {
    const match = statement.lower.includes(lower) ? pattern.exec(statement.text) : null;
    return match === null ? undefined : { index: match.index, length: match[0].length };
  };
}

/** What is made is named before the first parenthesis or line of its definition. */
function headLength(statement: string): number {
  const open = statement.indexOf('(');
  return open === -1 ? statement.length : open;
}
