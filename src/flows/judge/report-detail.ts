import type { History } from '../../model/migration.ts';
import type { Difference, ProjectDetail } from '../../model/report.ts';
import type { Rehearsal } from '../../replay/rehearse.ts';
import { splitStatements } from '../../sql/split.ts';
import { transactionNumbers } from '../../sql/transactions.ts';

/** What a page shows of a project beyond its findings. */
export async function reportDetail(
  history: History,
  rehearsal: Rehearsal | undefined,
  differences: readonly Difference[] | undefined,
): Promise<ProjectDetail> {
  const transactions = history.migrations.map(({ name, up, transaction }) => {
    const script = splitStatements(up.text);
    return [name, transactionNumbers(up.text, script, transaction)] as const;
  });
  return {
    schema: await rehearsal?.schema(),
    migrations: history.migrations,
    transactions: new Map(transactions),
    ...(differences === undefined ? {} : { differences }),
  };
}
