import type { TypeName } from '@pgsql/types';
import { quoteIdentifier } from '../postgres/identifier.ts';
import { byKind, stringsOf } from './nodes.ts';

const typeNames: ReadonlyMap<string, string> = new Map(
  Object.entries({
    int2: 'smallint',
    int4: 'integer',
    int: 'integer',
    int8: 'bigint',
    float4: 'real',
    float8: 'double precision',
    bool: 'boolean',
    bpchar: 'character',
    varchar: 'character varying',
    timestamp: 'timestamp without time zone',
    timestamptz: 'timestamp with time zone',
    time: 'time without time zone',
    timetz: 'time with time zone',
    varbit: 'bit varying',
  }),
);

/** Fields that an interval is restricted to, by the number that the parser makes of them: a bit for each. */
const intervalFields: ReadonlyMap<number, string> = new Map([
  [4, ' year'],
  [2, ' month'],
  [8, ' day'],
  [1024, ' hour'],
  [2048, ' minute'],
  [4096, ' second'],
  [6, ' year to month'],
  [1032, ' day to hour'],
  [3080, ' day to minute'],
  [7176, ' day to second'],
  [3072, ' hour to minute'],
  [7168, ' hour to second'],
  [6144, ' minute to second'],
]);

/** A type as `format_type` writes it, without the schema of built-in ones: `character varying(30)[]`. */
export function typeText(type: TypeName | undefined): string {
  const parts = stringsOf(type?.names);
  const bare = parts.at(-1) ?? '';
  // What the parser itself knows (numeric, timestamp) it puts into pg_catalog; as names those words would need quotes.
  const isWord = parts.length > 1 && parts[0] === 'pg_catalog';
  const named = isWord ? bare : parts.map((part) => quoteIdentifier(part)).join('.');
  const base = isWord || parts.length === 1 ? (typeNames.get(bare) ?? named) : named;
  const numbers = (type?.typmods ?? []).flatMap((node) => {
    const number = byKind(node).A_Const?.ival;
    return number === undefined ? [] : [number.ival ?? 0];
  });
  const array = (type?.arrayBounds?.length ?? 0) > 0 ? '[]' : '';
  if (numbers.length === 0) return `${base}${array}`;
  if (base === 'interval') {
    const [fields = 0, ...digits] = numbers;
    return `interval${intervalFields.get(fields) ?? ''}${digits.map((number) => `(${number})`).join('')}${array}`;
  }
  const [, head = base, tail = ''] = /^(timestamp|time)( with.*)$/.exec(base) ?? [];
  return `${head}(${numbers.join(',')})${tail}${array}`;
}
