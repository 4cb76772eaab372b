import type { Session } from '../db/session.ts';
import { StrataError } from '../model/errors.ts';
import { quoteIdentifier } from '../postgres/identifier.ts';
import { keepAlive } from './alive.ts';
import { connectLive, readTimeouts, refused, schemaOf, searchPathSql, showUrl } from './open.ts';
import { refusePooler } from './pooler.ts';

export { serverError } from '../db/session.ts';

/** Two sessions on one database: one does the work; the other only holds locks, and is in no transaction while that goes on. */
export interface LiveWriters extends AsyncDisposable {
  readonly shownUrl: string;
  readonly worker: Session;
  readonly guard: Session;
}

/**
 * Opens a database for writing. Throws a `live` error behind a pooler that does not keep sessions apart: locks and settings would
 * end up in somebody else's session. Neither session waits long for a lock, until its user sets other limits.
 */
export async function openWriters(url: string, applicationName: string): Promise<LiveWriters> {
  const worker = await connectLive(url, applicationName);
  try {
    const guard = await connectLive(url, `${applicationName} lock`);
    try {
      await refusePooler(url, worker, guard);
      for (const session of [worker, guard]) await session.query(`SET lock_timeout = ${readTimeouts.lock}`);
      await refuseReadOnly(url, worker);
      await makeSchema(url, worker);
      await worker.query(`SELECT 1${searchPathSql(url, 'SESSION')}`);
      await keepAlive(worker);
      await keepAlive(guard);
    } catch (error) {
      await guard.close();
      throw error;
    }
    return {
      shownUrl: showUrl(url),
      worker,
      guard,
      async [Symbol.asyncDispose]() {
        await worker.close();
        await guard.close();
      },
    };
  } catch (error) {
    await worker.close();
    throw refused(error, showUrl(url), 'writes');
  }
}

/** Throws a `live` error on a replica, and where the role or the database only reads, before anything is begun. */
async function refuseReadOnly(url: string, worker: Session): Promise<void> {
  const [row] = await worker.query<{ only_reads: boolean; is_replica: boolean }>(
    "SELECT pg_catalog.current_setting('transaction_read_only')::boolean AS only_reads, pg_catalog.pg_is_in_recovery() AS is_replica",
  );
  if (row?.only_reads !== true) return;
  throw new StrataError('live', `${showUrl(url)} can only be read`, {
    hint: row.is_replica
      ? 'Nothing was changed. It is a replica: name its primary.'
      : 'Nothing was changed. default_transaction_read_only is on for this role or this database: take another role, or RESET it there.',
  });
}

/** Makes the schema that the URL names where it is missing, as Prisma does. */
async function makeSchema(url: string, worker: Session): Promise<void> {
  const schema = schemaOf(url);
  if (schema === undefined) return;
  const [known] = await worker.query('SELECT FROM pg_catalog.pg_namespace WHERE nspname = $1', [schema]);
  if (known === undefined) await worker.query(`CREATE SCHEMA IF NOT EXISTS ${quoteIdentifier(schema)}`);
}
