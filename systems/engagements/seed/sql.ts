/** The values of a row as SQL. */
export type Row = readonly string[];

const lastDay = Date.UTC(2026, 0, 26);

export function text(value: string): string {
  return `'${value.replaceAll("'", "''")}'`;
}

/** The day so many days before the seed ends, as SQL. */
export function date(daysBack: number): string {
  return text(new Date(lastDay - daysBack * 86_400_000).toISOString().slice(0, 10));
}
