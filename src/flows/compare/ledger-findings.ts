import type { Finding } from '../../model/finding.ts';
import { baselineWords, mayBeBaseline } from '../../model/ledger.ts';
import type { Migration } from '../../model/migration.ts';
import { shellPath } from '../../model/shell-word.ts';
import type { HalfApplied, Status, StatusEntry } from '../../model/status.ts';
import { count, few } from '../../model/words.ts';
import type { LiveCommand } from './live-command.ts';

/** What a live database's ledger says that somebody should know, as findings: one for each migration, one for all that are pending. */
export function ledgerFindings(status: Status, command: LiveCommand): readonly Finding[] {
  const pending = status.entries.filter(
    ({ state, isOutOfOrder, sameVersionAs, halfApplied }) =>
      state === 'pending' && !isOutOfOrder && sameVersionAs === undefined && halfApplied === undefined,
  );
  return [
    ...status.entries.flatMap((entry) => entryFinding(entry, status, command) ?? []),
    ...(pending.length === 0 ? [] : [pendingFinding(pending, status, command)]),
  ];
}

function pendingFinding(
  pending: readonly StatusEntry[],
  { shownUrl }: Status,
  command: LiveCommand,
): Finding {
  const names = pending.map(({ name }) => name);
  return {
    rule: 'pending-migration',
    severity: 'info',
    message: `${pending.length === 1 ? 'One migration is' : `${pending.length} migrations are`} pending on ${shownUrl}: ${few(names, 5)}.`,
    notes: [],
    hint: { code: command('deploy', '--dry-run') },
  };
}

function entryFinding(entry: StatusEntry, { entries }: Status, command: LiveCommand): Finding | undefined {
  const { name, migration, state, text, isOutOfOrder, halfApplied } = entry;
  const own = { migration: name, ...placeOf(migration) };
  if (entry.sameVersionAs !== undefined)
    return {
      rule: 'duplicate-version',
      severity: 'error',
      message: `${name} has the version of ${entry.sameVersionAs}: the ledger of the live database cannot tell them apart.`,
      notes: [],
      hint: `Give ${name} a version of its own.`,
      ...own,
    };
  if (halfApplied !== undefined)
    return {
      rule: 'half-applied-migration',
      severity: 'error',
      ...halfWords(entry, halfApplied, command),
      ...own,
    };
  if (state === 'failed') {
    const said = entry.log?.split('\n').find((line) => line.trim() !== '');
    return {
      rule: 'failed-migration',
      severity: 'error',
      message: `${name} was begun on the live database and never finished.`,
      notes: said === undefined ? [] : [`Its ledger says: ${said.trim()}`],
      hint: ['What of it took effect, and how to go on:', { code: command('status') }],
      ...own,
    };
  }
  if (migration === undefined) {
    return {
      rule: 'unknown-migration',
      severity: 'warning',
      message: `${name} is applied to the live database, but the folder does not hold it.`,
      notes: ['It was deleted or renamed, or this is an older version of the project.'],
      hint: 'Put its file back, or take the version of the project that holds it.',
    };
  }
  if (text === 'edited') return { ...editedFinding(entry, command), ...own };
  if (!isOutOfOrder) return undefined;
  return {
    rule: 'out-of-order-migration',
    severity: 'warning',
    message: `${name} is pending, but comes before migrations that are applied.`,
    notes: [],
    hint: mayBeBaseline(entry, entries)
      ? [baselineWords, { code: command('repair', `--record ${shellPath(name)}`) }]
      : [
          'Apply it late, or name it anew so that it comes last:',
          { code: command('deploy', '--out-of-order') },
        ],
    ...own,
  };
}

function halfWords(
  { name }: StatusEntry,
  { direction, done, of }: HalfApplied,
  command: LiveCommand,
): Pick<Finding, 'message' | 'notes' | 'hint'> {
  return direction === 'up'
    ? {
        message: `${name} is half applied: ${done} of its ${count(of, 'transaction')} took effect.`,
        notes: [],
        hint: ['It goes on where it stopped:', { code: command('deploy') }],
      }
    : {
        message: `${name} is half taken back: ${done} of the ${count(of, 'transaction')} of its down took effect.`,
        notes: [],
        hint: [
          'It goes on where it stopped, back to a migration before it:',
          { code: command('rollback', '--to MIGRATION') },
          'Where you have put all of it back by hand:',
          { code: command('repair', `--record ${shellPath(name)}`) },
        ],
      };
}

function editedFinding({ name, effect }: StatusEntry, command: LiveCommand): Finding {
  const rule = 'edited-after-applied';
  const message = `${name} was edited since it was applied`;
  if (effect?.kind === 'same')
    return {
      rule,
      severity: 'warning',
      message: `${message}; it makes the same schema.`,
      notes: [],
      hint: ['Take the file as it is now:', { code: command(`bless ${shellPath(name)}`) }],
    };
  if (effect?.kind === 'different')
    return {
      rule,
      severity: 'error',
      message: `${message}, and does not make the schema that was applied.`,
      notes: [
        ...effect.differences.slice(0, 5),
        ...(effect.differences.length > 5 ? [`and ${effect.differences.length - 5} more`] : []),
      ],
      hint: 'Put the old text back, and write what is to change as a new migration.',
    };
  return {
    rule,
    severity: 'warning',
    message: `${message}.`,
    notes:
      effect?.kind === 'unknown' ? [`Whether that changes the schema cannot be told: ${effect.reason}.`] : [],
    hint: 'Put the old text back, and write what is to change as a new migration.',
  };
}

function placeOf(migration: Migration | undefined): Pick<Finding, 'where'> {
  if (migration === undefined) return {};
  const { file, firstLine } = migration.up;
  return { where: { file, line: firstLine, column: 1 } };
}
