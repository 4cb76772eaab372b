import { diffSchemas } from '../../diff/diff.ts';
import { StrataError } from '../../model/errors.ts';
import type { Migration } from '../../model/migration.ts';
import { idWords } from '../../model/object-id.ts';
import type { Change } from '../../model/plan.ts';
import type { Effect } from '../../model/repair.ts';
import type { Schema } from '../../model/schema.ts';
import type { Trace } from '../../model/trace.ts';
import { rowsWritten } from '../../sql/statement.ts';
import type { Sides } from '../drift/sides.ts';
import { alteredWords } from '../proof/difference-words.ts';
import { rehearsePart } from '../rehearsal/rehearse-part.ts';

/** Compares what migrations would change with what the database has. Of those that are half taken back the ledger still has the row. */
export async function effectOf(sides: Sides, migrations: readonly Migration[]): Promise<Effect> {
  const { applied, history, settings, live, rebuilt, asCompared } = sides;
  const added = history.migrations.filter((one) => migrations.includes(one) && !applied.includes(one));
  const rehearsal = await rehearsePart(history, [...applied, ...added], settings);
  const failed = rehearsal.trace.migrations.find(
    ({ migration, outcome }) => outcome === 'failed' && migrations.some(({ name }) => name === migration),
  );
  if (failed !== undefined) {
    throw new StrataError(
      'project',
      `${failed.migration} does not replay, so nobody can say what it would make`,
      {
        hint: sides.state.entries.some(({ migration }) => migration === undefined)
          ? 'It may need, or make again, what the applied migrations make that this folder does not hold. A baseline of those is recorded where it makes exactly what the database has: strata drift tells what differs.'
          : 'strata check explains why.',
      },
    );
  }
  const goal = asCompared(await rehearsal.schema());
  const changed = new Set(
    diffSchemas(await schemaBefore(sides, migrations), goal)
      .map(({ id }) => id)
      .filter((id) => rebuilt.compared.has(id) || goal.facts.has(id)),
  );
  const missing = diffSchemas(goal, live).filter(({ id }) => changed.has(id));
  const absent = new Map(missing.map((change) => [change.id, absence(change)]));
  // Where nothing can be compared, nothing shows that any of it ran.
  const cannotBeSeen = changed.size === 0 ? isWork : changesRows;
  return {
    present: [...changed].filter((id) => !absent.has(id)),
    absent: [...absent].map(([id, sentence]) => ({ id, sentence })),
    dataStatements: migrations.flatMap((one) => dataStatementsOf(one, rehearsal.trace, cannotBeSeen)),
  };
}

/** The statements of a migration of whose effect no schema tells: `file:line`. */
export function dataStatementsOf(
  { name, up }: Migration,
  { migrations }: Trace,
  cannotBeSeen = changesRows,
): readonly string[] {
  const trace = migrations.find(({ migration }) => migration === name);
  return (trace?.statements ?? [])
    .filter(({ start, end }) => cannotBeSeen(up.text.slice(start, end)))
    .map(({ line }) => `${up.file}:${line}`);
}

/** What the other migrations that are applied make. */
async function schemaBefore(
  { applied, history, settings, expected, asCompared }: Sides,
  migrations: readonly Migration[],
): Promise<Schema> {
  const others = applied.filter((one) => !migrations.includes(one));
  if (others.length === applied.length) return expected;
  return asCompared(await (await rehearsePart(history, others, settings)).schema());
}

/** How the database falls short of what migrations make; `change` leads from them to the database. */
function absence(change: Change): string {
  const what = idWords(change.id);
  if (change.kind === 'create') return `${what} is still there, and should be gone`;
  if (change.kind === 'drop') return `${what} is not there`;
  const shown = alteredWords(change, (name, made, has) => `${name} is ${has} there, and should be ${made}`);
  return `${what} differs: ${shown.join('; ')}`;
}

/** Whether a statement may change rows, which no schema shows. A DO block may do anything, and so may a function that is called. */
function changesRows(sql: string): boolean {
  if (/^\s*select\b/i.test(sql))
    return /[\w"]\s*\(/.test(sql.replaceAll(/\b(?:pg_catalog\.)?set_config\s*\(/gi, ''));
  return rowsWritten(sql) !== undefined;
}

/** Whether a statement does anything at all that outlives the session. */
function isWork(sql: string): boolean {
  const isOfSession = /^\s*(set|reset|begin|start|commit|end|rollback|savepoint|release)\b/i.test(sql);
  const isSelect = /^\s*select\b/i.test(sql);
  return !isOfSession && (!isSelect || changesRows(sql));
}
