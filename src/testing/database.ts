import type { Session } from '../db/session.ts';
import type { Database } from '../engine/engine.ts';
import { quoteIdentifier, quoteLiteral } from '../postgres/identifier.ts';
import type { Pool } from './pool.ts';
import { driverError, type TestServer } from './server.ts';
import { faultText, findFault, serverFault } from './server-fault.ts';

/** A migrated database of one test's own. Disposing it drops it, unless it is kept. */
export interface TestDatabase extends AsyncDisposable {
  readonly name: string;
  /** `postgres://...`, over TCP on loopback: any client takes it. */
  readonly url: string;
  readonly address: TestAddress;
  /**
   * Runs SQL as the owner on a connection of its own: one statement with `$1`-style parameters, or several without.
   * Booleans, small integers and JSON become values, bigint a number, everything else the text that PostgreSQL writes.
   */
  query<Row = Record<string, unknown>>(text: string, values?: readonly unknown[]): Promise<readonly Row[]>;
  /** Leaves the database where it is and prints how to reach it. */
  keep(): Promise<void>;
  /** Drops it now, ending the connections to it. */
  drop(): Promise<void>;
}

/** The parts of the connection string. */
export interface TestAddress {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password: string;
  readonly database: string;
}

/** What a test database needs to know of its surroundings. */
interface Surroundings {
  readonly server: TestServer;
  readonly pool: Pool;
  readonly keepMinutes: number;
  /** What the runner calls the test, for the message. */
  readonly title: string | undefined;
  readonly say: (message: string) => void;
}

/** How a test may end, for the one who waits for its outcome. */
export interface OwnedDatabase extends TestDatabase {
  /** Drops it, or after a failure keeps it. */
  settle(hasFailed: boolean): Promise<void>;
}

/** Makes the test's side of a database. While `isAwaited`, disposing only closes the connection: `settle` decides. */
export function ownDatabase(database: Database, around: Surroundings, isAwaited: boolean): OwnedDatabase {
  const { server, pool, keepMinutes, title, say } = around;
  let session: Promise<Session> | undefined;
  let isOver = false;

  const orFault = <T>(work: () => Promise<T>) =>
    work().catch(async (error: unknown) => {
      throw (await serverFault(server, title, error)) ?? driverError(error);
    });

  /** One that was refused is tried again by the next query. */
  const connect = () =>
    database.connect('owner', { applicationName: 'test', yieldsWhenIdle: true }).catch((error: unknown) => {
      session = undefined;
      throw error;
    });

  async function disconnect(): Promise<void> {
    const open = session;
    session = undefined;
    await (await open?.catch(() => undefined))?.close();
  }

  async function keep(): Promise<void> {
    if (isOver) return;
    isOver = true;
    server.linger(keepMinutes * 60_000);
    const comment = quoteLiteral(`kept: ${title ?? ''}`);
    await orFault(() =>
      server.control.query(`COMMENT ON DATABASE ${quoteIdentifier(database.name)} IS ${comment}`),
    );
    say(keptText(title, keepMinutes, database));
  }

  async function discard(): Promise<void> {
    await disconnect();
    if (isOver) return;
    isOver = true;
    pool.discard(database);
  }

  return {
    name: database.name,
    url: database.url as string,
    address: addressOf(database),
    async query<Row>(text: string, values?: readonly unknown[]) {
      session ??= connect();
      const open = session;
      return await orFault(async () => (await open).query<Row>(text, values));
    },
    keep,
    async drop() {
      isOver = true;
      await disconnect();
      await orFault(() => database.drop());
    },
    async settle(hasFailed) {
      await disconnect();
      if (!hasFailed || isOver) return await discard();
      const fault = await findFault(server, title);
      if (fault !== undefined) say(faultText(fault));
      else if (keepMinutes > 0) await keep();
      else await discard();
    },
    [Symbol.asyncDispose]: isAwaited ? disconnect : discard,
  };
}

function keptText(title: string | undefined, minutes: number, { url }: Database): string {
  const whose = title === undefined ? 'a test database' : `the database of "${title}"`;
  const howLong = minutes > 0 ? `for ${minutes} minutes` : 'until the last test on its server ends';
  return `strata: ${whose} stays ${howLong}:\n  psql '${url}'\n`;
}

function addressOf({ address, name }: Database): TestAddress {
  const { host = '', port = 0, user = '', password = '' } = address ?? {};
  return { host, port, user, password, database: name };
}
