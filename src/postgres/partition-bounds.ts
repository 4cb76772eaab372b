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
  const lists = [...bound.matchAll(/\b(IN|FROM|TO|WITH) (?=\()/g)].map(({ 0: word, index }) =>
    splitList(parenthesised(bound, index + word.length).inside),
  );
  const [first = [], last = []] = lists;
  if (bound.startsWith('FOR VALUES IN ')) return amongValues(String(keys[0]), first);
  if (bound.startsWith('FOR VALUES WITH ')) {
    const [modulus, remainder] = first.map((part) => part.replace(/^\w+ /, ''));
    const whole = `${quoteLiteral(name)}::regclass`;
    return `pg_catalog.satisfies_hash_partition(${[whole, modulus, remainder, ...keys].join(', ')})`;
  }
  return [...keys.map((key) => `${key} IS NOT NULL`), notBelow(keys, first), below(keys, last)]
    .filter((condition) => condition !== 'true')
    .join(' AND ');
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
