import { randomUUID } from 'node:crypto';
import { usualLedger } from '../../ledger/find.ts';
import { recordSquashed } from '../../ledger/write.ts';
import { sqlOf } from '../../model/deployment.ts';
import type { Command } from '../../model/ledger.ts';
import type { History, Migration } from '../../model/migration.ts';
import { quoteValue } from '../../postgres/identifier.ts';
import { composeUnits } from '../../replay/units.ts';

/** SQL for the ledger of a database in which the squashed migrations are applied: it replaces their rows by the baseline's. */
export function squashedLedgerSql(history: History, old: readonly Migration[], baseline: Migration): string {
  const ledger = usualLedger(history);
  const statements = sqlOf(composeUnits(baseline).units);
  const run = { id: randomUUID(), ms: 0, statements };
  const commands = recordSquashed(ledger, old, baseline, run);
  if (commands.length === 0) return '-- Its ledger stays as it is.\n';
  return `BEGIN;\n${commands.map((command) => `${inline(command)};\n`).join('')}COMMIT;\n`;
}

/** A command with its values written into it, for people to run. */
function inline({ sql, values }: Command): string {
  const flat = sql.replaceAll(/\s+/g, ' ').trim();
  return flat.replaceAll(/\$(\d+)/g, (_, number: string) => quoteValue(values[Number(number) - 1]));
}
