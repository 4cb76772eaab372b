import { reservedWords } from './keywords.ts';

/**
 * Quotes an identifier where PostgreSQL needs it, as `quote_ident` does. This is what turns a name into SQL.
 * https://www.postgresql.org/docs/18/sql-syntax-lexical.html
 */
export function quoteIdentifier(name: string): string {
  if (/^[a-z_][a-z0-9_]*$/.test(name) && !reservedWords.has(name)) return name;
  return alwaysQuoted(name);
}

/** The name in quotes, also where it needs none: for those who decide themselves which names may go without. */
export function alwaysQuoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** The name in quotes only where its characters need them: for places in which words of the language may stand bare. */
export function quoteUnlessPlain(name: string): string {
  return /^[a-z_][a-z0-9_]*$/.test(name) ? name : alwaysQuoted(name);
}

/** `schema.name`, each part quoted where needed. */
export function qualifiedName(schema: string, name: string): string {
  return `${quoteIdentifier(schema)}.${quoteIdentifier(name)}`;
}

/** Quotes a string literal, also one with backslashes, as `quote_literal` does. */
export function quoteLiteral(text: string): string {
  const quoted = `'${text.replaceAll("'", "''").replaceAll('\\', '\\\\')}'`;
  return text.includes('\\') ? `E${quoted}` : quoted;
}

/** Writes a value as SQL, of the types in which the driver reads them. */
export function quoteValue(value: unknown): string {
  if (value === null || value === undefined) return 'NULL';
  if (typeof value === 'number' || typeof value === 'boolean' || typeof value === 'bigint')
    return String(value);
  if (Array.isArray(value)) return value.length === 0 ? "'{}'" : `ARRAY[${value.map(quoteValue).join(', ')}]`;
  return quoteLiteral(String(value));
}

/**
 * Source of a pattern, with or without the flag `u`, for a character inside an unquoted identifier.
 * https://www.postgresql.org/docs/18/sql-syntax-lexical.html
 */
export const identifierPart = String.raw`(?:[\w$]|[^\x00-\x7F])`;

/** The same for a whole identifier, unquoted or quoted: `users`, `"Odd ""Name"""`, `naïve$1`. It captures nothing. */
export const identifierPattern = String.raw`(?:"(?:[^"]|"")+"|(?:[A-Za-z_]|[^\x00-\x7F])${identifierPart}*)`;

/** The same for identifiers with dots between: `public."Odd.Name".col`. White space may stand around a dot. */
export const qualifiedPattern = String.raw`(?:${identifierPattern}(?:\s*\.\s*${identifierPattern})*)`;

/**
 * Splits `public."Odd.Name".col` into its unquoted parts. Unquoted parts are folded as the server folds them: ASCII letters to
 * lower case, no others.
 */
export function splitIdentifier(text: string): string[] {
  const parts: string[] = [];
  const part = /\s*(?:"((?:[^"]|"")*)"|([^".]+))\s*/gy;
  for (;;) {
    const match = part.exec(text);
    if (!match) break;
    parts.push(match[1] === undefined ? folded((match[2] as string).trim()) : match[1].replaceAll('""', '"'));
    if (text[part.lastIndex] !== '.') break;
    part.lastIndex += 1;
  }
  return parts;
}

function folded(name: string): string {
  return name.replaceAll(/[A-Z]+/g, (letters) => letters.toLowerCase());
}

/** The last part of a qualified name, unquoted: `users` of `public.users`. */
export function bareName(name: string): string {
  return splitIdentifier(name).at(-1) ?? name;
}

/** Splits `public.users.email` into `public.users` and `email`, both still quoted where needed. */
export function splitLast(name: string): readonly [string, string] {
  let inQuotes = false;
  for (let i = name.length - 1; i >= 0; i -= 1) {
    if (name[i] === '"') inQuotes = !inQuotes;
    else if (name[i] === '.' && !inQuotes) return [name.slice(0, i), name.slice(i + 1)];
  }
  return ['', name];
}

/** The last part of a name, quoted as it is there: `email` of `public.users.email`. */
export function lastPart(name: string): string {
  return splitLast(name)[1];
}

/**
 * Splits the identity that event triggers give to what is on a table, `"a on b" on public.t`, into its name and the table's;
 * undefined of any other.
 */
export function splitOn(identity: string): readonly [name: string, table: string] | undefined {
  const [, name, table] = onTable.exec(identity) ?? [];
  return name === undefined || table === undefined ? undefined : [name, table];
}

const onTable = new RegExp(`^(${identifierPattern}) on (.+)$`);

/** The name that a column or attribute begins with: `"a b"` of `"a b" integer`. */
export function leadingName(text: string): string {
  return /^("(?:[^"]|"")*"|\S+)/.exec(text)?.[0] ?? text;
}

/** The name of a routine without its arguments: `public.f` of `public.f(integer)`. */
export function withoutSignature(name: string): string {
  return /^(?:"(?:[^"]|"")*"|[^"(])+/.exec(name)?.[0] ?? name;
}

/** The arguments of a routine: `(integer)` of `public.f(integer)`; empty where a name has none. */
export function signatureOf(name: string): string {
  return name.slice(withoutSignature(name).length);
}

/** The identifiers in a text of SQL, each without its quotes; words of the language and of literals are among them. */
export function identifiersIn(sql: string): ReadonlySet<string> {
  return new Set([...sql.matchAll(anyIdentifier)].map(([name]) => bareName(name)));
}

const anyIdentifier = new RegExp(identifierPattern, 'g');
