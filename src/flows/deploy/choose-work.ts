import { isOfDown, migrationOf, refuseOtherText, type UnitProgress } from '../../deploy/progress.ts';
import { unitsBehind } from '../../deploy/retry.ts';
import { tellsFailures } from '../../ledger/write.ts';
import type { DeployMigration } from '../../model/deployment.ts';
import { StrataError } from '../../model/errors.ts';
import type { Hint } from '../../model/hint.ts';
import { baselineWords, type LedgerEntry, type LedgerState, mayBeBaseline } from '../../model/ledger.ts';
import type { History } from '../../model/migration.ts';
import { shellPath } from '../../model/shell-word.ts';
import { composeUnits } from '../../replay/units.ts';
import { indexOfMigration } from '../sources/index-of-migration.ts';

/** Which of the open migrations are to run. */
export interface Choice {
  /** The last migration to apply. */
  readonly to: string | undefined;
  readonly outOfOrder: boolean;
  /** The migration that failed and is to be tried again. */
  readonly retry: string | undefined;
  /** How many of its statements took effect. */
  readonly done: number | undefined;
}

/**
 * The migrations that a deploy has to run, in order. Throws a `live` error where what the ledger or the notes say has to be settled
 * first, a `usage` error where the choice is not true of them.
 */
export function chooseWork(
  { to, outOfOrder, retry, done }: Choice,
  history: History,
  state: LedgerState,
  progress: ReadonlyMap<string, readonly UnitProgress[]>,
): readonly DeployMigration[] {
  const last = to === undefined ? history.migrations.length - 1 : indexOfMigration(history, to);
  const open = state.entries.filter(
    ({ state: is, migration }) =>
      is !== 'applied' && migration !== undefined && history.migrations.indexOf(migration) <= last,
  );
  const stuck = state.entries.find(({ state: is, migration }) => is === 'failed' && migration === undefined);
  if (stuck !== undefined) {
    throw new StrataError('live', `${stuck.name} was begun and never finished, and this folder lacks it`, {
      hint: 'Nothing was changed. Take the version of the project that holds it, and look there: strata status',
    });
  }
  const late = open.filter((entry) => entry.isOutOfOrder);
  if (late.length > 0 && !outOfOrder) {
    throw new StrataError(
      'live',
      `${late.map(({ name }) => name).join(', ')} would run after migrations that come later`,
      {
        hint: lateHint(late, state),
      },
    );
  }
  const leaving = [...progress.keys()].find(isOfDown);
  if (leaving !== undefined) {
    const name = migrationOf(leaving);
    throw new StrataError('live', `${name} is half taken back`, {
      hint: `Nothing was changed. \`strata rollback --to MIGRATION\` goes on with it, back to a migration before it. Where all of it is there again, that is settled with: strata repair --record ${shellPath(name)}`,
    });
  }
  const failed = open.find(({ name, state: is }) => is === 'failed' && !progress.has(name) && retry !== name);
  if (failed !== undefined) {
    throw new StrataError('live', `${failed.name} was begun and never finished`, {
      hint: `Nothing was changed. \`strata status\` tells what is known of it. Once nothing of it is in the database: strata deploy --retry ${shellPath(failed.name)}`,
    });
  }
  refuseBlindRetry(open, progress, retry, done);
  const work = open.flatMap(({ migration }) => (migration === undefined ? [] : [composeUnits(migration)]));
  for (const one of work) {
    const { name } = one.migration;
    if (name !== retry) refuseOtherText(one, progress.get(name) ?? [], 'up');
  }
  const named = open.find(({ name }) => name === retry);
  if (named !== undefined && done !== undefined) refuseUntrueDone(named, state, work, done);
  return work;
}

function lateHint(late: readonly LedgerEntry[], { entries }: LedgerState): Hint {
  const baseline = late.find((entry) => mayBeBaseline(entry, entries));
  return baseline === undefined
    ? 'Nothing was changed. If that is meant (branches were merged), say --out-of-order; else give it a later name.'
    : ['Nothing was changed.', baselineWords, { code: `strata repair --record ${shellPath(baseline.name)}` }];
}

/** Throws where so many statements of a migration cannot have taken effect: a deploy would pass them over for ever. */
function refuseUntrueDone(
  { name, state: is }: LedgerEntry,
  { ledger }: LedgerState,
  work: readonly DeployMigration[],
  done: number,
): void {
  for (const one of work) if (one.migration.name === name) unitsBehind(one, done);
  if (done === 0 || is === 'failed' || !tellsFailures(ledger)) return;
  throw new StrataError('usage', `${name} did not fail: ${ledger.kind} calls it pending`, {
    hint: `Nothing was changed. Without --retry and --done it runs from its start; what of it is there already has to go before that. \`strata status\` names what failed.`,
  });
}

/**
 * Throws where a migration that does not run in one transaction is to run again from its start: some of its statements could run
 * twice.
 */
function refuseBlindRetry(
  open: readonly LedgerEntry[],
  progress: ReadonlyMap<string, readonly UnitProgress[]>,
  retry: string | undefined,
  done: number | undefined,
): void {
  const named = open.find(({ name }) => name === retry);
  if (named?.migration === undefined || done !== undefined) return;
  if (progress.has(named.name)) {
    throw new StrataError(
      'usage',
      `${named.name} is half applied, and --retry alone does not say what of it is there`,
      {
        hint: `Without --retry it goes on where it had stopped. Where something else is there by now, --done says how many of its statements took effect, 0 for none: strata deploy --retry ${shellPath(named.name)} --done N`,
      },
    );
  }
  const { units } = composeUnits(named.migration);
  if (named.state !== 'failed' || units.length < 2) return;
  throw new StrataError('usage', `${named.name} does not run in one transaction: a part of it may be there`, {
    hint: `\`strata status\` tells which of its statements took effect. Say how many with --done, 0 for none: strata deploy --retry ${shellPath(named.name)} --done N`,
  });
}
