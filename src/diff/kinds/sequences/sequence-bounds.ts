import type { Definition } from '../../../model/schema.ts';
import { quoteLiteral } from '../../../postgres/identifier.ts';
import { type Bounds, boundsOfType, wholeNumbers } from '../../../postgres/types/whole-numbers.ts';

/** The bounds of a sequence of this type, given or default. */
export function boundsOf(type: string, { increment, min, max }: Definition): Bounds {
  const { min: lowest, max: highest } = boundsOfType(type) ?? wholeNumbers.bigint;
  const descends = String(increment ?? 1).startsWith('-');
  return {
    min: min === undefined ? (descends ? lowest : 1n) : BigInt(String(min)),
    max: max === undefined ? (descends ? -1n : highest) : BigInt(String(max)),
  };
}

/**
 * Moves the current value inside of the new bounds, outside of which ALTER SEQUENCE refuses it. Empty where the new bounds
 * contain the old ones; `restart` where they share no value.
 */
export function fitValue(name: string, was: Bounds, is: Bounds): readonly string[] | 'restart' {
  if (shareNone(was, is)) return 'restart';
  return isWithin(was, is) ? [] : [setFitting(name, name, was, is)];
}

export function shareNone(was: Bounds, is: Bounds): boolean {
  return is.min > was.max || is.max < was.min;
}

export function isWithin(inner: Bounds, outer: Bounds): boolean {
  return outer.min <= inner.min && outer.max >= inner.max;
}

/** Sets the current value to one that was read, or to the nearest one inside of the new bounds. `from`: where it is read. */
export function setFitting(name: string, from: string, was: Bounds, is: Bounds): string {
  const capped = is.max < was.max ? `LEAST(last_value, ${is.max})` : 'last_value';
  const fitting = is.min > was.min ? `GREATEST(${capped}, ${is.min})` : capped;
  return `SELECT pg_catalog.setval(${quoteLiteral(name)}, ${fitting}, is_called) FROM ${from}`;
}
