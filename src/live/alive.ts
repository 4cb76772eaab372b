import type { Queryable } from '../db/queryable.ts';

/**
 * Makes the server notice within seconds that this process or the network is gone, so that its locks are released, and lets no
 * waiting session time out. Settings that the server's version or system lacks are left out.
 */
export async function keepAlive(session: Queryable): Promise<void> {
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
