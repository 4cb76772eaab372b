import { StrataError } from '../model/errors.ts';
import type { LedgerState } from '../model/ledger.ts';
import type { History, Migration } from '../model/migration.ts';
import { usualLedger } from './find.ts';
import { formats } from './formats.ts';

/**
 * Throws where two migrations have one version in the ledger: it cannot tell which of them was applied, and would never count the
 * other one as applied.
 */
export function refuseSameVersions({ ledger, entries }: LedgerState): void {
  const twin = entries.find(({ sameVersionAs }) => sameVersionAs !== undefined);
  if (twin === undefined) return;
  throw new StrataError(
    'project',
    `${twin.sameVersionAs} and ${twin.name} have one version: the ledger of ${ledger.kind} cannot tell them apart`,
    {
      hint: `Nothing was changed. Give the one that is not applied yet a version of its own.`,
      ...(twin.migration === undefined
        ? {}
        : { where: { file: twin.migration.up.file, line: twin.migration.up.firstLine, column: 1 } }),
    },
  );
}

/**
 * How the ledger of a history names a migration, where that is known without a database. Undefined where the history has no runner of
 * its own, and for Drizzle, whose ledger knows texts: what its files are numbered by is in no ledger.
 */
export function usualVersion(history: History, migration: Migration): string | undefined {
  const { kind } = usualLedger(history);
  return kind === 'strata' || kind === 'drizzle' ? undefined : formats[kind].keyOf(migration);
}
