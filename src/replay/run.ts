import type { ServerError, Session } from '../db/session.ts';
import type { Database } from '../engine/engine.ts';
import { adaptSql } from '../engine/stand-ins/stand-ins.ts';
import { type History, type Migration, runsTogether, type Transaction } from '../model/migration.ts';
import { type Script, splitStatements } from '../sql/split.ts';
import { changesSettings, mayLeaveInSession } from '../sql/statement.ts';
import { composeSends, type Send } from './compose.ts';
import { needsMoreRights } from './missing-rights.ts';
import { lastCommitBefore, raisedSend, runParts } from './run-parts.ts';
import { beginAnew, leaveNothing } from './session-state.ts';
import { failingPart } from './where-it-failed.ts';

/** The server refused a statement of a script. */
export interface RefusedStatement {
  readonly error: ServerError;
  /** 0-based offset of the statement in the script, UTF-16 code units. */
  readonly offset: number;
}

/** Told of each statement that is left out, since it needs more rights than the role has. */
type TellLeftOut = (leftOut: RefusedStatement) => void;

/**
 * Runs a script under its runner's transaction rules, unwatched. As in a rehearsal, statements that need more rights than the
 * role has are left out, and changed settings are reset. Undefined where every other statement succeeded.
 */
export async function runSql(
  database: Database,
  session: Session,
  text: string,
  transaction: Transaction,
  tellLeftOut: TellLeftOut = () => {},
): Promise<RefusedStatement | undefined> {
  const script = splitStatements(text);
  const refused = await runScript(database, session, text, script, transaction, tellLeftOut);
  if (script.statements.some((statement) => changesSettings(statement, text))) await session.run(beginAnew);
  return refused;
}

/**
 * Runs a migration of a history, and leaves nothing in the session. Where the whole history shares one transaction, a file that
 * uses an enum value which it adds runs statement by statement: there the type itself is new, and the value may be used.
 */
export async function runMigration(
  database: Database,
  session: Session,
  history: Pick<History, 'runner' | 'isOneTransaction'>,
  { up: { text }, transaction }: Migration,
  tellLeftOut: TellLeftOut = () => {},
): Promise<RefusedStatement | undefined> {
  const script = splitStatements(text);
  const told: RefusedStatement[] = [];
  const run = (how: Transaction) =>
    runScript(database, session, text, script, how, (leftOut) => told.push(leftOut));
  let refused = await run(transaction);
  if (refused?.error.code === '55P04' && runsTogether(history)) {
    told.length = 0;
    refused = await run('autocommit');
  }
  told.forEach(tellLeftOut);
  if (script.statements.some((statement) => mayLeaveInSession(statement, text)))
    await session.run(leaveNothing.join('; '));
  return refused;
}

async function runScript(
  database: Database,
  session: Session,
  text: string,
  script: Script,
  transaction: Transaction,
  tellLeftOut: TellLeftOut,
): Promise<RefusedStatement | undefined> {
  const leftOut = new Map<number, RefusedStatement>();
  let refused: RefusedStatement | undefined;
  for (const send of composeSends(adaptSql(text), script, transaction, 'unwatched')) {
    refused = await runSend({ database, session, script, leftOut }, send);
    if (refused !== undefined) break;
  }
  for (const one of [...leftOut.values()].sort((a, b) => a.offset - b.offset)) tellLeftOut(one);
  return refused;
}

/** A script on its way, and where it runs. */
interface Running {
  readonly database: Database;
  readonly session: Session;
  readonly script: Script;
  /** By the number of the statement: what is rolled back is sent again, and refused again. */
  readonly leftOut: Map<number, RefusedStatement>;
}

async function runSend(running: Running, send: Send): Promise<RefusedStatement | undefined> {
  const { database, session, script, leftOut } = running;
  const { parts } = send;
  const { completed, error, passedOver } = await runParts(database, session, send);
  for (const { statement, source } of parts) {
    const refusal = passedOver.get(statement);
    if (refusal !== undefined) leftOut.set(statement, { error: refusal, offset: source });
  }
  if (error === undefined) return undefined;
  await session.run('ROLLBACK');
  const failing = failingPart(send, completed, error);
  if (failing === undefined) return { error, offset: 0 };
  if (needsMoreRights(error, send.text.slice(failing.start, failing.end))) {
    const { statement } = failing;
    const first = parts.find((part) => part.statement > 0)?.statement ?? 1;
    const left = send.from(lastCommitBefore(script, first, completed === 0 ? first : statement));
    const raised = await raisedSend(database, left, statement);
    if (raised === undefined) leftOut.set(statement, { error, offset: failing.source });
    return runSend(running, raised ?? left.guarding(statement).without(statement));
  }
  return { error, offset: failing.source };
}
