import type { Session } from '../db/session.ts';
import { ServerGone } from '../engine/databases.ts';
import type { Database } from '../engine/engine.ts';
import { adaptSql } from '../engine/stand-ins/stand-ins.ts';
import type { Migration } from '../model/migration.ts';
import type { MigrationTrace, ObjectEvent, SqlError, StatementTrace } from '../model/trace.ts';
import { indexLines, type LineIndex, lineIn, placeIn } from '../sql/locate.ts';
import { type Script, type Statement, splitStatements } from '../sql/split.ts';
import { endsTransaction, mayLeaveInSession } from '../sql/statement.ts';
import { composeLenient, composeSends, type Send } from './compose.ts';
import { needsMoreRights } from './missing-rights.ts';
import type { Recorder, Seen } from './recorder.ts';
import { lastCommitBefore, raisedSend, runParts } from './run-parts.ts';
import { settle } from './settle.ts';
import { allEarlierSql, dropsWatch, needsWatch, ownAboveSql, watchKept } from './watch.ts';
import { failingPart, sqlError } from './where-it-failed.ts';

/** A database under watch: what a migration is rehearsed with. */
export interface Watched {
  readonly database: Database;
  readonly session: Session;
  readonly recorder: Recorder;
}

/** A migration on its way through. */
interface Run {
  readonly under: Watched;
  readonly migration: Migration;
  readonly text: string;
  readonly script: Script;
  readonly lines: LineIndex;
  readonly seen: Map<number, Seen>;
  readonly errors: Map<number, SqlError>;
  /** Statements that failed under the runner's rules but succeeded on their own: what they make exists. */
  readonly passedLater: Set<number>;
  /** Statements that need more rights than the role has, or drop what the watch needs, with what the server said of them. */
  readonly leftOut: Map<number, SqlError>;
  /** Statements that ran with the rights that the platform grants. */
  readonly raised: Set<number>;
}

/** How a strict run ended: undefined when every statement ran; else where a lenient run would go on. */
interface Stop {
  readonly resumeFrom: number;
}

/** What a migration did, and how to go on leniently where it failed. */
interface MigrateResult {
  readonly trace: MigrationTrace;
  readonly failure: MigrationFailure | undefined;
}

/** A migration stopped, as it would stop its runner. */
interface MigrationFailure {
  /** Nothing of it is left in the database. */
  readonly rolledBack: boolean;
  /** Replays the rest statement by statement, leaving out what fails, so that later migrations can still be judged. */
  runLeniently(watched: Watched): Promise<LenientRun>;
}

/** Parts of a send from which on its own relations are left out of the reports on locks, which costs two queries. */
const longSend = 100;

/** What a failed migration did, statement by statement. */
interface LenientRun {
  readonly trace: MigrationTrace;
  /** Nothing had to be left out: it failed for its transaction alone. */
  readonly passedApart: boolean;
}

/** Runs one migration as its runner would, and watches it. A failure leaves the database as the runner would leave it. */
export async function migrate(watched: Watched, migration: Migration): Promise<MigrateResult> {
  const script = splitStatements(migration.up.text);
  const text = adaptSql(migration.up.text);
  const lines = indexLines(migration.up.text);
  const run: Run = {
    under: watched,
    migration,
    text,
    script,
    lines,
    seen: new Map(),
    errors: new Map(),
    passedLater: new Set(),
    leftOut: new Map(),
    raised: new Set(),
  };
  const started = now();
  const stop = await runSends(run, composeSends(text, script, migration.transaction, 'watched'));
  const ms = now() - started;
  const left = await settleRun(run);
  const trace = tellTrace(run, stop === undefined ? 'applied' : 'failed', ms, left);
  if (stop === undefined) return { trace, failure: undefined };
  const failure = {
    rolledBack: stop.resumeFrom === 1,
    runLeniently: (next: Watched) => runLeniently({ ...run, under: next }, stop, ms),
  };
  return { trace, failure };
}

async function runLeniently(run: Run, stop: Stop, ms: number): Promise<LenientRun> {
  const failed = new Map(run.errors);
  for (const number of failed.keys()) run.errors.delete(number);
  for (const send of composeLenient(run.text, run.script, stop.resumeFrom)) await runSend(run, send);
  const passedApart = run.errors.size === 0;
  for (const [number, error] of failed) {
    if (error.atCommit === true && [...run.errors.values()].some(({ code }) => code === error.code)) continue;
    if (!run.errors.has(number)) run.passedLater.add(number);
    run.errors.set(number, error);
  }
  return { trace: tellTrace(run, 'failed', ms, await settleRun(run)), passedApart };
}

async function runSends(run: Run, sends: readonly Send[]): Promise<Stop | undefined> {
  for (const send of sends) {
    const stop = await runSend(run, send);
    if (stop !== undefined) return stop;
  }
  return undefined;
}

async function runSend(run: Run, send: Send): Promise<Stop | undefined> {
  const { database, session, recorder } = run.under;
  const fatal = send.parts.find(
    ({ statement, start, end }) => statement > 0 && dropsWatch(send.text.slice(start, end)),
  );
  if (fatal !== undefined) {
    run.leftOut.set(fatal.statement, watchKept);
    return runSend(run, send.without(fatal.statement));
  }
  const isLong = send.parts.length > longSend;
  if (isLong) await session.query(ownAboveSql(recorder.newest));
  recorder.begin(now());
  const sent = await runParts(database, session, send).catch((lost: unknown) => {
    throw placed(run, send, lost);
  });
  const { completed, error, passedOver } = sent;
  for (const [number, refusal] of passedOver)
    run.leftOut.set(number, sqlError(refusal, send, false, run.text));
  const rest = recorder.flush(now());
  for (const [number, seen] of recorder.marked) run.seen.set(number, seen);
  if (error !== undefined) await session.run('rollback');
  if (isLong) {
    const [row] = await session.query<{ newest: number }>(allEarlierSql);
    recorder.raiseHorizon(row?.newest ?? 0);
  }
  if (error === undefined) {
    const only = send.parts[0]?.statement;
    if (send.unwatched && only !== undefined) run.seen.set(only, rest);
    for (const number of send.raised) run.raised.add(number);
    return undefined;
  }
  recorder.takeBack();
  const first = send.parts.find((part) => part.statement > 0)?.statement ?? 1;
  const reached = send.parts[completed];
  const failing = failingPart(send, completed, error);
  if (failing === undefined) return { resumeFrom: first };
  run.seen.set(failing.statement, rest);
  const atCommit =
    (reached?.statement === 0 && completed === send.parts.length - 1) ||
    endsTransaction(run.script.statements[failing.statement - 1] as Statement);
  run.errors.set(failing.statement, sqlError(error, send, atCommit, run.text));
  const ran = completed === 0 ? first : failing.statement;
  const resumeFrom = lastCommitBefore(run.script, first, ran);
  for (let kept = first; kept < resumeFrom; kept += 1) recorder.remember(run.seen.get(kept)?.events ?? []);
  if (needsWatch(error) || needsMoreRights(error, send.text.slice(failing.start, failing.end)))
    return raiseOrLeaveOut(run, send.from(resumeFrom), failing.statement);
  return { resumeFrom };
}

/** The end of the server, with the statement at which it came. */
function placed({ migration, lines }: Run, send: Send, lost: unknown): unknown {
  if (!(lost instanceof ServerGone) || lost.completed === undefined || send.raised.size > 0) return lost;
  const part = send.parts.slice(0, lost.completed + 1).findLast(({ statement }) => statement > 0);
  if (part === undefined) return lost;
  return new ServerGone(lost.cause, { where: placeIn(migration.up, part.source, lines) });
}

/** Sends again what was rolled back: with the rights that the platform grants, or without the statement that lacks them. */
async function raiseOrLeaveOut(run: Run, send: Send, statement: number): Promise<Stop | undefined> {
  const raised = await raisedSend(run.under.database, send, statement);
  if (raised !== undefined) {
    run.errors.delete(statement);
    return runSend(run, raised);
  }
  run.leftOut.set(statement, run.errors.get(statement) as SqlError);
  run.errors.delete(statement);
  return runSend(run, send.guarding(statement).without(statement));
}

/** Most runners send all migrations over one connection, but some of them on another day: nothing is left to those that follow. */
async function settleRun({ under: { session, recorder }, script, text }: Run) {
  return await settle(
    session,
    recorder,
    script.statements.some((statement) => mayLeaveInSession(statement, text)),
  );
}

function tellTrace(
  run: Run,
  outcome: MigrationTrace['outcome'],
  ms: number,
  left: Pick<MigrationTrace, 'leaks' | 'leftovers'>,
): MigrationTrace {
  const { migration, script, lines, under } = run;
  const statements: StatementTrace[] = [];
  for (const [i, statement] of script.statements.entries()) {
    const index = i + 1;
    const seen = run.seen.get(index);
    const error = run.errors.get(index);
    const leftOut = run.leftOut.get(index);
    if (seen === undefined && error === undefined && outcome !== 'applied') continue;
    const watched = seen ?? nothingSeen;
    statements.push({
      index,
      start: statement.start,
      end: statement.end,
      line: lineIn(migration.up, statement.start, lines),
      ms: watched.ms,
      locks: under.recorder.locksOf(watched),
      rewrites: watched.rewrites,
      verifies: under.recorder.verifiedBy(watched),
      ...(watched.spared.length === 0 ? {} : { spared: watched.spared }),
      indexBuilds: watched.indexBuilds,
      indexedTables: under.recorder.indexedBy(watched),
      events: (error ?? leftOut) === undefined || run.passedLater.has(index) ? watched.events : noEvents,
      notices: watched.notices,
      ...(error === undefined ? {} : { error }),
      ...(leftOut === undefined ? {} : { leftOut }),
      ...(run.raised.has(index) ? { raised: true as const } : {}),
    });
  }
  return { migration: migration.name, outcome, ms, statements, ...left };
}

/** Milliseconds since the epoch, as exact as can be. */
function now(): number {
  return performance.timeOrigin + performance.now();
}

const noEvents: readonly ObjectEvent[] = [];
const nothingSeen: Seen = {
  ms: 0,
  held: [],
  rewrites: [],
  checked: [],
  spared: [],
  near: [],
  indexBuilds: [],
  indexed: [],
  events: [],
  notices: [],
};
