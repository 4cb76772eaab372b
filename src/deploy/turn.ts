import { setTimeout as sleep } from 'node:timers/promises';
import type { Queryable } from '../db/queryable.ts';
import { assertWritable } from '../ledger/write.ts';
import { StrataError } from '../model/errors.ts';
import type { Ledger } from '../model/ledger.ts';
import { runnerLock } from './runner-locks.ts';

/** Who deploys, and how long to wait for others. */
interface Turn {
  readonly worker: Queryable;
  readonly guard: Queryable;
  readonly ledger: Ledger;
  readonly waitMs: number;
  readonly onWait: (message: string) => void;
}

const pollMs = 500;

/**
 * Makes this the only deployer of a ledger until its sessions end. The worker's lock lives exactly as long as the server process
 * that does the work, even when this process was killed; the guard's outlives a `DISCARD ALL` of a migration. Nobody ever
 * *waits* inside the server: CREATE INDEX CONCURRENTLY would wait for the one who waits, and both for ever.
 */
export async function takeTurn(turn: Turn): Promise<void> {
  const { worker, guard, ledger } = turn;
  assertWritable(ledger);
  await takeLock(turn, worker, lockKey(ledger, 'work'));
  await takeLock(turn, guard, lockKey(ledger, 'guard'));
  const own = await ownLock(guard, ledger);
  if (own !== undefined) await takeLock(turn, guard, own);
}

async function ownLock(db: Queryable, ledger: Ledger): Promise<string | undefined> {
  const [row] = await db.query<{ name: string }>('SELECT pg_catalog.current_database()::text AS name');
  return row && runnerLock(ledger, row.name);
}

/** Who deploys to this ledger at the moment, for people; undefined where nobody does. Only looks, and takes no lock. */
export async function currentDeployer(db: Queryable, ledger: Ledger): Promise<string | undefined> {
  const own = await ownLock(db, ledger);
  for (const key of [
    lockKey(ledger, 'work'),
    lockKey(ledger, 'guard'),
    ...(own === undefined ? [] : [own]),
  ]) {
    const holder = await findHolder(db, key);
    if (holder !== undefined) return holder;
  }
  return undefined;
}

/** A number of 63 bits from the ledger's name, by a function that says the same on every machine. */
function lockKey({ schema, table }: Ledger, role: string): string {
  let hash = 0xcbf29ce484222325n;
  for (const byte of Buffer.from(`strata ${role} ${schema}.${table}`)) {
    hash = ((hash ^ BigInt(byte)) * 0x100000001b3n) & 0xffffffffffffffffn;
  }
  return String(hash >> 1n);
}

async function takeLock(turn: Turn, session: Queryable, key: string): Promise<void> {
  for (let waited = 0; ; waited += pollMs) {
    const [row] = await session.query<{ taken: boolean }>(
      'SELECT pg_catalog.pg_try_advisory_lock($1::bigint) AS taken',
      [key],
    );
    if (row?.taken === true) return;
    const holder = (await findHolder(session, key)) ?? 'it is just ending';
    if (waited >= turn.waitMs) {
      throw new StrataError('live', `somebody else is deploying to this database: ${holder}`, {
        hint: 'Nothing was changed. Wait for them to finish and run the command again; --wait says for how long.',
      });
    }
    if (waited % 5000 === 0) turn.onWait(`waiting for another deploy: ${holder}`);
    await sleep(pollMs);
  }
}

/** https://www.postgresql.org/docs/18/view-pg-locks.html: a bigint key is shown in two halves. */
async function findHolder(session: Queryable, key: string): Promise<string | undefined> {
  const [holder] = await session.query<{
    pid: number;
    name: string | null;
    since: string | null;
    address: string | null;
  }>(
    `SELECT a.pid, a.application_name AS name, a.client_addr::text AS address,
            date_trunc('second', clock_timestamp() - a.backend_start)::text AS since
       FROM pg_catalog.pg_locks l JOIN pg_catalog.pg_stat_activity a USING (pid)
      WHERE l.locktype = 'advisory' AND l.granted AND l.database = (SELECT oid FROM pg_catalog.pg_database WHERE datname = current_database()) AND l.objsubid = 1
        AND (l.classid::bigint << 32) | l.objid::bigint = $1::bigint`,
    [key],
  );
  if (holder === undefined) return undefined;
  const from = holder.address === null ? '' : ` from ${holder.address}`;
  const name = (holder.name ?? '') === '' ? 'a session without a name' : `"${holder.name}"`;
  return `${name}${from}, process ${holder.pid}${holder.since === null ? '' : `, connected for ${holder.since}`}`;
}
