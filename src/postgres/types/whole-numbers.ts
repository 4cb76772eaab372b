/** The least and the greatest of some whole numbers. */
export interface Bounds {
  readonly min: bigint;
  readonly max: bigint;
}

/** https://www.postgresql.org/docs/18/datatype-numeric.html#DATATYPE-INT */
export const wholeNumbers = {
  smallint: { min: -32768n, max: 32767n },
  integer: { min: -2147483648n, max: 2147483647n },
  bigint: { min: -9223372036854775808n, max: 9223372036854775807n },
} satisfies Record<string, Bounds>;

/** What a type of whole numbers holds; undefined of any other type. */
export function boundsOfType(type: string): Bounds | undefined {
  return (wholeNumbers as Readonly<Record<string, Bounds>>)[type];
}

/** The same as the end of an SQL condition: `-32768 AND 32767`, behind BETWEEN. */
export function rangeOfType(type: string): string | undefined {
  const bounds = boundsOfType(type);
  return bounds && `${bounds.min} AND ${bounds.max}`;
}
