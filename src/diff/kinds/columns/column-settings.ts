import type { Definition } from '../../../model/schema.ts';
import { splitLast } from '../../../postgres/identifier.ts';
import { postgres16 } from '../../../postgres/versions.ts';
import { list } from '../../definition.ts';
import type { Context } from '../../kind.ts';
import { optionChanges } from '../../options.ts';

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
    const usual = usualStorage(String(after.type), from.serverVersion);
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

/** A column's settings after ALTER COLUMN TYPE, which resets its storage and compression. */
export function retyped({ storage: _storage, compression: _compression, ...left }: Definition): Definition {
  return left;
}

/** The default storage of a type. `SET STORAGE DEFAULT` exists since PostgreSQL 16. */
export function usualStorage(type: string, serverVersion: number): string {
  if (serverVersion >= postgres16) return 'DEFAULT';
  return /^(numeric|inet|cidr)\b[^[]*$/.test(type) ? 'MAIN' : 'EXTENDED';
}
