import type { Queryable } from '../db/queryable.ts';
import type { RunResult } from '../db/session.ts';
import type { DeployProgress } from '../model/deployment.ts';
import { count } from '../model/words.ts';

/** Whose waiting is watched, and by which session. */
export interface BlockerWatch {
  /** Asks while the worker is busy. */
  readonly guard: Queryable;
  readonly workerPid: number;
  readonly onProgress: (progress: DeployProgress) => void;
}

/** A lock that was not given in time, and a deadlock. */
const endsWaiting: ReadonlySet<string> = new Set(['55P03', '40P01']);
/** A time limit, or somebody's cancel: that may end waiting, or work. */
const timedOut = '57014';

/** How long a statement may take before anybody wonders what it waits for. */
const quietMs = 1000;

/**
 * Runs `work`; while it waits for locks, tells for whom. Returns the last ones beside a result that waiting may have led to: whoever
 * got its locks and then failed did not fail for them.
 */
export async function watchBlockers(
  watch: BlockerWatch,
  work: Promise<RunResult>,
): Promise<{ readonly result: RunResult; readonly blockers: string | undefined }> {
  let told: string | undefined;
  let now: string | undefined;
  let isAsking = false;
  const timer = setInterval(() => {
    if (isAsking) return;
    isAsking = true;
    blockersOf(watch)
      .then((found) => {
        now = found;
        if (found === undefined || found === told) return;
        told = found;
        watch.onProgress({ kind: 'waiting', message: `waiting for ${found}` });
      })
      .catch(() => {})
      .finally(() => {
        isAsking = false;
      });
  }, quietMs);
  try {
    const result = await work;
    const { code = '' } = result.error ?? {};
    return { result, blockers: endsWaiting.has(code) ? told : code === timedOut ? now : undefined };
  } finally {
    clearInterval(timer);
  }
}

/** `process 4711 (psql, alice), idle in transaction for 5 minutes`. https://www.postgresql.org/docs/18/functions-info.html */
async function blockersOf({ guard, workerPid }: BlockerWatch): Promise<string | undefined> {
  const rows = await guard.query<{
    pid: number;
    name: string | null;
    role: string | null;
    state: string | null;
    minutes: number;
  }>(
    `SELECT a.pid, a.application_name AS name, a.usename AS role, coalesce(a.state, a.backend_type) AS state,
            coalesce(extract(epoch FROM clock_timestamp() - a.xact_start) / 60, 0)::int AS minutes
       FROM pg_catalog.pg_stat_activity a
      WHERE a.pid = ANY (pg_catalog.pg_blocking_pids($1)) AND a.pid <> $1 ORDER BY a.pid LIMIT 3`,
    [workerPid],
  );
  if (rows.length === 0) return undefined;
  return rows
    .map(({ pid, name, role, state, minutes }) => {
      const who = [name, role].filter((word) => word !== null && word !== '').join(', ');
      const described = [who === '' ? '' : ` (${who})`, state === null ? '' : `, ${state}`].join('');
      const since = minutes === 0 ? '' : ` for ${count(minutes, 'minute')}`;
      return `process ${pid}${described}${since}`;
    })
    .join('; ');
}
