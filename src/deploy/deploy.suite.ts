import { createHash, randomUUID } from 'node:crypto';
import type { Database } from '../engine/engine.ts';
import { readLedger } from '../ledger/read.ts';
import { openWriters } from '../live/write.ts';
import type { DeployOutcome } from '../model/deployment.ts';
import type { History, Runner, Transaction } from '../model/migration.ts';
import { composeUnits } from '../replay/units.ts';
import { type DeployRequest, deployMigrations } from './deploy.ts';

const usual: Readonly<Record<Runner, Transaction>> = {
  prisma: 'simple-query',
  supabase: 'pipeline',
  drizzle: 'block',
  dbmate: 'block',
  goose: 'block',
  flyway: 'auto',
  plain: 'auto',
};

/** A history of these texts, as the runner's folder would give it. */
export function historyOf(runner: Runner, texts: readonly string[]): History {
  return {
    dir: '/project',
    layout: 'sql',
    runner,
    folder: 'migrations',
    platform: 'none',
    migrations: texts.map((text, i) => ({
      name: runner === 'flyway' ? `V${i + 1}__step` : `00${i + 1}_step`,
      up: { file: `migrations/00${i + 1}_step.sql`, text, firstLine: 1 },
      transaction: usual[runner],
      hash: createHash('sha256').update(text).digest('hex'),
      ledgerMark: i + 1,
    })),
    findings: [],
  };
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
    worker: writers.worker,
    guard: writers.guard,
    history,
    direction: 'up',
    work: history.migrations.map(composeUnits),
    limits,
    waitMs: 0,
    retry: undefined,
    done: undefined,
    settle: undefined,
    onProgress: () => {},
    newId: randomUUID,
    ...more,
  });
}

/** What the ledger says of each migration. */
export async function states(database: Database, history: History): Promise<readonly string[]> {
  await using session = await database.connect('owner', { guarded: false });
  return (await readLedger(session, history)).entries.map(({ state }) => state);
}
