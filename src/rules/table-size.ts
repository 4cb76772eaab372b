import type { Rule, Subject, Verdict } from '../model/rule.ts';
import { smallBytes, type TableSize, type TableSizes } from '../model/sizes.ts';
import { count } from '../model/words.ts';

/** Adds the size of its table to a verdict. A warning on a small table becomes an info: nobody waits long for it. */
export function weighBySize({ sizes }: Subject, rule: Rule, verdict: Verdict): Verdict {
  if (sizes === undefined || verdict.table === undefined) return verdict;
  const size = sizeOf(sizes, verdict.table);
  if (size === undefined) return verdict;
  const told = `${verdict.table.name} holds about ${rowsText(size.rows)} (${bytesText(size.bytes)}).`;
  const severity = verdict.severity ?? rule.severity;
  return {
    ...verdict,
    notes: [...(verdict.notes ?? []), told],
    severity: severity === 'warning' && size.bytes <= smallBytes ? 'info' : severity,
  };
}

/** The number of a table's live rows in words; undefined where its size is not known. */
export function rowsIn({ sizes }: Subject, table: NonNullable<Verdict['table']>): string | undefined {
  const size = sizes === undefined ? undefined : sizeOf(sizes, table);
  return size === undefined ? undefined : rowsText(size.rows);
}

function sizeOf(
  { tables }: TableSizes,
  { schema, name }: NonNullable<Verdict['table']>,
): TableSize | undefined {
  if (schema !== undefined) return tables[`${schema}.${name}`];
  const own = tables[`public.${name}`];
  if (own !== undefined) return own;
  const found = Object.entries(tables).filter(([table]) => table.endsWith(`.${name}`));
  return found.length === 1 ? found[0]?.[1] : undefined;
}

function rowsText(rows: number): string {
  return rows < 0 ? 'an unknown number of rows' : count(rows, 'row');
}

function bytesText(bytes: number): string {
  if (bytes >= 1024 ** 3) return `${(bytes / 1024 ** 3).toFixed(1)} GB`;
  if (bytes >= 1024 ** 2) return `${Math.round(bytes / 1024 ** 2)} MB`;
  return `${Math.ceil(bytes / 1024)} kB`;
}
