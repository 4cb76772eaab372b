import { readLedger } from '../ledger/read.ts';
import { refused } from '../live/open.ts';
import type { DeployedMigration, DeployMigration, DeployOutcome } from '../model/deployment.ts';
import { StrataError } from '../model/errors.ts';
import { joinHints } from '../model/hint.ts';
import type { Ledger, LedgerState } from '../model/ledger.ts';
import { runsTogether } from '../model/migration.ts';
import { shellPath } from '../model/shell-word.ts';
import { few } from '../model/words.ts';
import { booksFor } from './books.ts';
import { forgetOvertaken, readProgress, type UnitProgress } from './progress.ts';
import { takeUp } from './retry.ts';
import { beginRun, type DeployRequest, resetOf, resetSession } from './run.ts';
import { MigrationRun } from './run-migration.ts';
import { mayShare, runTogether } from './run-together.ts';
import { assertStanding, standingOf } from './standing.ts';
import { takeTurn } from './turn.ts';

/**
 * Applies migrations in order and writes them down in the runner's ledger. With the ledger and `strata.progress` a later run goes on
 * from where this one ends, however it ends. What is no answer to a statement is a `live` error.
 */
export async function deployMigrations(request: DeployRequest): Promise<DeployOutcome> {
  const deployed: DeployedMigration[] = [];
  try {
    return await deployInto(deployed, request);
  } catch (error) {
    throw behindDeployed(refused(error, request.shownUrl, 'writes'), deployed);
  }
}

/** An error that is no answer to a statement, with what took effect before it. */
function behindDeployed(error: StrataError, deployed: readonly DeployedMigration[]): StrataError {
  if (deployed.length === 0) return error;
  const names = few(
    deployed.map(({ name }) => name),
    3,
  );
  const { code, message, advice, where, cause } = error;
  return new StrataError(code, message, {
    hint: joinHints(`Done before that, and it stays: ${names}.`, advice),
    ...(where === undefined ? {} : { where }),
    cause,
  });
}

async function deployInto(deployed: DeployedMigration[], request: DeployRequest): Promise<DeployOutcome> {
  const { worker, guard, history } = request;
  await waitForTurn(request);
  const reset = await resetOf(request);
  await resetSession(worker, reset);
  // Whoever had the turn before may have done some of the work.
  const state = await readLedger(worker, history);
  const left = await leftToDo(request, state, await forgetOvertaken(worker, state));
  const total = left.length;
  if (total === 0) return { deployed, failure: undefined, total };
  const run = await beginRun(request, state.ledger, reset, left);
  // What was named to be tried again has other notes by now.
  const notes = await readProgress(worker, await readLedger(worker, history));
  const notesOf = ({ migration }: DeployMigration) => notes.get(booksFor(run, migration).name) ?? [];
  const isFree = (work: DeployMigration) => mayShare(work) && notesOf(work).length === 0;
  for (const group of groupsOf(left, request, isFree)) {
    await assertTurnIsHeld(guard);
    const [work] = group;
    const result =
      group.length > 1
        ? await runTogether(run, group)
        : await new MigrationRun(run, work, notesOf(work)).run();
    if ('failure' in result) return { deployed, failure: result.failure, total };
    deployed.push(...('deployed' in result ? result.deployed : [result]));
    if (group.some(({ changesSettings }) => changesSettings)) await resetSession(worker, reset);
  }
  return { deployed, failure: undefined, total };
}

async function waitForTurn({ worker, guard, history, waitMs, onProgress }: DeployRequest): Promise<void> {
  const { ledger } = await readLedger(worker, history);
  const onWait = (message: string) => onProgress({ kind: 'waiting', message });
  await takeTurn({ worker, guard, ledger, waitMs, onWait });
}

/** Throws where the guard's session has ended: others may deploy then. */
async function assertTurnIsHeld(guard: DeployRequest['guard']): Promise<void> {
  await guard.query('SELECT 1');
}

/**
 * What shares a transaction: for runners that apply all that is pending in one, neighbours that are free to. What an earlier run, or
 * the user, has noted of one speaks of it alone.
 */
function groupsOf(
  work: readonly DeployMigration[],
  { history, direction }: Pick<DeployRequest, 'history' | 'direction'>,
  isFree: (work: DeployMigration) => boolean,
): readonly (readonly [DeployMigration, ...DeployMigration[]])[] {
  const groups: [DeployMigration, ...DeployMigration[]][] = [];
  for (const one of work) {
    const last = groups.at(-1);
    const joins = direction === 'up' && runsTogether(history) && isFree(one);
    if (last !== undefined && joins && last.every(isFree)) last.push(one);
    else groups.push([one]);
  }
  return groups;
}

/**
 * What the ledger has not got yet. Something that failed without Strata's own notes must have been named to be tried again; of
 * what is named, the user's word counts, and not the notes.
 */
async function leftToDo(
  request: DeployRequest,
  state: LedgerState,
  known: ReadonlyMap<string, readonly UnitProgress[]>,
): Promise<readonly DeployMigration[]> {
  const { work, decidedOn, retry, direction } = request;
  const failed = new Set(state.entries.filter((entry) => entry.state === 'failed').map(({ name }) => name));
  const left = work.filter(
    ({ migration }) => !booksFor({ ...request, ledger: state.ledger }, migration).isDone(state),
  );
  if (left.length === 0) return left;
  const names = new Set(work.map(({ migration }) => migration.name));
  assertStanding(decidedOn, standingOf(state, known), names);
  for (const one of work) {
    const { name } = one.migration;
    const isNamed = retry === name && direction === 'up';
    if (isNamed && left.includes(one)) await takeUp(request, state.ledger, one, failed.has(name));
    else if (failed.has(name) && !known.has(name)) throw failedBefore(name, state.ledger.kind);
  }
  return left;
}

function failedBefore(name: string, kind: Ledger['kind']): StrataError {
  return new StrataError('live', `${name} was begun by ${kind} and never finished`, {
    hint: `Nothing was changed. \`strata status\` tells what it left. Once that is settled and nothing of it is in the database: strata deploy --retry ${shellPath(name)}`,
  });
}
