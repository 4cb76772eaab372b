import { createHash } from 'node:crypto';
import {
  type Assumptions,
  assumedSql,
  assumedWords,
  noAssumptions,
} from '../../explain/assume/assumptions.ts';
import { learn, leftUndone } from '../../explain/assume/learn.ts';
import { type Failure, readFailure } from '../../explain/failure.ts';
import { tellStory } from '../../explain/story.ts';
import type { Finding } from '../../model/finding.ts';
import { assumedName, type History, type Migration } from '../../model/migration.ts';
import type { SqlError, StatementTrace, Trace } from '../../model/trace.ts';
import { bareName, splitIdentifier } from '../../postgres/identifier.ts';
import type { Rehearsal } from '../../replay/rehearse.ts';
import { innerAlterations } from '../../sql/inner.ts';
import { loadParser } from '../../sql/parse.ts';

/** A history with a first migration that makes what is assumed. */
interface AssumedHistory {
  readonly history: History;
  readonly rehearsal: Rehearsal;
  /** What is assumed, a few words each; empty where the history makes all that it names. */
  readonly assumed: readonly string[];
}

/** The most rounds; each adds what the last one showed to be missing. */
const mostRounds = 12;

/**
 * Rehearses a part of a history, or a single file. What it names and nothing makes is assumed: a first migration that makes it is
 * put before. What that needs is learned from failures, round by round.
 */
export async function rehearseAssuming(
  history: History,
  rehearse: (history: History, afterwards: (settling: Promise<void>) => void) => Promise<Rehearsal>,
  withSkipped: boolean,
): Promise<AssumedHistory> {
  const assumptions = noAssumptions();
  const settling: Promise<void>[] = [];
  const run = (one: History): Promise<Rehearsal> =>
    rehearse(one, (left) => {
      left.catch(() => {});
      settling.push(left);
    });
  let current = history;
  let rehearsal = await run(current);
  for (let round = 0; round < mostRounds; round += 1) {
    const learned = await learnFrom(assumptions, current, rehearsal.trace, withSkipped);
    if (!learned) break;
    current = behind(history, assumptions);
    rehearsal = await run(current);
  }
  await Promise.all(settling);
  return { history: current, rehearsal, assumed: assumedWords(assumptions) };
}

async function learnFrom(
  assumptions: Assumptions,
  history: History,
  trace: Trace,
  withSkipped: boolean,
): Promise<boolean> {
  const lacking = trace.migrations.flatMap(({ statements }, at) =>
    statements.flatMap((statement) =>
      [
        ...lacks(statement, withSkipped),
        ...(withSkipped ? passedOver(statement, history.migrations[at]?.up.text ?? '') : []),
      ].map((error) => ({ at, statement, error })),
    ),
  );
  if (lacking.length === 0) return false;
  await loadParser();
  const story = tellStory(history, trace);
  const failures = lacking.map(({ at, statement, error }) =>
    readFailure(history, story, at, statement, error),
  );
  const pending = new Set<string>();
  assumptions.retyped.clear();
  let learned = false;
  for (const failure of failures) {
    const made = notAssumed(pending, assumptions);
    if (!follows(failure, made)) learned = learn(assumptions, failure, made) || learned;
    // What does not parse never will pass.
    if (!failure.head.startsWith('DO') && failure.error.code !== '42601')
      for (const name of leftUndone(failure)) pending.add(name);
  }
  return learned;
}

/**
 * The names without tables that are assumed by now: those no longer wait for a statement, even for one that alters them. A table
 * of the same name in another schema does.
 */
function notAssumed(names: ReadonlySet<string>, { tables }: Assumptions): ReadonlySet<string> {
  const assumed = new Set(
    [...tables.keys()].flatMap((name) => {
      const parts = splitIdentifier(name).map((part) => part.toLowerCase());
      return [parts.join('.'), parts.at(-1) ?? ''];
    }),
  );
  return new Set([...names].filter((name) => !assumed.has(name)));
}

/**
 * Whether a statement lacks what an earlier one would have made, had it not failed. The next round shows whether it then passes.
 */
function follows({ error }: Failure, pending: ReadonlySet<string>): boolean {
  return [...error.message.matchAll(/"([^"]+)"/g)].some(([, name = '']) =>
    [name, name.split('.').at(-1) ?? name].some((one) => pending.has(one.toLowerCase())),
  );
}

/** The error that a statement failed with; with `withSkipped` also what its IF EXISTS skipped. */
function lacks({ error, leftOut, notices }: StatementTrace, withSkipped: boolean): readonly SqlError[] {
  const failed = error ?? leftOut;
  if (failed !== undefined) return [failed];
  if (!withSkipped) return [];
  return notices.flatMap(({ message }): readonly SqlError[] => {
    const [, said] = /^(.+ does not exist), skipping$/.exec(message) ?? [];
    if (said === undefined) return [];
    const [, code] = skippedCodes.find(([things]) => things.test(said)) ?? [];
    return [{ code: code ?? '42704', message: said }];
  });
}

/** What the server calls a thing that is not there, and the code of the error that IF EXISTS has spared the statement. */
const skippedCodes: readonly (readonly [RegExp, string])[] = [
  [/^(relation|table|view|materialized view|sequence) /, '42P01'],
  [/^column /, '42703'],
  [/^schema /, '3F000'],
];

/** The tables of a DO block's ALTER TABLEs: its guards pass over what is not there. */
function passedOver({ error, leftOut, start, end }: StatementTrace, text: string): readonly SqlError[] {
  const own = text.slice(start, end);
  if (error !== undefined || leftOut !== undefined || !/^DO\b/i.test(own)) return [];
  return innerAlterations(own).map((inner) => ({
    code: '42P01',
    message: `relation "${bareName(inner.table)}" does not exist`,
    internalQuery: own.slice(inner.start, inner.end),
  }));
}

function behind(history: History, assumptions: Assumptions): History {
  const text = assumedSql(assumptions);
  const assumed: Migration = {
    name: assumedName,
    up: { file: assumedName, text, firstLine: 1 },
    transaction: 'autocommit',
    hash: createHash('sha256').update(text).digest('hex'),
  };
  return { ...history, migrations: [assumed, ...history.migrations] };
}

/** Leaves out findings in the migration that makes what is assumed: nobody wrote it. */
export function withoutAssumed(findings: readonly Finding[]): readonly Finding[] {
  return findings.filter(({ migration, where }) => migration !== assumedName && where?.file !== assumedName);
}

/** The trace of the migrations that are on disk. */
export function traceOnDisk(trace: Trace): Trace {
  return { ...trace, migrations: trace.migrations.filter(({ migration }) => migration !== assumedName) };
}

/** What is assumed, as reports say it: one sentence or none. */
export function toldAssumed(assumed: readonly string[]): readonly string[] {
  if (assumed.length === 0) return [];
  return [
    `Taken to have been there before, with types that are guessed, since nothing here makes it: ${assumed.join('; ')}.`,
  ];
}
