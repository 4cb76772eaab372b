import { StrataError } from '../model/errors.ts';
import type { History } from '../model/migration.ts';
import { shellPath } from '../model/shell-word.ts';
import type { Trace } from '../model/trace.ts';

/** What stands in the place of a file where a test wrote the SQL itself. */
export const writtenSql = 'sql';

/** Throws where a migration failed: tests on half a schema would fail for the wrong reason. */
export function refuseFailed(history: History, trace: Trace): void {
  const index = trace.migrations.findIndex(({ outcome }) => outcome === 'failed');
  const failed = trace.migrations[index];
  if (failed === undefined) return;
  const statement = failed.statements.find(({ error }) => error !== undefined);
  const file = history.migrations[index]?.up.file ?? failed.migration;
  const reason =
    statement?.error === undefined ? '' : `: ${statement.error.message} (${statement.error.code})`;
  if (file === writtenSql) {
    const line = statement === undefined ? '' : ` in line ${statement.line}`;
    throw new StrataError('project', `the SQL of testDatabase fails${line}${reason}`, {
      hint: 'Mend the SQL that was given as `sql`.',
    });
  }
  const place = statement === undefined ? file : `${file}:${statement.line}`;
  throw new StrataError('project', `migration ${failed.migration} fails at ${place}${reason}`, {
    hint: `Run: strata check ${shellPath(history.dir)}`,
    ...(statement === undefined ? {} : { where: { file, line: statement.line, column: 1 } }),
  });
}
