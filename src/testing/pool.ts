import { randomBytes } from 'node:crypto';
import type { Database } from '../engine/engine.ts';
import { controlName, lockKeys, type TestServer } from './server.ts';

/** The test databases of one process: taken from spares that all processes of the server share. */
export interface Pool {
  /** A fresh database: a spare one, else one that is made now. So many spares per process are made ahead. */
  take(sparesPerProcess: number): Promise<Database>;
  /** Drops a database when there is time. */
  discard(database: Database): void;
}

/** Spare databases on one server at most: each is a copy of the template on disk or in memory. */
const mostSpares = 12;
/** Databases that may wait to be dropped while spares are still missing. */
const mostDiscarded = 8;

/** What the name of a database says: nobody's yet, being made, or used by the process with that backend. */
const names = {
  spare: (id: string) => `strata_spare_${id}`,
  draft: (id: string) => `strata_draft_${id}`,
  used: (pid: number, id: string) => `strata_test_${pid}_${id}`,
};

/**
 * Opens a process's door to the pool; `onFailure` is told what went wrong where nobody waits. Spares lie in the server, so that
 * a process that ends (test runners start one per file) leaves them to the next one, and one that is killed leaves nothing that
 * is not cleared away.
 */
export async function openPool(server: TestServer, onFailure: (error: unknown) => void): Promise<Pool> {
  const { control } = server;
  const [me] = await control.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
  const pid = me?.pid ?? 0;
  const discarded = await leftOvers(server);
  let isTending = false;
  let spares = 0;

  /** Makes spares and drops what was discarded, one at a time: PostgreSQL would make them wait for each other anyway. */
  async function tend(): Promise<void> {
    const isMaker = await tryLock(server);
    try {
      if (isMaker) discarded.push(...(await unfinished(server)));
      for (;;) {
        const isUrgent = discarded.length > mostDiscarded;
        if (!isUrgent && isMaker && (await isShort(server, spares))) await makeSpare(server);
        else if (discarded.length > 0) await discarded.shift()?.drop();
        else return;
      }
    } finally {
      if (isMaker) await control.query('SELECT pg_advisory_unlock($1)', [lockKeys.spares]);
    }
  }

  /** Nobody waits for it; a server that is gone is replaced by the next `take`. */
  function kick(): void {
    if (isTending) return;
    isTending = true;
    tend()
      .catch(onFailure)
      .finally(() => {
        isTending = false;
      });
  }

  return {
    async take(sparesPerProcess) {
      spares = sparesPerProcess;
      const name = names.used(pid, newId());
      const database = (await claimSpare(server, name)) ?? (await server.clone(name));
      kick();
      return database;
    },
    discard(database) {
      discarded.push(database);
      kick();
    },
  };
}

/** Renames a spare, which only one process can do; undefined where there is none. */
async function claimSpare(server: TestServer, name: string): Promise<Database | undefined> {
  for (;;) {
    const [spare] = await server.control.query<{ name: string }>(
      `SELECT datname AS name FROM pg_database WHERE starts_with(datname, 'strata_spare_') ORDER BY random() LIMIT 1`,
    );
    if (spare === undefined) return undefined;
    try {
      await server.control.query(`ALTER DATABASE ${spare.name} RENAME TO ${name}`);
      return server.database(name);
    } catch (error) {
      // 3D000: somebody else was faster.
      if ((error as { code?: string }).code !== '3D000') throw error;
    }
  }
}

/** It becomes a spare by its name, when it is whole. */
async function makeSpare(server: TestServer): Promise<void> {
  const id = newId();
  await server.clone(names.draft(id));
  await server.control.query(`ALTER DATABASE ${names.draft(id)} RENAME TO ${names.spare(id)}`);
}

async function isShort({ control }: TestServer, sparesPerProcess: number): Promise<boolean> {
  const [row] = await control.query<{ spares: number; processes: number }>(
    `SELECT (SELECT count(*)::int FROM pg_database WHERE starts_with(datname, 'strata_spare_')) AS spares,
            (SELECT count(*)::int FROM pg_stat_activity WHERE application_name = $1) AS processes`,
    [controlName],
  );
  return row !== undefined && row.spares < Math.min(mostSpares, sparesPerProcess * row.processes);
}

/** One process at a time makes spares. */
async function tryLock({ control }: TestServer): Promise<boolean> {
  const [row] = await control.query<{ locked: boolean }>('SELECT pg_try_advisory_lock($1) AS locked', [
    lockKeys.spares,
  ]);
  return row?.locked ?? false;
}

/** Databases that were being made when their maker was killed; to be asked for by the only one who makes any. */
async function unfinished(server: TestServer): Promise<Database[]> {
  const rows = await server.control.query<{ name: string }>(
    `SELECT datname AS name FROM pg_database WHERE starts_with(datname, 'strata_draft_')`,
  );
  return rows.map(({ name }) => server.database(name));
}

/** Databases of processes that are gone, but for those that were kept. */
async function leftOvers(server: TestServer): Promise<Database[]> {
  const rows = await server.control.query<{ name: string }>(
    `SELECT datname AS name FROM pg_database
      WHERE starts_with(datname, 'strata_test_') AND shobj_description(oid, 'pg_database') IS NULL
        AND split_part(datname, '_', 3) NOT IN (SELECT pid::text FROM pg_stat_activity)`,
  );
  return rows.map(({ name }) => server.database(name));
}

function newId(): string {
  return randomBytes(5).toString('hex');
}
