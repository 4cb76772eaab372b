import type { EditEffect } from '../../model/deployment.ts';
import type { Finding, Severity } from '../../model/finding.ts';
import type { LiveCommand } from '../../model/live-project.ts';
import type { Migration } from '../../model/migration.ts';
import type { Status, StatusEntry } from '../../model/status.ts';
import {
  isGrave,
  isMerelyPending,
  loggedReason,
  type Trouble,
  troubleAdvice,
  troubleOf,
  troubleWords,
} from '../../model/trouble.ts';
import { few } from '../../model/words.ts';

/** What a live database's ledger says that somebody should know, as findings: one for each migration, one for all that are pending. */
export function ledgerFindings(status: Status, command: LiveCommand): readonly Finding[] {
  const pending = status.entries.filter(isMerelyPending);
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

const ledgerRules = {
  'same-version': 'duplicate-version',
  'half-applied': 'half-applied-migration',
  failed: 'failed-migration',
  unknown: 'unknown-migration',
  edited: 'edited-after-applied',
  late: 'out-of-order-migration',
} as const satisfies Record<Exclude<Trouble, 'unreadable'>, string>;

function entryFinding(entry: StatusEntry, status: Status, command: LiveCommand): Finding | undefined {
  const trouble = troubleOf(entry);
  // The rehearsal tells of a file that cannot be read.
  if (trouble === undefined || trouble === 'unreadable') return undefined;
  const { name, migration, effect } = entry;
  const edit = trouble === 'edited' && effect !== undefined ? editWords[effect.kind] : '';
  const advice =
    trouble === 'failed' ? failedAdvice(entry, command) : troubleAdvice(trouble, entry, status, command);
  return {
    rule: ledgerRules[trouble],
    severity: severityOf(trouble, entry),
    message: `${name} ${troubleWords(trouble, entry, true)}${edit}.`,
    ...advice,
    ...(trouble === 'unknown' ? {} : { migration: name }),
    ...placeOf(migration),
  };
}

function severityOf(trouble: Trouble, { effect }: StatusEntry): Severity {
  const isError = trouble === 'edited' ? effect?.kind === 'different' : isGrave(trouble);
  return isError ? 'error' : 'warning';
}

const editWords = {
  same: '; it makes the same schema',
  different: ', and does not make the schema that was applied',
  unknown: '',
} as const satisfies Record<EditEffect['kind'], string>;

function failedAdvice(entry: StatusEntry, command: LiveCommand): Pick<Finding, 'notes' | 'hint'> {
  const said = loggedReason(entry);
  return {
    notes: said === undefined ? [] : [`Its ledger says: ${said}`],
    hint: ['What of it took effect, and how to go on:', { code: command('status') }],
  };
}

function placeOf(migration: Migration | undefined): Pick<Finding, 'where'> {
  if (migration === undefined) return {};
  const { file, firstLine } = migration.up;
  return { where: { file, line: firstLine, column: 1 } };
}
