/**
 * Casts between built-in types that PostgreSQL applies by itself on assignment, by family: within a family, and from any
 * family to text. `pg_cast`, https://www.postgresql.org/docs/18/sql-createcast.html
 */
const families: readonly (readonly string[])[] = [
  ['smallint', 'integer', 'bigint', 'numeric', 'real', 'double precision'],
  ['text', 'character varying', 'character', 'name', 'citext', '"char"'],
  ['date', 'timestamp without time zone', 'timestamp with time zone'],
  ['time without time zone', 'time with time zone', 'interval'],
  ['bit', 'bit varying'],
  ['json', 'jsonb'],
  ['inet', 'cidr'],
];

/** Explicit casts that exist between families, as `from to`. */
const explicit: ReadonlySet<string> = new Set([
  'integer boolean',
  'boolean integer',
  'integer bit',
  'bigint bit',
  'bit integer',
  'bit bigint',
  'jsonb boolean',
  'jsonb numeric',
  'jsonb smallint',
  'jsonb integer',
  'jsonb bigint',
  'jsonb real',
  'jsonb double precision',
  'timestamp without time zone time without time zone',
  'timestamp with time zone time without time zone',
  'timestamp with time zone time with time zone',
  'bigint money',
  'integer money',
  'numeric money',
  'money numeric',
]);

/** A type's name without modifiers and schema of extensions: `character varying(30)` is `character varying`. */
function bare(type: string): string {
  return type.replace(/\([^)]*\)/, '').replace(/^.*\.citext$/, 'citext');
}

function familyOf(type: string): number {
  return families.findIndex((family) => family.includes(type));
}

/** Whether indexes and constraints on a column survive the change from one type to the other. */
export function isSameFamily(from: string, to: string): boolean {
  const [a, b] = [bare(from), bare(to)];
  return a === b || (familyOf(a) >= 0 && familyOf(a) === familyOf(b));
}

/** The USING clause that ALTER COLUMN TYPE needs, or nothing where PostgreSQL converts by itself. */
export function conversionOf(from: string, to: string, column: string): string {
  const [a, b] = [bare(from), bare(to)];
  if (isSameFamily(from, to) || familyOf(b) === 1) return '';
  if (explicit.has(`${a} ${b}`)) return ` USING ${column}::${to}`;
  if (b === `${a}[]`) return ` USING ARRAY[${column}]::${to}`;
  return familyOf(a) === 1 ? ` USING ${column}::${to}` : ` USING ${column}::text::${to}`;
}

/** Whether PostgreSQL has to write every row: it need not where the stored bytes stay as they are. */
export function isRewriting(from: string, to: string): boolean {
  const [a, b] = [bare(from), bare(to)];
  const [was, is] = [modifiers(from), modifiers(to)];
  const isText = (type: string) => type === 'text' || type === 'character varying';
  if (isText(a) && isText(b)) return is.length > 0 && (was.length === 0 || (is[0] ?? 0) < (was[0] ?? 0));
  if (a !== b) return !(a === 'cidr' && b === 'inet');
  if (is.length === 0) return a === 'character' || a === 'bit';
  if (a === 'numeric')
    return was.length === 0 || (was[1] ?? 0) !== (is[1] ?? 0) || (is[0] ?? 0) < (was[0] ?? 0);
  if (a === 'bit varying') return was.length === 0 || (is[0] ?? 0) < (was[0] ?? 0);
  return true;
}

/** `10, 2` of `numeric(10,2)`. */
function modifiers(type: string): readonly number[] {
  return (/\(([\d, -]+)\)/.exec(type)?.[1] ?? '')
    .split(',')
    .filter((part) => part !== '')
    .map(Number);
}
