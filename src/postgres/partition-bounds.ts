import { parenthesised, splitList } from './lists.ts';

/**
 * Which rows belong to a partition.
 * https://www.postgresql.org/docs/18/sql-createtable.html#SQL-CREATETABLE-PARTITION
 */
export type Bound =
  | { readonly kind: 'default' }
  | { readonly kind: 'list'; readonly values: readonly string[] }
  /** The first end belongs to it, the last does not. */
  | { readonly kind: 'range'; readonly first: readonly string[]; readonly last: readonly string[] }
  | { readonly kind: 'hash'; readonly modulus: number; readonly remainder: number };

/** Reads a bound as pg_get_expr writes it: `FOR VALUES IN (1, NULL)`. */
export function readBound(bound: string): Bound {
  const [one = [], other = []] = listsOf(bound);
  if (bound.startsWith('FOR VALUES IN ')) return { kind: 'list', values: one };
  if (bound.startsWith('FOR VALUES FROM ')) return { kind: 'range', first: one, last: other };
  if (bound === 'DEFAULT') return { kind: 'default' };
  const [modulus = 0, remainder = 0] = one.map((part) => Number(part.replace(/^\w+ /, '')));
  return { kind: 'hash', modulus, remainder };
}

/** What stands in each of a bound's parentheses. */
function listsOf(bound: string): readonly (readonly string[])[] {
  return [...bound.matchAll(/\b(IN|FROM|TO|WITH) (?=\()/g)].map(({ 0: word, index }) =>
    splitList(parenthesised(bound, index + word.length).inside),
  );
}

/**
 * The types of the columns of a key, with domains resolved, and `enum` for any of these; undefined for expressions and what is not
 * known.
 */
export type KeyTypes = readonly (string | undefined)[];

/**
 * Whether a row may belong to both of two partitions, of which the bounds are of one key and not of one time: false only where
 * they tell that for sure.
 */
export function mayShareRows(one: Bound, two: Bound, types: KeyTypes): boolean {
  if (one.kind === 'list' && two.kind === 'list') return mayShareValue(one.values, two.values, types[0]);
  if (one.kind === 'hash' && two.kind === 'hash')
    return (one.remainder - two.remainder) % commonDivisor(one.modulus, two.modulus) === 0;
  if (one.kind !== 'range' || two.kind !== 'range') return true;
  return !isAtMost(one.last, two.first, types) && !isAtMost(two.last, one.first, types);
}

/** Types of which PostgreSQL writes equal values alike. */
const writtenAlike = /^(?:smallint|integer|bigint|boolean|date|uuid|text|character varying|enum)\b/;

function mayShareValue(one: readonly string[], two: readonly string[], type = ''): boolean {
  if (writtenAlike.test(type)) return one.some((value) => two.includes(value));
  const mayBeEqual = (a: string, b: string) =>
    a === b || (a !== 'NULL' && b !== 'NULL' && compareValues(a, b, type) === undefined);
  return one.some((value) => two.some((other) => mayBeEqual(value, other)));
}

/**
 * Whether all rows of a partition would belong to one of those with other bounds, of the same key: true only where that is sure.
 * The others are partitions of one table at one time.
 */
export function areHeldBy(bound: Bound, others: readonly Bound[], types: KeyTypes): boolean {
  if (bound.kind === 'list') {
    const held = new Set(others.flatMap((other) => (other.kind === 'list' ? other.values : [])));
    return bound.values.every((value) => held.has(value));
  }
  if (bound.kind === 'range') return isSpanned(bound, others, types);
  if (bound.kind === 'default') return false;
  return isHashedInto(bound, others, types);
}

/** Whether the remainders of others, of which no two share one, are together as many as those of a hash. */
function isHashedInto(bound: Bound & { kind: 'hash' }, others: readonly Bound[], types: KeyTypes): boolean {
  const near = others.filter(
    (other): other is Bound & { kind: 'hash' } => other.kind === 'hash' && mayShareRows(bound, other, types),
  );
  const all = near.reduce((multiple, { modulus }) => commonMultiple(multiple, modulus), 1);
  const shares = near.map(({ modulus }) => (all / modulus) * commonDivisor(bound.modulus, modulus));
  return near.length > 0 && shares.reduce((sum, share) => sum + share) === all;
}

/** Whether ranges that follow one another reach from the first end of one to its last. */
function isSpanned(bound: Bound & { kind: 'range' }, others: readonly Bound[], types: KeyTypes): boolean {
  const left = others.filter(
    (other): other is Bound & { kind: 'range' } =>
      other.kind === 'range' && mayShareRows(bound, other, types),
  );
  if (left.some((other) => isSameRange(bound, other))) return true;
  for (let reached = bound.first; !isAtMost(bound.last, reached, types); ) {
    const next = left.findIndex((other) => isAtMost(other.first, reached, types));
    if (next === -1) return false;
    for (const { last } of left.splice(next, 1)) if (isAtMost(reached, last, types)) reached = last;
  }
  return true;
}

/** Whether two ranges have the same ends, whatever the order of the values in between is. */
function isSameRange(one: Bound & { kind: 'range' }, two: Bound & { kind: 'range' }): boolean {
  const ends = ({ first, last }: Bound & { kind: 'range' }) => [...first, ...last].join();
  return ends(one) === ends(two);
}

function commonDivisor(a: number, b: number): number {
  return b === 0 ? a : commonDivisor(b, a % b);
}

function commonMultiple(a: number, b: number): number {
  return (a / commonDivisor(a, b)) * b;
}

/** Whether one end of a range is for sure below another, or the same; the first values that differ tell it. */
function isAtMost(end: readonly string[], other: readonly string[], types: KeyTypes): boolean {
  for (const [i, value] of end.entries()) {
    const order = compareValues(value, String(other[i]), types[i]);
    if (order !== 0) return order !== undefined && order < 0;
  }
  return true;
}

/** What tells the order of two values of such a type, of those that are written so. */
interface Comparable {
  readonly types: RegExp;
  readonly pattern: RegExp;
  /** What is compared, of the text between the quotes. */
  readonly read: (text: string) => string | number;
}

const comparables: readonly Comparable[] = [
  {
    types: /^(?:smallint|integer|bigint|numeric|real|double precision)/,
    pattern: /^'?(-?\d+(?:\.\d+)?)'?$/,
    read: Number,
  },
  {
    types: /^(?:date|timestamp(?:\(\d\))? without time zone)$/,
    pattern: /^'(\d{4}-\d\d-\d\d(?: \d\d:\d\d:\d\d)?)'$/,
    read: (text) => text,
  },
  {
    types: /^timestamp(?:\(\d\))? with time zone$/,
    pattern: /^'(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d[+-]\d\d(?::\d\d)?)'$/,
    read: (text) => Date.parse(text.replace(' ', 'T').replace(/[+-]\d\d$/, '$&:00')),
  },
];

/** Undefined where only PostgreSQL knows: of text, its order is the collation's. */
function compareValues(a: string, b: string, type = ''): number | undefined {
  if (a === b) return 0;
  if (a === 'MINVALUE' || b === 'MAXVALUE') return -1;
  if (a === 'MAXVALUE' || b === 'MINVALUE') return 1;
  const how = comparables.find(({ types }) => types.test(type));
  const [one, other] = [a, b].map((value) => how?.pattern.exec(value)?.[1]);
  if (how === undefined || one === undefined || other === undefined) return undefined;
  const [first, second] = [how.read(one), how.read(other)];
  // What differs in more digits than a number holds is left open.
  if (first === second) return undefined;
  return first < second ? -1 : 1;
}
