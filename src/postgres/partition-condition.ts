import { quoteLiteral } from './identifier.ts';
import type { Bound } from './partition-bounds.ts';
import { readPartitionKey } from './partition-key.ts';

/** A partitioned table. */
interface Whole {
  /** Qualified and quoted. */
  readonly name: string;
  /** As pg_get_partkeydef writes it: `RANGE (a, lower(b))`. */
  readonly key: string;
}

/**
 * The condition under which a row belongs to a partition with this bound. Of the default partition `others` are the bounds of all
 * others. The condition may be null, which means that the row does not belong. Undefined for keys that another operator class than
 * the usual one compares, and for whole rows, which compare with no plain value.
 */
export function belonging(whole: Whole, bound: Bound, others: readonly Bound[]): string | undefined {
  const { parts } = readPartitionKey(whole.key);
  if (parts.some(({ hasOperatorClass, text }) => hasOperatorClass || isOfRows(text))) return undefined;
  const keys = parts.map(({ text }) => text);
  if (bound.kind !== 'default') return within(whole, keys, bound);
  const taken = others.flatMap((other) =>
    other.kind === 'default' ? [] : [`(${within(whole, keys, other)}) IS NOT TRUE`],
  );
  return taken.length === 0 ? 'true' : taken.join(' AND ');
}

function isOfRows(key: string): boolean {
  return /\.\*|\bROW\(/.test(key);
}

function within(
  { name }: Whole,
  keys: readonly string[],
  bound: Exclude<Bound, { kind: 'default' }>,
): string {
  if (bound.kind === 'list') return amongValues(String(keys[0]), bound.values);
  if (bound.kind === 'hash') {
    const whole = `${quoteLiteral(name)}::regclass`;
    return `pg_catalog.satisfies_hash_partition(${[whole, bound.modulus, bound.remainder, ...keys].join(', ')})`;
  }
  return [...keys.map((key) => `${key} IS NOT NULL`), notBelow(keys, bound.first), below(keys, bound.last)]
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
