import { type HintPart, hintParts } from '../model/hint.ts';
import type { Ledger } from '../model/ledger.ts';
import type { LiveCommand } from '../model/live-project.ts';
import { shellPath } from '../model/shell-word.ts';
import type { Status, StatusEntry } from '../model/status.ts';
import {
  isGrave,
  isMerelyPending,
  loggedReason,
  type Trouble,
  troubleAdvice,
  troubleOf,
  troubleWords,
} from '../model/trouble.ts';
import { count, list } from '../model/words.ts';
import { joined } from './place.ts';
import { wrap } from './text.ts';
import type { TtyOptions } from './tty.ts';

const statusVersion = 1;

/** docs/live.md describes the shape. */
export function statusJson({ ledger, entries, deployer, openPrograms, ...status }: Status): string {
  const { kind, schema, table, exists } = ledger;
  const shaped = {
    version: statusVersion,
    ...status,
    ledger: { kind, schema, table, exists },
    deployer: deployer ?? null,
    programs: openPrograms.map(({ name, file, isPassed }) => ({ name, file, passed: isPassed })),
    migrations: entries.map((entry) => ({
      name: entry.name,
      state: entry.state,
      known: entry.migration !== undefined,
      text: entry.text,
      unreadable: entry.unread?.message ?? null,
      outOfOrder: entry.isOutOfOrder,
      onlyRecorded: entry.isOnlyRecorded,
      sameVersionAs: entry.sameVersionAs ?? null,
      appliedAt: entry.appliedAt ?? null,
      log: entry.log ?? null,
      effect: entry.effect ?? null,
      halfApplied: entry.halfApplied ?? null,
      statements: entry.statements ?? null,
      resumeAt: entry.resumeAt ?? null,
    })),
  };
  return `${JSON.stringify(shaped, null, 2)}\n`;
}

/** What is well in one line, what is not one by one, what is pending by name. */
export function statusReport(status: Status, options: TtyOptions, command: LiveCommand): string {
  const { paint } = options;
  const { ledger, entries } = status;
  const where = joined(status.dir, status.folder);
  const lines = [
    `${paint.strong(where)} on ${status.shownUrl} ${paint.dim(`PostgreSQL ${status.serverVersion}, ${tableWords(ledger)}`)}`,
    ...(status.deployer === undefined
      ? []
      : [`  ${paint.warn('!')} somebody is deploying now: ${status.deployer}`]),
    ...appliedLines(entries, options),
    ...entries.flatMap((entry) => troubleLines(entry, status, options, command)),
    ...pendingLines(entries, options),
    ...programLines(status, options),
  ];
  return `${lines.join('\n')}\n\n${sum(entries)}\n`;
}

function tableWords({ schema, table, exists }: Ledger): string {
  return exists ? `ledger ${schema}.${table}` : `no ledger yet (${schema}.${table})`;
}

function appliedLines(entries: readonly StatusEntry[], { paint }: TtyOptions): readonly string[] {
  const applied = entries.filter(({ state, migration }) => state === 'applied' && migration !== undefined);
  const last = applied.at(-1);
  if (last === undefined) return [];
  const time = last.appliedAt === undefined ? '' : paint.dim(` at ${last.appliedAt.replace(/\.\d+/, '')}`);
  return [
    `  ${paint.good('✓')} ${count(applied.length, 'migration')} applied, the last is ${last.name}${time}`,
  ];
}

function pendingLines(entries: readonly StatusEntry[], { paint }: TtyOptions): readonly string[] {
  const pending = entries.filter(isMerelyPending);
  const shown = pending.slice(0, 10).map(({ name }) => `  ${paint.name('+')} ${name} is pending`);
  return pending.length > 10 ? [...shown, paint.dim(`    and ${pending.length - 10} more`)] : shown;
}

/** Programs that the ledger does not have: only their own runner can run them. */
function programLines({ openPrograms }: Status, { paint }: TtyOptions): readonly string[] {
  return openPrograms.map(({ file, isPassed }) =>
    isPassed
      ? `  ${paint.warn('!')} ${file} is a program that the ledger does not have, though a later migration is applied`
      : `  ${paint.warn('!')} ${file} is a program, and pending: run it with its own runner`,
  );
}

function troubleLines(
  entry: StatusEntry,
  status: Status,
  { paint, width }: TtyOptions,
  command: LiveCommand,
): readonly string[] {
  const trouble = troubleOf(entry);
  if (trouble === undefined) return [];
  const mark = isGrave(trouble) ? paint.bad('✗') : paint.warn('!');
  const below =
    trouble === 'failed' ? failedWords(entry, status, command) : adviceWords(trouble, entry, status, command);
  return [
    `  ${mark} ${entry.name} ${troubleWords(trouble, entry)}`,
    // A command stays on one line, for whoever copies it.
    ...below.map((part) => (typeof part === 'string' ? wrap(part, width, '      ') : `      ${part.code}`)),
  ];
}

function adviceWords(
  trouble: Exclude<Trouble, 'failed'>,
  entry: StatusEntry,
  status: Status,
  command: LiveCommand,
): readonly HintPart[] {
  const { notes, hint } = troubleAdvice(trouble, entry, status, command);
  const told = trouble === 'edited' ? editWords(entry, notes) : notes;
  return [...told, ...hintParts(hint)];
}

function editWords({ effect }: StatusEntry, notes: readonly string[]): readonly string[] {
  if (effect?.kind === 'same') return ['It makes the same schema as what was applied.'];
  if (effect?.kind !== 'different') return notes;
  const changes = notes.map((note, i) => (i < effect.differences.length ? `- ${note}` : note));
  return ['It does not make the schema that was applied. The file as it is now', ...changes];
}

function failedWords(entry: StatusEntry, { ledger }: Status, command: LiveCommand): readonly HintPart[] {
  const { isAtomic, migration } = entry;
  const said = loggedReason(entry);
  return [
    ...(said === undefined ? [] : [said]),
    ...(ledger.kind === 'prisma' ? ['Prisma goes no further until this is settled (P3009).'] : []),
    ...(migration === undefined
      ? []
      : isAtomic === true
        ? wholeWords(entry, command)
        : statementWords(entry, command)),
  ];
}

/**
 * A migration in one transaction is applied as a whole or not at all; where a part of it is there, somebody continued by hand.
 */
function wholeWords({ name, statements = [] }: StatusEntry, command: LiveCommand): readonly HintPart[] {
  const done = statements.filter(({ state }) => state === 'done').length;
  const missing = statements.filter(({ state }) => state === 'missing').length;
  const again = ['When its cause is mended:', { code: command('deploy', `--retry ${shellPath(name)}`) }];
  if (done === 0)
    return [
      missing > 0
        ? 'It runs in one transaction, and nothing of it is there.'
        : 'It runs in one transaction, so nothing of it took effect unless somebody finished it by hand.',
      ...again,
    ];
  return missing === 0
    ? [
        'Everything that it makes is there: somebody finished it by hand.',
        { code: command('repair', `--record ${shellPath(name)}`) },
      ]
    : [`It runs in one transaction, but ${done} of its statements are there: somebody went on by hand.`];
}

/** Statement by statement, and how to go on. */
function statementWords(
  { name, statements = [], resumeAt }: StatusEntry,
  command: LiveCommand,
): readonly HintPart[] {
  const words = { done: 'is there', missing: 'is not there', unknown: 'cannot be told' } as const;
  return [
    'It does not run in one transaction. Of its statements',
    ...statements.map(({ number, sql, state }) => `${number} ${words[state]}: ${sql}`),
    ...(resumeAt === undefined
      ? [
          'Look at what cannot be told, then say how many of them took effect:',
          { code: command('deploy', `--retry ${shellPath(name)} --done N`) },
        ]
      : [
          `When its cause is mended, go on behind statement ${resumeAt}:`,
          { code: command('deploy', `--retry ${shellPath(name)} --done ${resumeAt}`) },
        ]),
  ];
}

function sum(entries: readonly StatusEntry[]): string {
  const number = (test: (entry: StatusEntry) => boolean) => entries.filter(test).length;
  const parts = [
    [number(({ state, migration }) => state === 'applied' && migration !== undefined), 'applied'],
    [number(({ state }) => state === 'pending'), 'pending'],
    [number(({ state }) => state === 'failed'), 'failed'],
    [number(({ text }) => text === 'edited'), 'edited since'],
    [number(({ isOutOfOrder }) => isOutOfOrder), 'out of order'],
    [number(({ migration }) => migration === undefined), 'not in the folder'],
  ] as const;
  const said = parts.filter(([n], i) => n > 0 || i < 2).map(([n, what]) => `${n} ${what}`);
  return `${list(said)}.`;
}
