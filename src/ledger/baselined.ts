import { StrataError } from '../model/errors.ts';
import type { LedgerState } from '../model/ledger.ts';
import type { Migration } from '../model/migration.ts';
import { shellPath } from '../model/shell-word.ts';

/**
 * Throws where a migration is to be taken back that is applied only by the mark of Flyway's `baseline`: there is no row of its own
 * to take away, so Flyway cannot undo it either.
 */
export function refuseBaselined({ ledger, entries }: LedgerState, leaving: readonly Migration[]): void {
  if (ledger.kind !== 'flyway') return;
  const covered = entries.filter(
    ({ isOnlyRecorded, migration }) =>
      isOnlyRecorded && migration !== undefined && leaving.includes(migration),
  );
  const last = covered.at(-1);
  if (last === undefined) return;
  throw new StrataError('live', `${last.name} was never run here: Flyway's baseline stands for it`, {
    hint: `Nothing was changed. What the baseline stands for cannot be taken back; this far it can: strata rollback --to ${shellPath(last.name)}`,
  });
}
