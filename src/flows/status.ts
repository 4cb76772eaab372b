import type { Queryable } from '../db/queryable.ts';
import { readProgress } from '../deploy/progress.ts';
import { isAtomic } from '../deploy/run-migration.ts';
import { currentDeployer } from '../deploy/turn.ts';
import { appliedMigrations, readLedger } from '../ledger/read.ts';
import { refuseStrangers } from '../ledger/strangers.ts';
import { openLive } from '../live/open.ts';
import type { Status, StatusEntry } from '../model/status.ts';
import { composeUnits } from '../replay/units.ts';
import { effectOfEdit } from './deploy/edit-effect.ts';
import { judgeStatements, resumePoint } from './deploy/half-applied.ts';
import { shownPath } from './sources/find-projects.ts';
import { type LiveProjectOptions, readOneProject } from './sources/one-project.ts';

export type StatusOptions = LiveProjectOptions;

/** Compares what a live database's ledger says with the folder of migrations. Reads only. */
export async function status(options: StatusOptions): Promise<Status> {
  const { root, settings, history } = await readOneProject(options);
  await using live = await openLive(options.url);
  const { ledger, entries: read } = await readLedger(live, history);
  await refuseStrangers(live, history, ledger);
  const progress = await readProgress(live, ledger);
  const entries: StatusEntry[] = [];
  for (const entry of read) {
    const units = entry.migration === undefined ? [] : composeUnits(entry.migration).units;
    const known = progress.get(entry.name) ?? progress.get(`${entry.name} (down)`);
    const done = known?.filter(({ state }) => state === 'done').length ?? 0;
    const isEdited = entry.text === 'edited' && entry.state === 'applied';
    const isStuck = entry.state === 'failed' && known === undefined;
    const statements =
      isStuck && entry.migration !== undefined
        ? await judgeStatements(
            live,
            history,
            appliedMigrations({ ledger, entries: read }),
            entry.migration,
            settings,
          )
        : undefined;
    entries.push({
      ...entry,
      effect: isEdited ? await effectOfEdit(history, ledger, entry, settings) : undefined,
      isAtomic: entry.migration === undefined ? undefined : isAtomic({ units }),
      halfApplied: known === undefined ? undefined : { done, of: units.length },
      statements,
      resumeAt: statements === undefined ? undefined : resumePoint(statements, units),
    });
  }
  return {
    ok: !entries.some(isFinding),
    dir: shownPath(root.dir, options.cwd),
    folder: history.folder,
    shownUrl: live.shownUrl,
    serverVersion: await versionOf(live),
    ledger,
    deployer: await currentDeployer(live, ledger),
    entries,
  };
}

/** Whether somebody should look at it before the next deploy. */
function isFinding({ state, text, isOutOfOrder, migration, halfApplied }: StatusEntry): boolean {
  return (
    halfApplied !== undefined ||
    state === 'failed' ||
    text === 'edited' ||
    isOutOfOrder ||
    migration === undefined
  );
}

async function versionOf(db: Queryable): Promise<string> {
  const [row] = await db.query<{ version: string }>(
    "SELECT pg_catalog.current_setting('server_version') AS version",
  );
  return row?.version.replace(/ .*/, '') ?? '';
}
