import { readLedger } from '../ledger/read.ts';
import { type RecordedRun, recordText } from '../ledger/write.ts';
import type { LiveWriters } from '../live/write.ts';
import { StrataError } from '../model/errors.ts';
import type { Ledger, LedgerEntry } from '../model/ledger.ts';
import type { History, Migration } from '../model/migration.ts';
import { inTransaction } from './run-bare.ts';
import { limitsSql } from './run-unit.ts';
import { takeTurn } from './turn.ts';

interface Edit extends Pick<LiveWriters, 'worker' | 'guard'> {
  readonly history: History;
  readonly ledger: Ledger;
  readonly migration: Migration;
  /** What the ledger said of the migration when the edit was judged. */
  readonly judged: LedgerEntry;
  readonly run: RecordedRun;
}

/** It waits for nobody who deploys, and only for a moment where somebody else has locked the ledger's row. */
const limits = { lockTimeoutMs: 5000, statementTimeoutMs: undefined, lockRetries: 0 };

/**
 * Writes the present text of an applied migration into the ledger, as the only deployer, where the ledger still says of it what was
 * judged.
 */
export async function recordEdit(edit: Edit): Promise<void> {
  const { worker, guard, history, ledger, migration, judged, run } = edit;
  await takeTurn({ worker, guard, ledger, waitMs: 0, onWait: () => {} });
  const { entries } = await readLedger(worker, history);
  const entry = entries.find((one) => one.migration === migration);
  const isSame = (['state', 'text', 'checksum', 'appliedText'] as const).every(
    (key) => entry?.[key] === judged[key],
  );
  if (!isSame) {
    throw new StrataError(
      'live',
      `what the ledger says of ${migration.name} has changed since it was looked at`,
      {
        hint: 'Nothing was changed. Run the command again.',
      },
    );
  }
  await worker.query(limitsSql(limits));
  await inTransaction({ worker }, recordText(ledger, migration, run, judged.checksum));
}
