import type { Database } from '../../engine/engine.ts';
import type { Place } from '../../model/errors.ts';
import type { Layout, Migration, SqlText, Transaction } from '../../model/migration.ts';
import type { ProjectSettings } from '../../model/settings.ts';
import { type RefusedStatement, runSql } from '../../replay/run.ts';
import { placeIn } from '../../sql/locate.ts';
import { actingRole } from '../rehearsal/ground.ts';

/** Runs a text on a clone as the role that acts, in a session of its own. Undefined where every statement ran. */
export async function runOnClone(
  clone: Database,
  { text }: SqlText,
  transaction: Transaction,
  settings: ProjectSettings,
): Promise<RefusedStatement | undefined> {
  await using session = await clone.connect(actingRole(settings), { guarded: false });
  return await runSql(clone, session, text, transaction);
}

/** The runner's rules for a down; downs that runners do not know of are run by psql or by Strata. */
export function downTransactionOf(
  { transaction, downTransaction }: Pick<Migration, 'transaction' | 'downTransaction'>,
  layout: Layout,
): Transaction {
  return downTransaction ?? (layout === 'sql' ? transaction : 'auto');
}

/** Where a refused statement stands in its file. */
export function placeOf(sql: SqlText, { offset }: RefusedStatement): Place | undefined {
  return sql.file === '' ? undefined : placeIn(sql, offset);
}

/** The first line of a file; undefined for SQL that is in none. */
export function startOf({ file, firstLine }: SqlText): Place | undefined {
  return file === '' ? undefined : { file, line: firstLine, column: 1 };
}

/** What the server said, with its SQLSTATE in parentheses. */
export function refusalWords({ error }: RefusedStatement): string {
  return `${error.message} (${error.code})`;
}
