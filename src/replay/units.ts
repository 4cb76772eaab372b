import type { DeployMigration, Unit, UnitStatement } from '../model/deployment.ts';
import type { Migration, SqlText, Transaction } from '../model/migration.ts';
import { indexLines, lineIn } from '../sql/locate.ts';
import { splitStatements } from '../sql/split.ts';
import { changesSettings, endsTransaction, mentionsRole } from '../sql/statement.ts';
import { type NumberedStatement, type TransactionGroup, transactionGroups } from '../sql/transactions.ts';

/** Divides a migration into units under its runner's transaction rules. */
export function composeUnits(migration: Migration): DeployMigration {
  return { migration, hash: migration.hash, ...composeText(migration.up, migration.transaction) };
}

/** The same for any text: a down, for one. */
export function composeText(
  sqlText: SqlText,
  transaction: Transaction,
): Pick<DeployMigration, 'units' | 'changesSettings'> {
  const { text } = sqlText;
  const script = splitStatements(text);
  const lines = indexLines(text);
  const sent = ({ statement, number }: NumberedStatement): UnitStatement => {
    const { start, end, copyData } = statement;
    return {
      number,
      sql: text.slice(start, end),
      line: lineIn(sqlText, start, lines),
      ...(copyData === undefined ? {} : { copyData: text.slice(copyData.start, copyData.end) }),
      ...(changesSettings(statement, text) ? { isSetting: true } : {}),
    };
  };
  return {
    units: transactionGroups(text, script, transaction).map((group) => ({
      kind: group.isBare ? 'bare' : 'transaction',
      statements: group.statements.map(sent),
      ending: endingOf(group),
    })),
    changesSettings:
      mentionsRole(text) || script.statements.some((statement) => changesSettings(statement, text)),
  };
}

function endingOf({ statements }: TransactionGroup): Unit['ending'] {
  const last = statements.at(-1)?.statement;
  if (last === undefined || !endsTransaction(last)) return 'runner';
  return /^(COMMIT|END)\b(?! PREPARED)/.test(last.head) ? 'own-commit' : 'own-other';
}
