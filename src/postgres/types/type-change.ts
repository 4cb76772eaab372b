import { quoteLiteral } from '../identifier.ts';
import { castBetween, rangesOfOne } from './casts.ts';
import { isInterval, keepsIntervals } from './intervals.ts';
import { rangeOfType } from './whole-numbers.ts';

/**
 * Built-in types by families. PostgreSQL casts by itself on assignment within a family, and from any family to text. `pg_cast`,
 * https://www.postgresql.org/docs/18/sql-createcast.html
 */
const families: readonly (readonly string[])[] = [
  ['smallint', 'integer', 'bigint', 'numeric', 'real', 'double precision'],
  ['text', 'character varying', 'character', 'name', 'citext', '"char"'],
  ['date', 'timestamp without time zone', 'timestamp with time zone'],
  ['time without time zone', 'time with time zone'],
  ['bit', 'bit varying'],
  ['json', 'jsonb'],
  ['inet', 'cidr'],
];

/** A type's name without modifiers and schema of extensions: `character varying(30)` is `character varying`. */
export function bare(type: string): string {
  return type.replace(/\([^)]*\)/, '').replace(/^.*\.(citext|hstore)$/, '$1');
}

/** The type of an array's elements, or of what is no array: `character varying(30)` of `character varying(30)[]`. */
export function elementOf(type: string): string {
  return type.replace(/(\[\])+$/, '');
}

/** The same without modifiers: `character varying`. */
export function elementType(type: string): string {
  return elementOf(bare(type));
}

function familyOf(type: string): number {
  return families.findIndex((family) => family.includes(type));
}

/** Whether a bare type holds text. */
export function isText(type: string): boolean {
  return familyOf(type) === 1;
}

/** Whether it is a built-in type of one of the families. */
export function isBuiltIn(type: string): boolean {
  return familyOf(bare(type)) >= 0;
}

/** Whether indexes and constraints on a column survive the change from one type to the other. */
export function isSameFamily(from: string, to: string): boolean {
  const [a, b] = [bare(from), bare(to)];
  if (isInterval(a) && isInterval(b)) return true;
  return a === b || (familyOf(a) >= 0 && familyOf(a) === familyOf(b));
}

/** Types that share comparison operators, so that a foreign key may join them: families of `pg_opfamily`. */
const comparable: readonly (readonly string[])[] = [
  ['smallint', 'integer', 'bigint'],
  ['real', 'double precision'],
  ['text', 'character varying', 'name'],
  ['date', 'timestamp without time zone', 'timestamp with time zone'],
  ['inet', 'cidr'],
];

/** Whether a foreign key works while only one of its two columns has the new type. */
export function isComparable(from: string, to: string): boolean {
  const [a, b] = [bare(from), bare(to)];
  if (isInterval(a) && isInterval(b)) return true;
  return a === b || comparable.some((group) => group.includes(a) && group.includes(b));
}

/** Whether PostgreSQL casts a value by itself where one of the other type is wanted. */
function isAssigned(from: string, to: string): boolean {
  if (to === '"char"') return ['text', 'character varying', 'character', to].includes(from);
  return isText(to) || isSameFamily(from, to);
}

/** The USING clause that ALTER COLUMN TYPE needs, or nothing where PostgreSQL converts by itself. */
export function conversionOf(from: string, to: string, column: string): string {
  const [a, b] = [bare(from), bare(to)];
  if (fillsBits(from, to)) return ` USING ${column}::${to}`;
  if (isAssigned(a, b)) return '';
  // The explicit cast of an array cuts what is too long, which PostgreSQL refuses where it converts by itself.
  if (areArrays(from, to) && conversionOf(elementOf(from), elementOf(to), column) === '') return '';
  const cast = castBetween(a, b, to);
  if (cast !== undefined) return ` USING ${column}${cast}`;
  if (b === `${a}[]`) return ` USING ARRAY[${column}]::${to}`;
  return familyOf(a) === 1 ? ` USING ${column}::${to}` : ` USING ${column}::text::${to}`;
}

/** Whether a string of bits gets longer: the explicit cast adds zeros, and PostgreSQL refuses every row where it converts by itself. */
function fillsBits(from: string, to: string): boolean {
  return bare(from) === 'bit' && bare(to) === 'bit' && limit(from) < limit(to);
}

/** Whether PostgreSQL has to write every row: it need not where the stored bytes stay as they are. */
export function isRewriting(from: string, to: string): boolean {
  const [a, b] = [bare(from), bare(to)];
  const [was, is] = [modifiers(from), modifiers(to)];
  if (isInterval(from) && isInterval(to)) return !keepsIntervals(from, to);
  const isPlain = (type: string) => ['text', 'character varying', 'citext'].includes(type);
  if (isPlain(a) && isPlain(b)) return is.length > 0 && (was.length === 0 || (is[0] ?? 0) < (was[0] ?? 0));
  if (a !== b) return !(sameBytes.has(`${a} ${b}`) || (a === 'xml' && isPlain(b))) || is.length > 0;
  if (is.length === 0) return a === 'character' || a === 'bit';
  if (a === 'numeric')
    return was.length === 0 || (was[1] ?? 0) !== (is[1] ?? 0) || (is[0] ?? 0) < (was[0] ?? 0);
  if (a === 'bit varying') return was.length === 0 || (is[0] ?? 0) < (was[0] ?? 0);
  return !ofTime.test(a) || (is[0] ?? 0) < (was[0] ?? 6);
}

const sameBytes: ReadonlySet<string> = new Set(['cidr inet', 'bit bit varying']);

/** Types with digits of a second, of which there are six where none are named. */
export const ofTime = /^(?:time|timestamp|interval)\b/;

/** Whether every value of one type is a value of the other, and stays what it is. */
export function isWidening(from: string, to: string): boolean {
  const [a, b] = [bare(from), bare(to)];
  const [was, is] = [modifiers(from), modifiers(to)];
  if (b === 'text' || b === 'citext' || (b === 'character varying' && is.length === 0)) return true;
  if (b === 'character varying') return familyOf(a) === 1 && was.length > 0 && (was[0] ?? 0) <= (is[0] ?? 0);
  if (b === 'character') return a === b && limit(from) <= limit(to);
  if (b === 'bit varying' && is.length > 0) return (a === b || a === 'bit') && limit(from) <= limit(to);
  if (isInterval(from) && isInterval(to)) return keepsIntervals(from, to);
  const whole = ['smallint', 'integer', 'bigint'];
  if (whole.includes(a) && b === 'numeric') {
    const digits = [5, 10, 19][whole.indexOf(a)] ?? 0;
    return is.length === 0 || ((is[1] ?? 0) >= 0 && (is[0] ?? 0) - (is[1] ?? 0) >= digits);
  }
  if (whole.includes(a) && whole.includes(b)) return whole.indexOf(a) <= whole.indexOf(b);
  if (a === 'numeric' && b === 'numeric') {
    if (is.length === 0) return true;
    const [before, after] = [(was[0] ?? 0) - (was[1] ?? 0), (is[0] ?? 0) - (is[1] ?? 0)];
    return was.length > 0 && before <= after && (was[1] ?? 0) <= (is[1] ?? 0);
  }
  return wider.has(`${a} ${b}`) || (a === b && is.length === 0);
}

/** How many characters or bits a type holds: one of `character` and `bit`, and any number of the others, where none is named. */
function limit(type: string): number {
  const isOne = ['character', 'bit'].includes(bare(type));
  return modifiers(type)[0] ?? (isOne ? 1 : Number.POSITIVE_INFINITY);
}

const wider: ReadonlySet<string> = new Set([
  'smallint real',
  'smallint double precision',
  'integer double precision',
  'real double precision',
  'date timestamp without time zone',
  'date timestamp with time zone',
  'timestamp without time zone timestamp with time zone',
  'cidr inet',
  'int4range int8range',
  'int4multirange int8multirange',
  ...rangesOfOne.map(([range, multirange]) => `${range} ${multirange}`),
]);

/** Whether the conversion changes values rather than refuse any. */
export function refusesNothing(from: string, to: string): boolean {
  const [a, b] = [bare(from), bare(to)];
  if (isArray(to)) return isArray(from) ? refusesNothing(elementOf(from), elementOf(to)) : b === `${a}[]`;
  if (isWidening(from, to) || total.has(`${a} ${b}`)) return true;
  // Blanks or zeros are added, which a rule or a key may see.
  if (fillsBits(from, to)) return true;
  if (a === 'character varying' && b === 'character') return limit(from) <= limit(to);
  if (ofTime.test(a) && (a === b || (a.startsWith('interval') && b.startsWith('interval')))) return true;
  if (a.startsWith('timestamp') && b.startsWith('timestamp')) return true;
  return modifiers(to).length === 0 && totalWhole.has(`${a} ${b}`);
}

const total: ReadonlySet<string> = new Set([
  'integer boolean',
  'boolean integer',
  'smallint bit',
  'integer bit',
  'bigint bit',
  'integer real',
  'bigint real',
  'bigint double precision',
  'timestamp without time zone date',
  'timestamp with time zone date',
  'timestamp without time zone time without time zone',
  'timestamp with time zone time without time zone',
  'timestamp with time zone time with time zone',
  'time without time zone time with time zone',
  'time with time zone time without time zone',
  'time without time zone interval',
  'interval time without time zone',
  'inet cidr',
  'jsonb json',
  'int4range numrange',
  'int8range numrange',
  'hstore json',
  'hstore jsonb',
  'text name',
  'character varying name',
  'character name',
  'text "char"',
  'character varying "char"',
  'character "char"',
]);

/** The same without a limit to what the new type holds. */
const totalWhole: ReadonlySet<string> = new Set([
  'real numeric',
  'double precision numeric',
  'money numeric',
  'bit bit varying',
]);

function isArray(type: string): boolean {
  return type.endsWith('[]');
}

/** An array of a domain that is itself over an array is none of what that holds. */
function areArrays(...types: readonly string[]): boolean {
  return types.every((type) => isArray(type) && !isArray(type.slice(0, -2)));
}

/** An SQL condition that is true of values that do not fit the new type; by their text where nothing simpler tells. */
export function misfitCondition(from: string, to: string, column: string): string {
  if (isArray(from) && isArray(to)) {
    const held = misfitCondition(elementOf(from), elementOf(to), 'held.value');
    return `EXISTS (SELECT FROM unnest(${column}) AS held (value) WHERE ${held})`;
  }
  const [a, b] = [bare(from), bare(to)];
  const [length] = modifiers(to);
  if (familyOf(a) === 1 && familyOf(b) === 1 && length !== undefined) return `length(${column}) > ${length}`;
  const range = rangeOfType(b);
  if (familyOf(a) === 0 && range !== undefined) return `${column} NOT BETWEEN ${range}`;
  if (a === 'jsonb' && b === 'boolean') return `jsonb_typeof(${column}) <> 'boolean'`;
  // Fractions are rounded.
  if (a === 'jsonb' && range !== undefined)
    return `CASE jsonb_typeof(${column}) WHEN 'number' THEN ${column}::numeric NOT BETWEEN ${range} ELSE true END`;
  // What has more or fewer bits is cut or filled.
  if (familyOf(a) === 1 && b === 'bit') return `NOT pg_input_is_valid(${column}::text, 'bit varying')`;
  const value = a === 'money' && familyOf(b) === 0 ? `${column}::numeric` : column;
  if (a === 'money' && range !== undefined) return `${value} NOT BETWEEN ${range}`;
  return `NOT pg_input_is_valid(${value}::text, ${quoteLiteral(to)})`;
}

/** `10, 2` of `numeric(10,2)`. */
export function modifiers(type: string): readonly number[] {
  return (/\(([\d, -]+)\)/.exec(type)?.[1] ?? '')
    .split(',')
    .filter((part) => part !== '')
    .map(Number);
}
