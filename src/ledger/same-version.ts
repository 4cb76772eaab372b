import { StrataError } from '../model/errors.ts';
import type { LedgerState } from '../model/ledger.ts';

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
