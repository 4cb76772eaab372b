import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Database } from '../engine/engine.ts';
import { readLedger } from '../ledger/read.ts';
import { openWriters } from '../live/write.ts';
import type { DeployOutcome } from '../model/deployment.ts';
import type { History, Runner } from '../model/migration.ts';
import { historyOf as rehearsalOf } from '../replay/rehearsal.suite.ts';
import { composeUnits } from '../replay/units.ts';
import { deployMigrations } from './deploy.ts';
import { readProgress } from './progress.ts';
import type { DeployRequest } from './run.ts';
import { type Standing, standingOf } from './standing.ts';

/** A history of these texts, as the runner's folder would give it. */
export function historyOf(runner: Runner, texts: readonly string[]): History {
  const history = rehearsalOf(texts, { runner });
  const migrations = history.migrations.map((one, i) => ({
    ...one,
    name: runner === 'flyway' ? `V${i + 1}__step` : `00${i + 1}_step`,
    up: { ...one.up, file: `migrations/00${i + 1}_step.sql` },
    ledgerMark: i + 1,
  }));
  return { ...history, migrations };
}

/** Short waits, so that what is refused is refused soon. */
export const limits = { lockTimeoutMs: 200, statementTimeoutMs: 0, lockRetries: 1 };

/** Applies a history to a database of the engine, as its owner. */
export async function deploy(
  database: Database,
  history: History,
  more: Partial<DeployRequest> = {},
): Promise<DeployOutcome> {
  await using writers = await openWriters(database.url as string, 'strata deploy');
  return await deployMigrations({
    shownUrl: writers.shownUrl,
    worker: writers.worker,
    guard: writers.guard,
    history,
    direction: 'up',
    work: history.migrations.map(composeUnits),
    decidedOn: await standing(database, history),
    limits,
    waitMs: 0,
    retry: undefined,
    done: undefined,
    settle: undefined,
    onProgress: () => {},
    sleep,
    newId: randomUUID,
    ...more,
  });
}

/** What is there now. */
export async function standing(database: Database, history: History): Promise<Standing> {
  await using session = await database.connect('owner', { guarded: false });
  const state = await readLedger(session, history);
  return standingOf(state, await readProgress(session, state));
}

/** What the ledger says of each migration. */
export async function states(database: Database, history: History): Promise<readonly string[]> {
  await using session = await database.connect('owner', { guarded: false });
  return (await readLedger(session, history)).entries.map(({ state }) => state);
}
