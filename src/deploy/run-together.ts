import {
  type DeployedMigration,
  type DeployFailure,
  type DeployMigration,
  sqlOf,
} from '../model/deployment.ts';
import { few } from '../model/words.ts';
import { booksFor } from './books.ts';
import type { DeployRun } from './run.ts';
import { isAtomic, stageFor } from './run-migration.ts';
import { runTransaction, type Share } from './run-unit.ts';

/** Whether a migration can share its transaction: it takes effect at once, and leaves the end to its runner. */
export function mayShare(work: DeployMigration): boolean {
  return isAtomic(work) && (work.units[0]?.ending ?? 'runner') === 'runner';
}

/** Applies migrations in one transaction, each written down after its statements: all of them take effect, or none. */
export async function runTogether(
  run: DeployRun,
  group: readonly [DeployMigration, ...DeployMigration[]],
): Promise<{ readonly deployed: readonly DeployedMigration[] } | { readonly failure: DeployFailure }> {
  const clock = new Map<string, { started: number; ended: number }>();
  const [first, ...rest] = group.map((work): Share => {
    const { migration, units, changesSettings } = work;
    const books = booksFor(run, migration);
    const id = run.newId();
    return {
      stage: stageFor(run, work),
      unit: units[0],
      onBegin() {
        run.begin(work);
        clock.set(migration.name, { started: performance.now(), ended: 0 });
      },
      bookkeeping: {
        leavesRole: changesSettings,
        commands() {
          const times = clock.get(migration.name) ?? { started: 0, ended: 0 };
          times.ended = performance.now();
          const statements = sqlOf(units);
          return books.finish({ id, ms: times.ended - times.started, statements }, false);
        },
      },
      ...(changesSettings ? { reset: run.reset } : {}),
    };
  }) as [Share, ...Share[]];
  const result = await runTransaction([first, ...rest]);
  if ('error' in result) {
    const failed = group.find(({ migration }) => migration.name === result.migration) ?? group[0];
    const names = few(
      group.map(({ migration }) => migration.name),
      3,
    );
    const left =
      result.error.isLost === true
        ? `The connection was lost: either all of ${names} took effect or nothing, and the ledger says which.`
        : `Nothing of ${names} took effect: they share one transaction.`;
    return { failure: { ...result, file: failed.migration.up.file, left } };
  }
  const deployed = group.map(({ migration: { name } }, i) => {
    const { started, ended } = clock.get(name) ?? { started: 0, ended: 0 };
    return { name, ms: ended - started, resumedFrom: 0, retries: i === 0 ? result.retries : 0 };
  });
  return { deployed };
}
