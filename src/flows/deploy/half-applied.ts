import type { Queryable } from '../../db/queryable.ts';
import type { StatementState, Unit } from '../../model/deployment.ts';
import type { History, Migration } from '../../model/migration.ts';
import type { ProjectSettings } from '../../model/settings.ts';
import type { StatementTrace } from '../../model/trace.ts';
import { rehearse } from '../../replay/rehearse.ts';
import { loadParser } from '../../sql/parse.ts';
import { splitStatements } from '../../sql/split.ts';
import { controlsTransaction } from '../../sql/statement.ts';
import { type Lookup, lookupObject, lookupsOfAlterations } from '../hazards/catalog-lookups.ts';
import { partOptions } from '../rehearsal/rehearse-part.ts';

/**
 * Says for each statement of a migration that stopped half way whether its effect is there: what a rehearsal saw it make and drop
 * is looked up in the live database. Rows that it writes cannot be looked up.
 */
export async function judgeStatements(
  live: Queryable,
  history: History,
  applied: readonly Migration[],
  migration: Migration,
  settings: ProjectSettings,
): Promise<readonly StatementState[]> {
  const migrations = [...applied.filter((one) => one !== migration), migration];
  const { trace } = await rehearse({ ...history, migrations }, partOptions(settings));
  const control = new Set(
    splitStatements(migration.up.text).statements.flatMap((one, i) =>
      controlsTransaction(one) ? [i + 1] : [],
    ),
  );
  await loadParser();
  const states: StatementState[] = [];
  for (const statement of trace.migrations.at(-1)?.statements ?? []) {
    if (control.has(statement.index)) continue;
    const sql = migration.up.text.slice(statement.start, statement.end);
    states.push({
      number: statement.index,
      line: statement.line,
      sql: sql.replaceAll(/\s+/g, ' ').slice(0, 72),
      state: verdictOf(await evidence(live, statement, sql)),
    });
  }
  return states;
}

/**
 * The number of the statement after which a run may go on (0: at the start): the end of a transaction, where everything before it
 * is there and nothing after it. Undefined where that cannot be told.
 */
export function resumePoint(states: readonly StatementState[], units: readonly Unit[]): number | undefined {
  const ends = [0, ...units.map(({ statements }) => statements.at(-1)?.number ?? 0)];
  return ends.find((end) =>
    states.every(({ number, state }) => state === (number <= end ? 'done' : 'missing')),
  );
}

function verdictOf(found: readonly boolean[]): StatementState['state'] {
  if (found.length === 0) return 'unknown';
  if (found.every(Boolean)) return 'done';
  return found.some(Boolean) ? 'unknown' : 'missing';
}

/** Whether each thing that can be looked up is as it should be after the statement. */
async function evidence(
  live: Queryable,
  { events }: StatementTrace,
  sql: string,
): Promise<readonly boolean[]> {
  const found: boolean[] = [];
  const ask = async ([condition, values]: Lookup, expected: boolean) => {
    const [row] = await live.query<{ is: boolean }>(`SELECT ${condition} AS is`, values);
    if (row !== undefined) found.push(row.is === expected);
  };
  for (const { action, type, identity, implied } of events) {
    if (implied === true || identity.startsWith('pg_temp') || action === 'alter') continue;
    const lookup = lookupObject(type, identity);
    if (lookup !== undefined) await ask(lookup, action !== 'drop');
  }
  for (const lookup of lookupsOfAlterations(sql)) await ask(lookup, true);
  return found;
}
