import type { Definition } from '../../model/schema.ts';
import { splitLast } from '../address.ts';
import { list, optionChanges } from '../definition.ts';
import type { Context } from '../kind.ts';

/** Storage, compression, statistics and options of a column. https://www.postgresql.org/docs/18/sql-altertable.html */
export function settingChanges(
  name: string,
  before: Definition,
  after: Definition,
  { from }: Context,
): string[] {
  const [table, column] = splitLast(name);
  const alter = (clause: string) => `ALTER TABLE ONLY ${table} ALTER COLUMN ${column} ${clause}`;
  const statements: string[] = [];
  if (before.storage !== after.storage) {
    const usual = from.serverVersion < 160000 ? usualStorage(after) : 'DEFAULT';
    statements.push(alter(`SET STORAGE ${after.storage ?? usual}`));
  }
  if (before.compression !== after.compression) {
    statements.push(alter(`SET COMPRESSION ${after.compression ?? 'DEFAULT'}`));
  }
  if (before.statistics !== after.statistics)
    statements.push(alter(`SET STATISTICS ${after.statistics ?? -1}`));
  statements.push(...optionChanges(list(before, 'options'), list(after, 'options')).map(alter));
  return statements;
}

/** What DEFAULT stands for, which PostgreSQL 16 was the first to understand. */
function usualStorage({ type }: Definition): string {
  return /^(numeric|inet|cidr)\b[^[]*$/.test(String(type)) ? 'MAIN' : 'EXTENDED';
}
