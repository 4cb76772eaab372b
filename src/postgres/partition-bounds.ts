import { quoteLiteral } from './identifier.ts';
import { parenthesised, splitList } from './lists.ts';

/** A partitioned table. */
export interface Whole {
  /** Qualified and quoted. */
  readonly name: string;
  /** As pg_get_partkeydef writes it: `RANGE (a, lower(b))`. */
  readonly key: string;
}

/**
 * The condition under which a row belongs to a partition with this bound, as pg_get_expr writes it: `FOR VALUES IN (1, NULL)`. Of the
 * default partition `others` are the bounds of all others. The condition may be null, which means that the row does not belong.
 * Undefined for keys that another operator class than the usual one compares.
 * https://www.postgresql.org/docs/18/sql-createtable.html#SQL-CREATETABLE-PARTITION
 */
export function belonging(whole: Whole, bound: string, others: readonly string[]): string | undefined {
  const keys = keysOf(whole.key);
  if (keys === undefined) return undefined;
  if (bound !== 'DEFAULT') return within(whole, keys, bound);
  const taken = others.map((other) => `(${within(whole, keys, other)}) IS NOT TRUE`);
  return taken.length === 0 ? 'true' : taken.join(' AND ');
}

/** The types of the columns of a key, with domains resolved; undefined for expressions and what is not known. */
export type KeyTypes = readonly (string | undefined)[];

/**
 * Whether a row may belong to both of two partitions, of which the bounds are of one key and not of one time: false only where
 * they tell that for sure.
 */
export function mayShareRows(bound: string, other: string, types: KeyTypes): boolean {
  const [one, two] = [listsOf(bound), listsOf(other)];
  if (areOf('IN', bound, other)) return one[0]!.some((value) => two[0]!.includes(value));
  if (areOf('WITH', bound, other)) {
    const [[modulus = 0, remainder = 0], [modulus2 = 0, remainder2 = 0]] = [hashOf(one), hashOf(two)];
    return (remainder - remainder2) % commonDivisor(modulus, modulus2) === 0;
  }
  if (!areOf('FROM', bound, other)) return true;
  return !isAtMost(one[1]!, two[0]!, types) && !isAtMost(two[1]!, one[0]!, types);
}

/** Whether all rows of a partition would belong to one with another bound, of the same key. */
export function holdsAllOf(bound: string, other: string, types: KeyTypes): boolean {
  const [one, two] = [listsOf(bound), listsOf(other)];
  if (areOf('IN', bound, other)) return two[0]!.every((value) => one[0]!.includes(value));
  if (areOf('FROM', bound, other))
    return isAtMost(one[0]!, two[0]!, types) && isAtMost(two[1]!, one[1]!, types);
  return bound === other && bound !== 'DEFAULT';
}

function areOf(word: 'IN' | 'FROM' | 'WITH', ...bounds: readonly string[]): boolean {
  return bounds.every((bound) => bound.startsWith(`FOR VALUES ${word} `));
}

function commonDivisor(a: number, b: number): number {
  return b === 0 ? a : commonDivisor(b, a % b);
}

/** Whether one end of a range is for sure below another, or the same; the first values that differ tell it. */
function isAtMost(end: readonly string[], other: readonly string[], types: KeyTypes): boolean {
  for (const [i, value] of end.entries()) {
    const order = compareValues(value, String(other[i]), types[i]);
    if (order !== 0) return order !== undefined && order < 0;
  }
  return true;
}

const numberTypes = /^(?:smallint|integer|bigint|numeric|real|double precision)/;
const dayTypes = /^(?:date|timestamp(?:\(\d\))? without time zone)$/;
const number = /^'?(-?\d+(?:\.\d+)?)'?$/;
const day = /^'(\d{4}-\d\d-\d\d(?: \d\d:\d\d:\d\d)?)'$/;

/** Undefined where only PostgreSQL knows: of text, its order is the collation's; of times with zones, the session's zone counts. */
function compareValues(a: string, b: string, type = ''): number | undefined {
  if (a === b) return 0;
  if (a === 'MINVALUE' || b === 'MAXVALUE') return -1;
  if (a === 'MAXVALUE' || b === 'MINVALUE') return 1;
  const pattern = numberTypes.test(type) ? number : dayTypes.test(type) ? day : undefined;
  const [one, other] = [pattern?.exec(a)?.[1], pattern?.exec(b)?.[1]];
  if (one === undefined || other === undefined) return undefined;
  // What differs in more digits than a number holds is left open.
  if (pattern === number) return Number(one) - Number(other) || undefined;
  return one < other ? -1 : 1;
}

/** The column that each part of a key is, quoted where needed; undefined for expressions. */
export function columnsOfKey(key: string): readonly (string | undefined)[] {
  return splitList(parenthesised(key, key.indexOf('(')).inside).map((part) => {
    const [name = ''] = called.exec(part) ?? [];
    return name === '' || part[name.length] === '(' ? undefined : name;
  });
}

/** The columns and expressions of a key, with their collations. */
function keysOf(key: string): readonly string[] | undefined {
  const keys = splitList(parenthesised(key, key.indexOf('(')).inside);
  return keys.some(hasOperatorClass) ? undefined : keys;
}

const called = /^(?:"(?:[^"]|"")+"|[^\s"().,]+)(?:\.(?:"(?:[^"]|"")+"|[^\s"().,]+))*/;

function hasOperatorClass(key: string): boolean {
  const [name = ''] = called.exec(key) ?? [];
  const rest = key[name.length] === '(' ? parenthesised(key, name.length).after : key.slice(name.length);
  return !/^(?: COLLATE \S+)?$/.test(rest);
}

function within({ name }: Whole, keys: readonly string[], bound: string): string {
  const [first = [], last = []] = listsOf(bound);
  if (areOf('IN', bound)) return amongValues(String(keys[0]), first);
  if (areOf('WITH', bound)) {
    const [modulus, remainder] = hashOf([first]);
    const whole = `${quoteLiteral(name)}::regclass`;
    return `pg_catalog.satisfies_hash_partition(${[whole, modulus, remainder, ...keys].join(', ')})`;
  }
  return [...keys.map((key) => `${key} IS NOT NULL`), notBelow(keys, first), below(keys, last)]
    .filter((condition) => condition !== 'true')
    .join(' AND ');
}

/** What stands in each of a bound's parentheses. */
function listsOf(bound: string): readonly (readonly string[])[] {
  return [...bound.matchAll(/\b(IN|FROM|TO|WITH) (?=\()/g)].map(({ 0: word, index }) =>
    splitList(parenthesised(bound, index + word.length).inside),
  );
}

/** Modulus and remainder. */
function hashOf([list = []]: readonly (readonly string[])[]): readonly number[] {
  return list.map((part) => Number(part.replace(/^\w+ /, '')));
}

function amongValues(key: string, values: readonly string[]): string {
  const known = values.filter((value) => value !== 'NULL');
  return [
    ...(known.length === 0 ? [] : [`${key} IN (${known.join(', ')})`]),
    ...(known.length === values.length ? [] : [`${key} IS NULL`]),
  ].join(' OR ');
}

/** Whether the keys, compared one after the other, are at or above these values. */
function notBelow(keys: readonly string[], values: readonly string[]): string {
  return compared(keys, values, { sign: '>', equal: 'true', MINVALUE: 'true', MAXVALUE: 'false' });
}

/** Whether they are below. */
function below(keys: readonly string[], values: readonly string[]): string {
  return compared(keys, values, { sign: '<', equal: 'false', MINVALUE: 'false', MAXVALUE: 'true' });
}

interface Comparison {
  readonly sign: '<' | '>';
  /** The answer where all keys are equal. */
  readonly equal: 'true' | 'false';
  readonly MINVALUE: 'true' | 'false';
  readonly MAXVALUE: 'true' | 'false';
}

function compared(keys: readonly string[], values: readonly string[], how: Comparison): string {
  return values.reduceRight((rest: string, value, i) => {
    if (value === 'MINVALUE' || value === 'MAXVALUE') return how[value];
    const key = keys[i];
    if (rest === 'true') return `${key} ${how.sign}= ${value}`;
    if (rest === 'false') return `${key} ${how.sign} ${value}`;
    return `(${key} ${how.sign} ${value} OR (${key} = ${value} AND ${rest}))`;
  }, how.equal);
}
