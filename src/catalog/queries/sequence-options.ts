import type { Property } from '../../model/schema.ts';
import { boundsOfType } from '../../postgres/types/whole-numbers.ts';
import type { Flag } from '../reader.ts';

/** The columns of `pg_sequence` that both free and identity sequences are described by; null where they are as usual. */
export interface SequenceRow {
  type: string;
  start: string;
  increment: string | null;
  min: string;
  max: string;
  cache: string | null;
  cycle: Flag;
}

/**
 * What CREATE SEQUENCE would have to say; defaults are left out.
 * https://www.postgresql.org/docs/18/sql-createsequence.html
 */
export function sequenceOptions(row: SequenceRow): Readonly<Record<string, Property | null>> {
  const bounds = boundsOfType(row.type);
  const descends = row.increment?.startsWith('-');
  const min = row.min === (descends ? `${bounds?.min}` : '1') ? null : row.min;
  const max = row.max === (descends ? '-1' : `${bounds?.max}`) ? null : row.max;
  return {
    increment: row.increment,
    min,
    max,
    start: row.start === (descends ? row.max : row.min) ? null : row.start,
    cache: row.cache,
    cycle: row.cycle,
  };
}

/** The same as SQL text, for identity columns, in the order of the manual; empty where all is default. */
export function sequenceOptionText(row: SequenceRow): string {
  const { increment, min, max, start, cache, cycle } = sequenceOptions(row);
  const parts = [
    increment && `INCREMENT BY ${increment}`,
    min && `MINVALUE ${min}`,
    max && `MAXVALUE ${max}`,
    start && `START WITH ${start}`,
    cache && `CACHE ${cache}`,
    cycle && 'CYCLE',
  ];
  return parts.filter(Boolean).join(' ');
}
