import type { Session } from '../db/session.ts';
import { StrataError } from '../model/errors.ts';
import { quoteIdentifier } from '../postgres/identifier.ts';
import { connectLive, refused, schemaOf, searchPathSql, showUrl } from './open.ts';
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
 * end up in somebody else's session.
 */
export async function openWriters(url: string, applicationName: string): Promise<LiveWriters> {
  const worker = await connectLive(url, applicationName);
  try {
    const guard = await connectLive(url, `${applicationName} lock`);
    try {
      await refusePooler(url, worker, guard);
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

/**
 * Makes the server notice within seconds that this process or the network is gone, so that its locks are released, and lets no
 * waiting session time out. Settings that the server's version or system lacks are left out.
 */
export async function keepAlive(session: Session): Promise<void> {
  const set = (settings: readonly (readonly [string, string])[]) =>
    session.query(
      `SELECT pg_catalog.set_config(s.name, v.value, false) FROM pg_catalog.pg_settings s
         JOIN unnest($1::text[], $2::text[]) AS v (name, value) ON v.name = s.name`,
      [settings.map(([name]) => name), settings.map(([, value]) => value)],
    );
  await set(aliveSettings).catch(async () => {
    for (const setting of aliveSettings) await set([setting]).catch(() => {});
  });
}

const aliveSettings = [
  ['tcp_keepalives_idle', '10'],
  ['tcp_keepalives_interval', '5'],
  ['tcp_keepalives_count', '3'],
  ['client_connection_check_interval', '1s'],
  ['idle_session_timeout', '0'],
  ['idle_in_transaction_session_timeout', '0'],
] as const;
