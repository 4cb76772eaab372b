import type { ServerError, Session } from '../db/session.ts';
import { serverError } from '../live/write.ts';
import type { Unit, UnitStatement } from '../model/deployment.ts';
import type { Command } from '../model/ledger.ts';
import { type BlockerWatch, watchBlockers } from './blockers.ts';

/** How long to wait for what. */
export interface Limits {
  /** Milliseconds that a statement may wait for a lock: while it waits, everybody behind it waits as well. */
  readonly lockTimeoutMs: number;
  /** Milliseconds that a statement may run, 0 for no limit; undefined: what the server has set for the role and the database. */
  readonly statementTimeoutMs: number | undefined;
  /** How often a lock that was not given is asked for again. */
  readonly lockRetries: number;
}

/** Statements that give a session its limits. */
export function limitsSql({ lockTimeoutMs, statementTimeoutMs }: Limits): string {
  const own = statementTimeoutMs === undefined ? '' : `; SET statement_timeout = ${statementTimeoutMs}`;
  return `SET lock_timeout = ${lockTimeoutMs}${own}`;
}

/** Where units run. */
export interface Stage extends BlockerWatch {
  readonly worker: Session;
  readonly limits: Limits;
  readonly migration: string;
  /** Statements of the whole migration. */
  readonly total: number;
  /** How many statements go in one message: more than one where the way to the server is long. */
  readonly batchSize: number;
  readonly sleep: (ms: number) => Promise<void>;
}

/** A statement that the server refused; nothing of its unit took effect unless the unit is a bare one. */
export interface Refusal {
  readonly migration: string;
  readonly statement: UnitStatement;
  readonly error: ServerError;
  readonly retries: number;
  /** Whose locks it waited for, in words. */
  readonly blockers?: string;
  /** The statement took effect: what was refused is to write that down. */
  readonly isThere?: true;
}

/**
 * Takes the role of the connection for the rest of a transaction: a role that the file has taken may not write the ledger. With the
 * end of the transaction the session is in the file's role again, on which its next statements rely.
 */
export const asConnected = 'SET LOCAL SESSION AUTHORIZATION DEFAULT; SET LOCAL role TO DEFAULT';

/** The bookkeeping of a transaction, sent as its last statements; `leavesRole` where the file may have taken another role. */
interface Bookkeeping {
  readonly commands: () => readonly Command[];
  readonly leavesRole: boolean;
}

/** What one migration has in a transaction. One that shares it leaves its end to the runner. */
export interface Share {
  readonly stage: Stage;
  /** Undefined for a migration without statements. */
  readonly unit: Unit | undefined;
  readonly bookkeeping: Bookkeeping;
  /** Called when it begins, at every try. */
  readonly onBegin?: () => void;
  /** Sent after it, where others follow. */
  readonly reset?: string;
}

/** Whether waiting a moment may help: a lock that was not given in time, a deadlock, a serialization failure. */
export function isTransient({ code }: Pick<ServerError, 'code'>): boolean {
  return code === '55P03' || code === '40P01' || code === '40001';
}

/** Runs units that commit as a whole, together with their bookkeeping; asks again for locks that are not given. */
export async function runTransaction(
  shares: readonly [Share, ...Share[]],
): Promise<{ readonly retries: number } | Refusal> {
  const [{ stage }] = shares;
  for (let retries = 0; ; retries += 1) {
    const refused = await attempt(shares);
    if (refused === undefined) return { retries };
    if (!isTransient(refused.error) || retries >= stage.limits.lockRetries) return { ...refused, retries };
    await backOff(stage, retries, refused.error);
  }
}

/** Waits longer each time, never quite as long as somebody else does. */
export async function backOff(stage: Stage, retries: number, error: ServerError): Promise<void> {
  const ms = Math.min(30_000, 500 * 2 ** retries) * (0.75 + (performance.now() % 1000) / 2000);
  stage.onProgress({
    kind: 'retry',
    migration: stage.migration,
    attempt: retries + 1,
    message: `${error.message}; trying again in ${(ms / 1000).toFixed(1)} s`,
  });
  await stage.sleep(ms);
}

async function attempt(shares: readonly [Share, ...Share[]]): Promise<Refused | undefined> {
  const [first] = shares;
  const begun = await first.stage.worker.run('BEGIN');
  if (begun.error !== undefined) return refusedBy(first, begun.error);
  for (const [i, share] of shares.entries()) {
    share.onBegin?.();
    const refused = await runShare(share);
    if (refused !== undefined) return refused;
    if (i < shares.length - 1 && share.reset !== undefined) await first.stage.worker.run(share.reset);
  }
  return await end(shares.at(-1) as Share);
}

async function runShare({ stage, unit, bookkeeping }: Share): Promise<Refused | undefined> {
  const isOwn = unit !== undefined && unit.ending !== 'runner';
  const statements = unit?.statements ?? [];
  for (const batch of batches(isOwn ? statements.slice(0, -1) : statements, stage.batchSize)) {
    const refused = await runBatch(stage, batch);
    if (refused !== undefined) return refused;
  }
  // A file that ends its transaction with anything but COMMIT takes its own work back: there is nothing to tell of it inside.
  if (unit?.ending === 'own-other') return undefined;
  const error = await keepBooks(stage.worker, bookkeeping);
  return error === undefined ? undefined : refusedBy({ stage, unit }, error);
}

async function end({ stage, unit, bookkeeping }: Share): Promise<Refused | undefined> {
  const { worker } = stage;
  if (unit !== undefined && unit.ending !== 'runner') {
    const ended = await runBatch(stage, unit.statements.slice(-1));
    if (ended !== undefined || unit.ending !== 'own-other') return ended;
    await worker.run('BEGIN');
    const error = await keepBooks(worker, bookkeeping);
    if (error !== undefined) return refusedBy({ stage, unit }, error);
  }
  const { error } = await worker.run('COMMIT');
  return error === undefined ? undefined : refusedBy({ stage, unit }, error);
}

type Refused = Omit<Refusal, 'retries'>;

/** What the server refused behind the last statement: the ledger, or the COMMIT. */
function refusedBy({ stage, unit }: Pick<Share, 'stage' | 'unit'>, error: ServerError): Refused {
  return { migration: stage.migration, statement: unit?.statements.at(-1) ?? noStatement, error };
}

/** Stands for the statement of a migration that has none. */
export const noStatement: UnitStatement = { number: 0, sql: '', line: 1 };

async function keepBooks(
  worker: Session,
  { commands, leavesRole }: Bookkeeping,
): Promise<ServerError | undefined> {
  if (leavesRole) await worker.run(asConnected);
  for (const { sql, values } of commands()) {
    const error = await worker.query(sql, values).then(() => undefined, serverError);
    if (error === undefined) continue;
    await worker.run('ROLLBACK');
    return { ...error, message: `the ledger cannot be written: ${error.message}` };
  }
  return undefined;
}

/** Sends statements as one message and tells of each; a refusal rolls the transaction back. */
async function runBatch(stage: Stage, batch: readonly UnitStatement[]): Promise<Refused | undefined> {
  const started = performance.now();
  const text = batch.map(({ sql }) => sql).join(';\n');
  const { result, blockers } = await watchBlockers(
    stage,
    stage.worker.run(
      text,
      batch.flatMap(({ copyData }) => copyData ?? []),
    ),
  );
  const { completed, error } = result;
  if (error === undefined) {
    tell(stage, batch, performance.now() - started);
    return undefined;
  }
  await stage.worker.run('ROLLBACK');
  const statement = (batch[completed] ?? batch.at(-1)) as UnitStatement;
  return {
    migration: stage.migration,
    statement,
    error,
    ...(blockers === undefined ? {} : { blockers }),
  };
}

/** Tells of statements that ran in one message, by the first one's text and the last one's number. */
export function tell(stage: Stage, batch: readonly UnitStatement[], ms: number): void {
  const [first, last] = [batch[0], batch.at(-1)];
  if (first === undefined || last === undefined) return;
  const { migration, total, onProgress } = stage;
  onProgress({
    kind: 'statement',
    migration,
    number: last.number,
    total,
    sql: first.sql,
    count: batch.length,
    ms,
  });
}

const mostInserts = 200;

/**
 * One message for each statement, so that each can be told of and timed; runs of INSERTs go together, since dumps hold
 * thousands, and so do neighbours where every message takes long to get there.
 */
function batches(statements: readonly UnitStatement[], size: number): readonly (readonly UnitStatement[])[] {
  const all: UnitStatement[][] = [];
  for (const statement of statements) {
    const last = all.at(-1);
    const areInserts = isInsert(statement) && last?.every(isInsert) === true;
    if (last !== undefined && last.length < (areInserts ? mostInserts : size)) last.push(statement);
    else all.push([statement]);
  }
  return all;
}

function isInsert({ sql }: UnitStatement): boolean {
  return /^INSERT\s/i.test(sql);
}
