import type { Queryable } from '../../db/queryable.ts';
import { findLookAlikes } from '../../ledger/find.ts';
import type { DeployMigration } from '../../model/deployment.ts';
import type { LedgerState } from '../../model/ledger.ts';
import { type History, runsTogether } from '../../model/migration.ts';
import { shellPath } from '../../model/shell-word.ts';
import { few } from '../../model/words.ts';
import { noteOnPrograms } from '../sources/programs.ts';

/** Notes on a database that has tables but no ledger: something else than this history filled it. */
export async function strangerNotes(
  live: Queryable,
  { ledger }: LedgerState,
  work: readonly DeployMigration[],
): Promise<readonly string[]> {
  if (ledger.exists || work.length === 0) return [];
  const [found] = await live.query<{ tables: number }>(
    `SELECT count(*)::int AS tables FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
      WHERE c.relkind IN ('r', 'p') AND n.nspname = pg_catalog.current_schema()
        AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend d WHERE d.objid = c.oid AND d.deptype = 'e')`,
  );
  const tables = found?.tables ?? 0;
  const alike = await findLookAlikes(live, ledger);
  const notes = alike.map(
    (name) => `${name} could be their ledger. If it is, strata.config says so: ledger: '${name}'`,
  );
  if (tables === 0) return notes;
  const what = tables === 1 ? 'a table' : `${tables} tables`;
  return [
    `The database holds ${what} and no ledger. If these migrations have made them, they must be recorded first: applied again they fail, or change what is there.`,
    ...notes,
  ];
}

/** Notes on what the ledger has and the folder has not, on files that changed, and on what was not looked for. */
export function ledgerNotes(
  { rehearse }: { readonly rehearse: boolean },
  history: History,
  state: LedgerState,
  work: readonly DeployMigration[],
): readonly string[] {
  const unknown = state.entries.filter(({ migration }) => migration === undefined).map(({ name }) => name);
  const isKnown = state.entries.some((one) => one.migration !== undefined && one.state !== 'pending');
  const lastPlace = Math.max(...work.map(({ migration }) => history.migrations.indexOf(migration)));
  const edited = state.entries.filter(({ text }) => text === 'edited').map(({ name }) => name);
  return [
    ...(unknown.length === 0
      ? []
      : [
          `The database has ${few(unknown, 5)}, which this folder does not hold.`,
          ...(isKnown || work.length === 0
            ? []
            : [
                `It has none that this folder holds: is it the right database? After a squash its baseline is recorded first: \`strata repair --record ${shellPath(work[0]?.migration.name ?? '')}\`.`,
              ]),
        ]),
    ...(edited.length === 0
      ? []
      : [`Edited since applied: ${few(edited, 5)}. \`strata status\` says what that means.`]),
    ...(runsTogether(history) && work.length > 1
      ? [
          `${work.length} migrations share one transaction: the locks of the first are held until the last is done.`,
        ]
      : []),
    ...noteOnPrograms(
      state.openPrograms.filter(({ isPassed, index }) => isPassed || index <= lastPlace),
      'Strata passes it over, and its own runner may refuse to run it now.',
    ),
    ...(rehearse || work.length === 0 ? [] : ['Not rehearsed: no hazard was looked for.']),
  ];
}
