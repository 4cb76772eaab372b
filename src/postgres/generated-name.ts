import { quoteIdentifier } from './identifier.ts';

/** Longer names are cut: NAMEDATALEN - 1. https://www.postgresql.org/docs/18/limits.html */
const maxIdentifierBytes = 63;

/** What a generated name is made of besides its label: the bare name of a table or another object, for some with its column's. */
type NamedAfter = string | readonly [table: string, column: string | undefined];

/**
 * The name that PostgreSQL generates: `table_column_label`, or `table_label` without a column. Both parts are shortened, the longer
 * one first, until all fits. `makeObjectName` in its indexcmds.c.
 */
export function generatedName(after: NamedAfter, label: string): string {
  const [first, second = ''] = typeof after === 'string' ? [after] : after;
  const whole = second === '' ? `${first}_${label}` : `${first}_${second}_${label}`;
  if (Buffer.byteLength(whole) <= maxIdentifierBytes) return whole;
  const room = maxIdentifierBytes - label.length - (second === '' ? 1 : 2);
  let a = Buffer.byteLength(first);
  let b = Buffer.byteLength(second);
  while (a + b > room) {
    if (a > b) a -= 1;
    else b -= 1;
  }
  const middle = second === '' ? '' : `_${clip(second, b)}`;
  return `${clip(first, a)}${middle}_${label}`;
}

/**
 * A generated name, quoted where needed, that nothing else bears: with a number behind its label where it is taken, as PostgreSQL
 * chooses names for constraints and indexes.
 */
export function freeName(after: NamedAfter, label: string, isTaken: (quoted: string) => boolean): string {
  for (let number = 0; ; number += 1) {
    const name = quoteIdentifier(generatedName(after, number === 0 ? label : `${label}${number}`));
    if (!isTaken(name)) return name;
  }
}

/** The label of the CHECK by which we prove a column's NOT NULL before it is set. */
export const notNullProof = 'is_set';

function clip(text: string, bytes: number): string {
  const whole = Buffer.from(text);
  if (whole.length <= bytes) return text;
  let end = bytes;
  while (end > 0 && ((whole[end] ?? 0) & 0xc0) === 0x80) end -= 1;
  return whole.subarray(0, end).toString();
}
