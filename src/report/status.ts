import { baselineWords, type Ledger, mayBeBaseline } from '../model/ledger.ts';
import { shellPath } from '../model/shell-word.ts';
import type { HalfApplied, Status, StatusEntry } from '../model/status.ts';
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
export function statusReport(status: Status, options: TtyOptions): string {
  const { paint } = options;
  const { ledger, entries } = status;
  const where = joined(status.dir, status.folder);
  const lines = [
    `${paint.strong(where)} on ${status.shownUrl} ${paint.dim(`PostgreSQL ${status.serverVersion}, ${tableWords(ledger)}`)}`,
    ...(status.deployer === undefined
      ? []
      : [`  ${paint.warn('!')} somebody is deploying now: ${status.deployer}`]),
    ...appliedLines(entries, options),
    ...entries.flatMap((entry) => troubleLines(entry, status, options)),
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
  const pending = entries.filter(
    ({ state, isOutOfOrder, sameVersionAs, halfApplied }) =>
      state === 'pending' && !isOutOfOrder && sameVersionAs === undefined && halfApplied === undefined,
  );
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

function troubleLines(entry: StatusEntry, status: Status, options: TtyOptions): readonly string[] {
  const { paint, width } = options;
  const { name, state, text, isOutOfOrder, migration } = entry;
  // A command stays on one line, for whoever copies it.
  const below = (...texts: readonly string[]) =>
    texts.map((one) => (one.startsWith('strata ') ? `      ${one}` : wrap(one, width, '      ')));
  if (entry.sameVersionAs !== undefined) {
    return [
      `  ${paint.bad('✗')} ${name} has the version of ${entry.sameVersionAs}: the ledger cannot tell them apart`,
      ...below('`strata deploy` applies nothing until each has a version of its own.'),
    ];
  }
  if (entry.halfApplied !== undefined) {
    const [what, how] = halfWords(name, entry.halfApplied);
    return [`  ${paint.bad('✗')} ${name} ${what}`, ...below(...how)];
  }
  if (state === 'failed')
    return [
      `  ${paint.bad('✗')} ${name} was begun and never finished`,
      ...below(...failedWords(entry, status)),
    ];
  if (migration === undefined) {
    return [
      `  ${paint.warn('!')} ${name} is applied, but the folder does not hold it`,
      ...below('It was deleted or renamed, or this is an older version of the project.'),
    ];
  }
  if (text === 'edited')
    return [`  ${paint.warn('!')} ${name} was edited since it was applied`, ...below(...editedWords(entry))];
  if (isOutOfOrder) {
    return [
      `  ${paint.warn('!')} ${name} is pending, but comes before migrations that are applied`,
      ...below(...lateWords(entry, status)),
    ];
  }
  return [];
}

function lateWords(entry: StatusEntry, { ledger, entries }: Status): readonly string[] {
  if (mayBeBaseline(entry, entries))
    return [baselineWords, `strata repair --record ${shellPath(entry.name)}`];
  const applies = '`strata deploy --out-of-order` applies it.';
  return [ledger.kind === 'drizzle' ? `drizzle skips it without a word. ${applies}` : applies];
}

/** How far it came, and how to go on. */
function halfWords(name: string, { direction, done, of }: HalfApplied): readonly [string, readonly string[]] {
  return direction === 'up'
    ? [
        `is half applied: ${done} of its ${count(of, 'transaction')} took effect`,
        ['`strata deploy` goes on where it stopped.'],
      ]
    : [
        `is half taken back: ${done} of the ${count(of, 'transaction')} of its down took effect`,
        [
          'It goes on where it stopped, back to a migration before it:',
          'strata rollback --to MIGRATION',
          'Where you have put all of it back by hand:',
          `strata repair --record ${shellPath(name)}`,
        ],
      ];
}

function failedWords(entry: StatusEntry, { ledger }: Status): readonly string[] {
  const { log, isAtomic, migration } = entry;
  const said = log === undefined ? undefined : reasonIn(log);
  return [
    ...(said === undefined ? [] : [said]),
    ...(ledger.kind === 'prisma' ? ['Prisma goes no further until this is settled (P3009).'] : []),
    ...(migration === undefined ? [] : isAtomic === true ? wholeWords(entry) : statementWords(entry)),
  ];
}

/** Runners wrap what the server said in words of their own. */
function reasonIn(log: string): string | undefined {
  const lines = log.split('\n').map((line) => line.trim());
  return lines.find((line) => line.startsWith('ERROR:')) ?? lines.find((line) => line !== '');
}

/**
 * A migration in one transaction is applied as a whole or not at all; where a part of it is there, somebody continued by hand.
 */
function wholeWords({ name, statements = [] }: StatusEntry): readonly string[] {
  const done = statements.filter(({ state }) => state === 'done').length;
  const missing = statements.filter(({ state }) => state === 'missing').length;
  const again = ['When its cause is mended:', `strata deploy --retry ${shellPath(name)}`];
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
        `strata repair --record ${shellPath(name)}`,
      ]
    : [`It runs in one transaction, but ${done} of its statements are there: somebody went on by hand.`];
}

/** Statement by statement, and how to go on. */
function statementWords({ name, statements = [], resumeAt }: StatusEntry): readonly string[] {
  const words = { done: 'is there', missing: 'is not there', unknown: 'cannot be told' } as const;
  return [
    'It does not run in one transaction. Of its statements',
    ...statements.map(({ number, sql, state }) => `${number} ${words[state]}: ${sql}`),
    ...(resumeAt === undefined
      ? [
          'Look at what cannot be told, then say how many of them took effect:',
          `strata deploy --retry ${shellPath(name)} --done N`,
        ]
      : [
          `When its cause is mended, go on behind statement ${resumeAt}:`,
          `strata deploy --retry ${shellPath(name)} --done ${resumeAt}`,
        ]),
  ];
}

function editedWords({ effect, name }: StatusEntry): readonly string[] {
  if (effect === undefined) return [];
  switch (effect.kind) {
    case 'same':
      return [
        'It makes the same schema as what was applied.',
        'To take the file as it is now:',
        `strata bless ${shellPath(name)}`,
      ];
    case 'different':
      return [
        'It does not make the schema that was applied. The file as it is now',
        ...effect.differences.slice(0, 5).map((line) => `- ${line}`),
        ...(effect.differences.length > 5 ? [`and ${effect.differences.length - 5} more`] : []),
        'Put the old text back, and write what is to change as a new migration.',
      ];
    case 'unknown':
      return [`Whether that changes the schema cannot be told: ${effect.reason}.`];
  }
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
