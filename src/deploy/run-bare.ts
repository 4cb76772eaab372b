import type { RunResult, ServerError } from '../db/session.ts';
import { serverError } from '../live/write.ts';
import type { UnitStatement } from '../model/deployment.ts';
import { StrataError } from '../model/errors.ts';
import type { Command } from '../model/ledger.ts';
import { watchBlockers } from './blockers.ts';
import {
  type Interruption,
  judgeInterrupted,
  mayCommitOnItsWay,
  thereBefore,
  waitsWithoutQueue,
} from './interrupted.ts';
import { asConnected, backOff, isTransient, type Refusal, type Stage, tell } from './run-unit.ts';

/** How a bare statement is written down. */
interface BareBooks {
  /** To be committed before it runs; not asked for where an earlier run was cut off in it. */
  readonly start: (before: readonly string[]) => readonly Command[];
  /** To be committed where the server has refused it for good. */
  readonly refuse: () => readonly Command[];
  /** To be committed together after it. */
  readonly finish: () => readonly Command[];
}

/** What an earlier run left of it, and what the user says of that where the catalog cannot tell. */
interface Earlier {
  readonly before: readonly string[];
  /** It failed in that run, which was not interrupted. */
  readonly isRefused: boolean;
  readonly settle: 'done' | 'again' | undefined;
}

/**
 * Runs one statement that refuses a transaction block. It may stop half way: so it is written down before and after, and what
 * an earlier try left is cleared away first.
 */
export async function runBare(
  stage: Stage,
  statement: UnitStatement,
  books: BareBooks,
  earlier: Earlier | undefined,
): Promise<{ readonly retries: number } | Refusal> {
  const { sql } = statement;
  let isDone = await settle(stage, statement, earlier);
  const isNew = !isDone && (earlier === undefined || earlier.isRefused);
  const before = isNew ? await thereBefore(stage.worker, sql) : (earlier?.before ?? []);
  if (isNew) await writeDown(stage, books.start(before));
  let retries = 0;
  for (; !isDone; retries += 1) {
    const started = performance.now();
    const { result, blockers } = await watchBlockers(stage, runFree(stage, sql));
    const { error } = result;
    if (error === undefined) {
      tell(stage, [statement], performance.now() - started);
      break;
    }
    const refusal = {
      migration: stage.migration,
      statement,
      error,
      retries,
      ...(blockers === undefined ? {} : { blockers }),
    };
    if (error.isLost === true) return refusal;
    // Whoever stops the run waits for nothing more: what is left is cleared away by the next one.
    if (error.isInterrupted !== true) isDone = await clearAway(stage, await judgeRefused(stage, sql, before));
    if (isDone) continue;
    const isRepeatable = isTransient(error) && !mayCommitOnItsWay(sql);
    if (!isRepeatable || retries >= stage.limits.lockRetries) {
      await inTransaction(stage, books.refuse()).catch(() => {});
      return refusal;
    }
    await backOff(stage, retries, error);
  }
  const unwritten = await writeDown(stage, books.finish()).catch(serverError);
  if (unwritten === undefined) return { retries };
  return { migration: stage.migration, statement, ...notWritten(unwritten), retries };
}

/** What cannot be judged must not hide the error that led to it. */
async function judgeRefused(
  { worker }: Stage,
  sql: string,
  before: readonly string[],
): Promise<Interruption> {
  return judgeInterrupted(worker, sql, before).catch((): Interruption => ({ kind: 'unknown' }));
}

/** Something took effect, of which the ledger or the notes cannot be told. */
export function notWritten(error: ServerError): Pick<Refusal, 'error' | 'isThere'> {
  const message = `it took effect, but that cannot be written down: ${error.message}`;
  return { error: { ...error, message }, isThere: true };
}

/** Keeps the session's limit in a setting of its own, since the file may have set another than ours, and takes it away. */
const liftLimit = `SELECT pg_catalog.set_config('strata.lock_timeout', pg_catalog.current_setting('lock_timeout'), false);
  SET lock_timeout = 0`;
const giveLimitBack = `SELECT pg_catalog.set_config('lock_timeout', pg_catalog.current_setting('strata.lock_timeout'), false)`;

/** Runs a statement; where its waiting stops nobody, the wait for locks has no limit. */
async function runFree({ worker }: Stage, sql: string): Promise<RunResult> {
  const isFree = waitsWithoutQueue(sql);
  if (isFree) await worker.run(liftLimit);
  const result = await worker.run(sql);
  if (isFree) await worker.run(giveLimitBack);
  return result;
}

/** Whether it took effect already; what is half done is cleared away. */
async function settle(
  stage: Stage,
  statement: UnitStatement,
  earlier: Earlier | undefined,
): Promise<boolean> {
  const { sql } = statement;
  if (earlier === undefined) {
    // A leftover of somebody else's try would make IF NOT EXISTS pass and leave an index that nothing uses.
    if (!/^CREATE\b/i.test(sql)) return false;
    const before = await thereBefore(stage.worker, sql);
    await clearAway(stage, await judgeInterrupted(stage.worker, sql, before));
    return false;
  }
  if (earlier.settle !== undefined) return earlier.settle === 'done';
  const verdict = await judgeInterrupted(stage.worker, sql, earlier.before);
  if (verdict.kind === 'unknown') {
    // What cannot commit on its way has left nothing when it fails.
    if (earlier.isRefused && !mayCommitOnItsWay(sql)) return false;
    throw unsettled(stage, statement, earlier);
  }
  return clearAway(stage, verdict);
}

function unsettled(
  { migration }: Stage,
  { number, line }: UnitStatement,
  { isRefused }: Earlier,
): StrataError {
  const what = isRefused
    ? 'failed in an earlier run, and may have committed a part of its work before'
    : 'was begun by a run that was interrupted, and the catalog does not tell whether it took effect';
  return new StrataError('live', `${migration}: statement ${number} (line ${line}) ${what}`, {
    hint: 'Look at the database, then say it: --settle done goes on behind it, --settle again runs it once more.',
  });
}

/** Clears away what is half done; whether nothing is left to do. */
async function clearAway(stage: Stage, verdict: Interruption): Promise<boolean> {
  if (verdict.kind === 'busy') {
    throw new StrataError('live', `${stage.migration}: ${verdict.found}`, {
      hint: 'Wait until it is done and run the command again.',
    });
  }
  if (verdict.kind === 'unknown') return false;
  if (verdict.found !== undefined)
    stage.onProgress({ kind: 'clearing', message: `${verdict.found}: clearing that away` });
  for (const sql of verdict.clear) await clear(stage, sql);
  return verdict.kind === 'done';
}

/** Asks again for locks that are not given, as the statements themselves do. */
async function clear(stage: Stage, sql: string): Promise<void> {
  for (let retries = 0; ; retries += 1) {
    const { result, blockers } = await watchBlockers(stage, runFree(stage, sql));
    const { error } = result;
    if (error === undefined) return;
    if (error.isLost !== true && isTransient(error) && retries < stage.limits.lockRetries) {
      await backOff(stage, retries, error);
      continue;
    }
    const whose = blockers === undefined ? '' : `It waited for ${blockers}. `;
    throw new StrataError('live', `${stage.migration}: ${error.message}`, {
      hint: `The statement was:\n${sql}\n${whose}The next run resumes here.`,
    });
  }
}

/** Commits what is to be written down of a migration, in the role of the connection. */
export async function inTransaction(
  { worker }: Pick<Stage, 'worker'>,
  commands: readonly Command[],
): Promise<void> {
  if (commands.length === 0) return;
  await worker.query(`BEGIN; ${asConnected}`);
  try {
    for (const { sql, values } of commands) await worker.query(sql, values);
    await worker.query('COMMIT');
  } catch (error) {
    await worker.query('ROLLBACK').catch(() => {});
    throw error;
  }
}

/** The same, asking again where somebody holds a lock on the ledger. Throws what the server said at last. */
export async function writeDown(stage: Stage, commands: readonly Command[]): Promise<void> {
  for (let retries = 0; ; retries += 1) {
    try {
      return await inTransaction(stage, commands);
    } catch (caught) {
      const error = serverError(caught);
      if (!isTransient(error) || retries >= stage.limits.lockRetries) throw caught;
      await backOff(stage, retries, error);
    }
  }
}
