import type { Finding } from '../model/finding.ts';
import type { History, Migration } from '../model/migration.ts';
import { pointTo } from '../sql/locate.ts';
import { type Script, splitStatements } from '../sql/split.ts';
import { controlsTransaction, endsTransaction } from '../sql/statement.ts';
import { runnerName } from './kinds/transaction.ts';

/**
 * Finds what a runner cannot carry out although every statement passes: commands of psql, transactions that are never
 * committed.
 */
export function explainScripts(history: History): readonly Finding[] {
  return history.migrations.flatMap((migration) => [
    ...psqlCommands(history, migration),
    ...openTransactions(migration),
  ]);
}

function psqlCommands(history: History, migration: Migration): readonly Finding[] {
  const { text } = migration.up;
  if (!text.includes('\\')) return [];
  const commands = splitStatements(text).metaCommands;
  if (history.runner === 'plain') return leftOutCommands(migration, commands);
  const [first, ...rest] = commands;
  if (first === undefined || !/^\s*\\/m.test(text)) return [];
  const command = text.slice(first.start, first.end).trim();
  const more = rest.length === 0 ? '' : `, and ${rest.length} more like it`;
  return [
    {
      rule: 'psql-command',
      severity: 'error',
      message: `\`${command}\` is a command of psql: ${runnerName(history.runner)} sends the line to the server, which refuses it`,
      notes: [`The rehearsal left the line out${more}.`],
      hint: 'Take out the lines that begin with a backslash; pg_dump writes them for psql.',
      ...place(migration, first.start, first.end - first.start),
    },
  ];
}

/** Commands of psql that stand for SQL or rows that Strata does not see. */
const standIns = /^\\(i|ir|include|include_relative|gexec|copy)(?![A-Za-z_])/;

function leftOutCommands(migration: Migration, commands: Script['metaCommands']): readonly Finding[] {
  const { text } = migration.up;
  return commands.flatMap(({ start, end }): readonly Finding[] => {
    const name = standIns.exec(text.slice(start, end))?.[1];
    if (name === undefined) return [];
    const isRows = name === 'copy';
    return [
      {
        rule: 'psql-command',
        severity: isRows ? 'info' : 'warning',
        message: `\`${text.slice(start, end).trim()}\` is a command of psql: the rehearsal left out ${isRows ? 'the rows that it loads' : 'what it runs'}`,
        notes: isRows ? [] : ['What later statements need of it is missing, and is told of as such.'],
        hint: isRows
          ? 'Nothing to do where no later statement needs these rows.'
          : 'Write its SQL here, or into a migration that runs before.',
        ...place(migration, start, end - start),
      },
    ];
  });
}

function openTransactions(migration: Migration): readonly Finding[] {
  const { text } = migration.up;
  if (migration.transaction === 'block' || !/\b(BEGIN|START)\b/i.test(text)) return [];
  const last = splitStatements(text).statements.findLast((statement) => controlsTransaction(statement));
  if (last === undefined || endsTransaction(last)) return [];
  return [
    {
      rule: 'open-transaction',
      severity: 'error',
      message:
        'this transaction is never committed: what follows is lost when the runner closes its connection',
      notes: ['The rehearsal committed it at the end of the file.'],
      hint: 'End the file with: COMMIT;',
      ...place(migration, last.start, last.end - last.start),
    },
  ];
}

function place(
  migration: Migration,
  offset: number,
  length: number,
): Pick<Finding, 'where' | 'frame' | 'migration'> {
  return { ...pointTo(migration.up, offset, length), migration: migration.name };
}
