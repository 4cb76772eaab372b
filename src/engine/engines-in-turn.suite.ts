import { afterAll } from 'vitest';
import { openSession, type Session } from '../db/session.ts';
import { type Engine, type OpenOptions, superuserRole } from './engine.ts';
import { openEngine } from './open.ts';
import { guardedSettings } from './settings.ts';

/** A server whose main database comes and goes with those who have it in turn. */
interface Server {
  readonly engine: Engine;
  /** A session beside that database. */
  readonly admin: Session;
  /** What all databases of the server share, while the main one is not there. */
  readonly shared: string;
}

/**
 * Opens engines for the tests of one file, most of which do nothing to a server but in their database: starting one takes longer
 * than they do. Each has a server for itself and a main database that nobody else had; disposing the engine drops that. A server
 * of which anything else has changed, such as its roles, is given to nobody after that.
 */
export function enginesInTurn(): (options: OpenOptions) => Promise<Engine> {
  const idle = new Map<string, Server[]>();
  afterAll(async () => {
    await Promise.all([...idle.values()].flat().map(stop));
  });

  async function giveBack(key: string, server: Server): Promise<void> {
    const isAsBefore = await dropMain(server.admin).then(
      async () => (await readShared(server.admin)) === server.shared,
      () => false,
    );
    if (isAsBefore) idle.set(key, [...(idle.get(key) ?? []), server]);
    else await stop(server);
  }

  return async (options) => {
    const { kind, base, locks, snapshots = [] } = options;
    if (kind !== 'native' || snapshots.length > 0) return await openEngine(options);
    const key = JSON.stringify([base, locks]);
    const server = idle.get(key)?.pop() ?? (await start(options));
    await server.engine.createDatabase({ name: 'postgres' });
    let given: Promise<void> | undefined;
    return {
      ...server.engine,
      save: () => Promise.reject(new Error("an engine that is another test's next cannot be saved")),
      async [Symbol.asyncDispose]() {
        given ??= giveBack(key, server);
        await given;
      },
    };
  };
}

async function start(options: OpenOptions): Promise<Server> {
  const engine = await openEngine(options);
  const admin = await openSession({
    ...engine.main.address,
    user: superuserRole,
    database: 'template1',
    settings: guardedSettings,
  });
  await dropMain(admin);
  return { engine, admin, shared: await readShared(admin) };
}

async function stop({ engine, admin }: Server): Promise<void> {
  await admin.close();
  await engine[Symbol.asyncDispose]();
}

async function dropMain(admin: Session): Promise<void> {
  await admin.query('DROP DATABASE postgres WITH (FORCE)');
}

/** Every row of the catalogs that databases share, and what else of them outlives a session. */
async function readShared(admin: Session): Promise<string> {
  const catalogs = await admin.query<{ name: string }>(
    `SELECT oid::regclass::text AS name FROM pg_class WHERE relisshared AND relkind = 'r'`,
  );
  const names = [...catalogs.map(({ name }) => name), 'pg_prepared_xacts', 'pg_replication_slots'];
  const rows = names.map((name) => `SELECT '${name} ' || here::text AS row FROM ${name} here`);
  const all = await admin.query<{ row: string }>(`${rows.join('\nUNION ALL\n')}\nORDER BY 1`);
  return all.map(({ row }) => row).join('\n');
}
