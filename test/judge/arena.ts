import { afterAll, beforeAll } from 'vitest';
import { type Address, openSession, type Session } from '../../src/db/session.ts';
import { type Database, type Engine, superuserRole } from '../../src/engine/engine.ts';
import { openEngine } from '../../src/engine/open.ts';
import { shareConnection } from './shared-connection.ts';

/** A throwaway server for schemas of every kind, most of which only a superuser may create. */
export interface Arena extends AsyncDisposable {
  /** A new empty database. Disposing it drops it. */
  createDatabase(): Promise<ArenaDatabase>;
}

/** One database with a superuser's session on it; `address` reaches it as that superuser, while the session asks nothing. */
export interface ArenaDatabase extends AsyncDisposable {
  readonly address: Address;
  readonly session: Session;
}

export async function openArena(): Promise<Arena> {
  const engine = await openEngine({ kind: 'native', base: { platform: 'none', extensions: {} } });
  const like = await createTemplate(engine);
  return {
    async createDatabase() {
      return await enter(await engine.createDatabase({ like }));
    },
    async [Symbol.asyncDispose]() {
      await engine[Symbol.asyncDispose]();
    },
  };
}

/**
 * An empty database whose clones cost less to make and to read: comments on what belongs to the system, the views of the
 * information_schema and the collations of ICU are not there, which pg_dump goes through every time. Somebody was connected
 * before: the server has written down what it has to know first of all.
 */
async function createTemplate(engine: Engine): Promise<Database> {
  const template = await engine.createDatabase();
  await using session = await template.connect('superuser');
  await session.query(
    `DELETE FROM pg_description WHERE classoid NOT IN ('pg_namespace'::regclass, 'pg_extension'::regclass)`,
  );
  await session.query('SET allow_system_table_mods = on');
  await session.query('DROP SCHEMA information_schema CASCADE');
  await session.query(`DELETE FROM pg_collation WHERE collprovider = 'i' AND oid < 16384`);
  await session.query('VACUUM FULL');
  await using _second = await template.connect('superuser');
  return template;
}

/** An arena that is there from before the first test of a file until after the last. */
export function testArena() {
  let arena: Arena;
  beforeAll(async () => {
    arena = await openArena();
  });
  afterAll(async () => {
    await arena[Symbol.asyncDispose]();
  });
  const createDatabase = () => arena.createDatabase();
  return {
    createDatabase,
    /** A database in which this ran. */
    async holding(sql: string): Promise<ArenaDatabase> {
      const database = await createDatabase();
      const { error } = await database.session.run(sql);
      if (error !== undefined) throw new Error(error.message);
      return database;
    },
  };
}

async function enter(database: Database): Promise<ArenaDatabase> {
  if (database.address === undefined) throw new Error('the native engine gives every database an address');
  const direct: Address = { ...database.address, user: superuserRole };
  const connection = shareConnection(direct);
  const address: Address = { ...direct, stream: () => connection.lend() };
  const session = await openSession(address);
  return {
    address,
    session,
    async [Symbol.asyncDispose]() {
      await dropSubscriptions(session);
      await session.close();
      await database.drop();
    },
  };
}

/** A database that subscribes to something cannot be dropped. */
async function dropSubscriptions(session: Session): Promise<void> {
  const subscriptions = await session.query<{ name: string }>(
    'SELECT quote_ident(subname) AS name FROM pg_subscription JOIN pg_database ON pg_database.oid = subdbid WHERE datname = current_database()',
  );
  for (const { name } of subscriptions) {
    await session.query(`ALTER SUBSCRIPTION ${name} DISABLE`);
    await session.query(`ALTER SUBSCRIPTION ${name} SET (slot_name = NONE)`);
    await session.query(`DROP SUBSCRIPTION ${name}`);
  }
}
