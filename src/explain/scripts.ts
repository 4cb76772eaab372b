import type { Finding } from '../model/finding.ts';
import type { History, Migration } from '../model/migration.ts';
import { runnerWords } from '../model/runner-words.ts';
import { pointTo } from '../sql/locate.ts';
import { splitStatements } from '../sql/split.ts';
import { controlsTransaction, endsTransaction } from '../sql/statement.ts';

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
  if (history.runner === 'plain') return leftOutCommands(migration);
  const { text } = migration.up;
  if (!text.includes('\\')) return [];
  const [first, ...rest] = splitStatements(text).metaCommands.filter(({ start }) =>
    /[A-Za-z!?;]/.test(text[start + 1] ?? ''),
  );
  if (first === undefined) return [];
  const command = text.slice(first.start, first.end).trim();
  const more = rest.length === 0 ? '' : `, and ${rest.length} more like it`;
  return [
    {
      rule: 'psql-command',
      severity: 'error',
      message: `\`${command}\` is a command of psql: ${runnerWords(history).name} sends the line to the server, which refuses it`,
      notes: [`The rehearsal left it out${more}.`],
      hint: 'Take out what begins with a backslash; pg_dump writes such lines for psql.',
      ...place(migration, first.start, first.end - first.start),
    },
  ];
}

interface Effect {
  readonly command: RegExp;
  readonly severity: Finding['severity'];
  /** What has to be known of it, behind "is a command of psql:". */
  readonly what: string;
  readonly notes: readonly string[];
  readonly hint: string;
}

/** Commands of psql that decide what a migration does, or where, while Strata does not see it. */
const effects: readonly Effect[] = [
  {
    command: /^\\(i|ir|include|include_relative)(?![A-Za-z_])/,
    severity: 'warning',
    what: 'the rehearsal did not find what it runs, or leaves it to a migration of its own',
    notes: ['What later statements need of it is reported as missing.'],
    hint: "psql looks for `\\ir` beside this file, and for `\\i` where it is started, as in the project's directory. Put the file there, or its SQL here.",
  },
  {
    command: /^\\gexec(?![A-Za-z_])/,
    severity: 'warning',
    what: 'the rehearsal left out what it runs',
    notes: ['What later statements need of it is reported as missing.'],
    hint: 'Write its SQL here, or into a migration that runs before.',
  },
  {
    command: /^\\copy(?![A-Za-z_])/,
    severity: 'info',
    what: 'the rehearsal left out the rows that it loads',
    notes: [],
    hint: 'Nothing to do where no later statement needs these rows.',
  },
  {
    command: /^\\c(onnect)?[ \t]+(?!-[ \t]*\r?$)\S/,
    severity: 'warning',
    what: 'what follows is for another database or another user',
    notes: ['The rehearsal ran it in the same database.'],
    hint: 'Take out the line where this database is meant; what is for another belongs into a history of its own.',
  },
  {
    command: /^\\q(uit)?(?!\S)/,
    severity: 'warning',
    what: 'what stands behind it in the file is not run',
    notes: [],
    hint: 'Take out the line, or what stands behind it.',
  },
];

interface PsqlCommand extends Required<Pick<Finding, 'where' | 'frame' | 'migration'>> {
  readonly text: string;
  readonly effect: Effect;
}

/** The commands of psql in a migration that decide what it does, or where, while Strata does not see it. */
export function psqlCommandsIn(migration: Migration): readonly PsqlCommand[] {
  const { text } = migration.up;
  if (!text.includes('\\')) return [];
  return splitStatements(text).metaCommands.flatMap(({ start, end }) => {
    const command = text.slice(start, end);
    const effect = effects.find((one) => one.command.test(command));
    if (effect === undefined) return [];
    return [{ text: command.trim(), effect, ...place(migration, start, end - start) }];
  });
}

function leftOutCommands(migration: Migration): readonly Finding[] {
  return psqlCommandsIn(migration).map(({ text, effect: { severity, what, notes, hint }, ...at }) => ({
    rule: 'psql-command',
    severity,
    message: `\`${text}\` is a command of psql: ${what}`,
    notes,
    hint,
    ...at,
  }));
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
): Required<Pick<Finding, 'where' | 'frame' | 'migration'>> {
  return { ...pointTo(migration.up, offset, length), migration: migration.name };
}
