import type { Hint } from './hint.ts';
import { baselineWords, mayBeBaseline } from './ledger.ts';
import type { LiveCommand } from './live-project.ts';
import { shellPath } from './shell-word.ts';
import type { Status, StatusEntry } from './status.ts';
import { count } from './words.ts';

/** Why somebody should look at a migration before the next deploy. */
export type Trouble =
  | 'same-version'
  | 'unreadable'
  | 'half-applied'
  | 'failed'
  | 'unknown'
  | 'edited'
  | 'late';

/** Where several are true of a migration, the first to settle; undefined where it is applied or pending as it should be. */
export function troubleOf(entry: StatusEntry): Trouble | undefined {
  if (entry.sameVersionAs !== undefined) return 'same-version';
  if (entry.unread !== undefined) return 'unreadable';
  if (entry.halfApplied !== undefined) return 'half-applied';
  if (entry.state === 'failed') return 'failed';
  if (entry.migration === undefined) return 'unknown';
  if (entry.text === 'edited') return 'edited';
  return entry.isOutOfOrder ? 'late' : undefined;
}

/** Whether it is an error wherever it is told of; how bad an edit is depends on what it changes. */
export function isGrave(trouble: Trouble): boolean {
  return (
    trouble === 'same-version' ||
    trouble === 'unreadable' ||
    trouble === 'half-applied' ||
    trouble === 'failed'
  );
}

/** Whether the next deploy applies it, and nothing else is to be said of it. */
export function isMerelyPending(entry: StatusEntry): boolean {
  return entry.state === 'pending' && troubleOf(entry) === undefined;
}

/** A trouble in words that follow the name of the migration; with `isAlone` they say that a live database has it. */
export function troubleWords(
  trouble: Trouble,
  { sameVersionAs, halfApplied }: StatusEntry,
  isAlone = false,
): string {
  const live = (preposition: string) => (isAlone ? ` ${preposition} the live database` : '');
  switch (trouble) {
    case 'same-version':
      return `has the version of ${sameVersionAs}: the ledger${live('of')} cannot tell them apart`;
    case 'unreadable':
      return 'cannot be read';
    case 'half-applied': {
      const { direction, done = 0, of = 0 } = halfApplied ?? {};
      return direction === 'up'
        ? `is half applied: ${done} of its ${count(of, 'transaction')} took effect`
        : `is half taken back: ${done} of the ${count(of, 'transaction')} of its down took effect`;
    }
    case 'failed':
      return `was begun${live('on')} and never finished`;
    case 'unknown':
      return `is applied${live('to')}, but the folder does not hold it`;
    case 'edited':
      return 'was edited since it was applied';
    case 'late':
      return 'is pending, but comes before migrations that are applied';
  }
}

/** What the ledger keeps of a failure, in one line: runners wrap what the server said in words of their own. */
export function loggedReason({ log = '' }: StatusEntry): string | undefined {
  const lines = log.split('\n').map((line) => line.trim());
  return lines.find((line) => line.startsWith('ERROR:')) ?? lines.find((line) => line !== '');
}

/** The evidence of a trouble, a line each, and how to settle it. What is left of a failed migration is for a status to tell. */
export function troubleAdvice(
  trouble: Exclude<Trouble, 'failed'>,
  entry: StatusEntry,
  { ledger, entries }: Status,
  command: LiveCommand,
): { readonly notes: readonly string[]; readonly hint: Hint } {
  const name = shellPath(entry.name);
  const recorded = { code: command('repair', `--record ${name}`) };
  switch (trouble) {
    case 'same-version':
      return { notes: [], hint: '`strata deploy` applies nothing until each has a version of its own.' };
    case 'unreadable':
      return {
        notes: entry.unread === undefined ? [] : [entry.unread.message],
        hint: entry.unread?.hint ?? [],
      };
    case 'half-applied':
      return {
        notes:
          entry.halfApplied?.isEdited === true
            ? [
                'It was edited since. Put the text back that was running then: half of one and half of another is neither.',
              ]
            : [],
        hint:
          entry.halfApplied?.direction === 'up'
            ? ['It goes on where it stopped:', { code: command('deploy') }]
            : [
                'It goes on where it stopped, back to a migration before it:',
                { code: command('rollback', '--to MIGRATION') },
                'Where you have put all of it back by hand:',
                recorded,
              ],
      };
    case 'unknown':
      return {
        notes: ['It was deleted or renamed, or this is an older version of the project.'],
        hint: 'Put its file back, or take the version of the project that holds it.',
      };
    case 'edited':
      return {
        notes: editNotes(entry),
        hint:
          entry.effect?.kind === 'same'
            ? ['To take the file as it is now:', { code: command(`bless ${name}`) }]
            : 'Put the old text back, and write what is to change as a new migration.',
      };
    case 'late':
      return mayBeBaseline(entry, entries)
        ? { notes: [], hint: [baselineWords, recorded] }
        : {
            notes: ledger.kind === 'drizzle' ? ['drizzle skips it without a word.'] : [],
            hint: [
              'Apply it late, or name it anew so that it comes last:',
              { code: command('deploy', '--out-of-order') },
            ],
          };
  }
}

function editNotes({ effect }: StatusEntry): readonly string[] {
  if (effect?.kind === 'unknown')
    return [`Whether that changes the schema cannot be told: ${effect.reason}.`];
  if (effect?.kind !== 'different') return [];
  const more = effect.differences.length - 5;
  return [...effect.differences.slice(0, 5), ...(more > 0 ? [`and ${more} more`] : [])];
}
