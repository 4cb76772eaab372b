import { randomUUID } from 'node:crypto';
import { deployMigrations } from '../../deploy/deploy.ts';
import type { DeployRequest } from '../../deploy/run.ts';
import type { Limits } from '../../deploy/run-unit.ts';
import { stoppable } from '../../live/stoppable.ts';
import { openWriters } from '../../live/write.ts';
import type { DeployOutcome, DeployProgress } from '../../model/deployment.ts';

/** How something is run on a live database. */
export interface RunOptions {
  readonly url: string;
  readonly limits: Limits;
  /** Milliseconds to wait for another deployer. */
  readonly waitMs: number;
  readonly onProgress: (progress: DeployProgress) => void;
  /** Stops the run: the statement under way is cancelled on the server. What took effect is told as after a failure. */
  readonly interrupt?: AbortSignal;
}

/** Runs what was decided on the live database; what goes wrong on the way there is a `live` error. */
export async function runOnLive(
  { url, limits, waitMs, onProgress, interrupt }: RunOptions,
  what: Pick<DeployRequest, 'direction' | 'history' | 'work' | 'decidedOn' | 'retry' | 'done' | 'settle'>,
): Promise<DeployOutcome> {
  await using writers = await openWriters(url, 'strata deploy');
  const { guard, shownUrl } = writers;
  using stopped = await stoppable(writers, interrupt);
  const { session: worker, sleep } = stopped;
  return await deployMigrations({
    ...what,
    shownUrl,
    worker,
    guard,
    limits,
    waitMs,
    onProgress,
    sleep,
    newId: randomUUID,
  });
}
