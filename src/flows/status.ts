import { areOfOtherText, nameOfDown, readProgress, type UnitProgress } from '../deploy/progress.ts';
import { isAtomic } from '../deploy/run-migration.ts';
import { currentDeployer } from '../deploy/turn.ts';
import { appliedMigrations, readLedger } from '../ledger/read.ts';
import { refuseStrangers } from '../ledger/strangers.ts';
import { openLive, versionOf } from '../live/open.ts';
import { isUnread } from '../model/finding.ts';
import type { LedgerEntry } from '../model/ledger.ts';
import type { History } from '../model/migration.ts';
import type { HalfApplied, Status, StatusEntry } from '../model/status.ts';
import { troubleOf } from '../model/trouble.ts';
import { composeUnits } from '../replay/units.ts';
import { composeDown } from './deploy/compose-down.ts';
import { effectOfEdit } from './deploy/edit-effect.ts';
import { judgeStatements, resumePoint } from './deploy/half-applied.ts';
import { commandsFrom } from './sources/commands-from.ts';
import { shownPath } from './sources/find-projects.ts';
import { inHomeSchema } from './sources/home-schema.ts';
import { type LiveProjectOptions, readOneProject } from './sources/one-project.ts';

export type StatusOptions = LiveProjectOptions;

/** Compares what a live database's ledger says with the folder of migrations. Reads only. */
export async function status(options: StatusOptions): Promise<Status> {
  const { root, settings, history } = await readOneProject(options);
  await using live = await openLive(options.url);
  const state = await readLedger(live, history);
  const { ledger, entries: read } = state;
  await refuseStrangers(live, history, state);
  const progress = await readProgress(live, state);
  const dir = shownPath(root.dir, options.cwd);
  const unread = new Map(
    history.findings.filter(isUnread).map((one) => [one.migration, commandsFrom(dir, one)]),
  );
  const entries: StatusEntry[] = [];
  for (const entry of read) {
    const units = entry.migration === undefined ? [] : composeUnits(entry.migration).units;
    const halfApplied = halfAppliedOf(entry, history, progress);
    const isEdited = entry.text === 'edited' && entry.state === 'applied';
    const isStuck = entry.state === 'failed' && halfApplied === undefined && !unread.has(entry.name);
    const statements =
      isStuck && entry.migration !== undefined
        ? await judgeStatements(
            live,
            history,
            appliedMigrations(state),
            entry.migration,
            await inHomeSchema(live, options.url, settings),
          )
        : undefined;
    entries.push({
      ...entry,
      unread: unread.get(entry.name),
      effect: isEdited ? await effectOfEdit(history, ledger, entry, settings) : undefined,
      isAtomic: entry.migration === undefined ? undefined : isAtomic({ units }),
      halfApplied,
      statements,
      resumeAt: statements === undefined ? undefined : resumePoint(statements, units),
    });
  }
  return {
    ok: entries.every((entry) => troubleOf(entry) === undefined),
    dir,
    folder: history.folder,
    shownUrl: live.shownUrl,
    serverVersion: await versionOf(live),
    ledger,
    deployer: await currentDeployer(live, ledger),
    entries,
    openPrograms: state.openPrograms,
  };
}

/** How far it came on its way up or down, where it is on one. */
function halfAppliedOf(
  { name, migration }: LedgerEntry,
  history: History,
  progress: ReadonlyMap<string, readonly UnitProgress[]>,
): HalfApplied | undefined {
  const direction = progress.has(name) ? 'up' : 'down';
  const known = progress.get(direction === 'up' ? name : nameOfDown(name));
  if (known === undefined) return undefined;
  const compose = direction === 'up' ? composeUnits : composeDown;
  const work = migration === undefined ? undefined : compose(migration, history);
  return {
    direction,
    done: known.filter(({ state }) => state === 'done').length,
    of: work?.units.length ?? 0,
    isEdited: work !== undefined && areOfOtherText(known, work),
  };
}
