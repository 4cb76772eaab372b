import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Address, openSession, type Session, serverError } from '../db/session.ts';
import { StrataError } from '../model/errors.ts';
import { quoteIdentifier, quoteLiteral } from '../postgres/identifier.ts';
import type { ActAs, ConnectOptions, Database } from './engine.ts';
import { ownerRole, superuserRole } from './engine.ts';
import type { ServerDetails } from './lease.ts';
import { guardedSettings } from './settings.ts';

/** The databases of one running server. */
export interface Databases extends AsyncDisposable {
  readonly main: Database;
  describe(name: string): Database;
  create(options?: { readonly name?: string; readonly like?: Database }): Promise<Database>;
}

/** How long a clone waits for sessions of its source that are about to end. */
const patienceMs = 2000;

export function databasesOf(server: ServerDetails): Databases {
  let admin: Promise<Session> | undefined;
  /** A session in a database that is never cloned, opened when first needed. */
  const askAdmin = () => {
    admin ??= open(server, 'template1', 'superuser', { yieldsWhenIdle: true });
    return admin;
  };
  const describe = (name: string): Database => ({
    name,
    address: addressOf(server, name),
    url: urlOf(server, name),
    connect: (as, options = {}) =>
      as === 'owner' ? openAsOwner(server, name, askAdmin, options) : open(server, name, as, options),
    async drop() {
      if (name === 'postgres')
        throw new StrataError('internal', 'the main database of an engine cannot be dropped');
      await (await askAdmin()).query(`DROP DATABASE IF EXISTS ${quoteIdentifier(name)} WITH (FORCE)`);
    },
  });
  return {
    main: describe('postgres'),
    describe,
    async create({ name = `strata_${randomBytes(5).toString('hex')}`, like } = {}) {
      await clone(await askAdmin(), like?.name ?? 'template0', name);
      return describe(name);
    },
    async [Symbol.asyncDispose]() {
      const session = await admin?.catch(() => undefined);
      await session?.close();
    },
  };
}

/** Copies files rather than logging each page: faster from a few megabytes on. Settings of the source come along. */
async function clone(admin: Session, source: string, name: string): Promise<void> {
  await awaitNoSessions(admin, source);
  await admin.query(
    `CREATE DATABASE ${quoteIdentifier(name)} TEMPLATE ${quoteIdentifier(source)} OWNER ${ownerRole} STRATEGY file_copy`,
  );
  await admin.query(`INSERT INTO pg_db_role_setting SELECT clone.oid, setrole, setconfig
    FROM pg_db_role_setting, pg_database source, pg_database clone
    WHERE setdatabase = source.oid AND source.datname = ${quoteLiteral(source)} AND clone.datname = ${quoteLiteral(name)}`);
}

async function awaitNoSessions(admin: Session, source: string): Promise<void> {
  if (source === 'template0') return;
  let sessions: readonly { application_name: string }[] = [];
  for (const deadline = Date.now() + patienceMs; Date.now() < deadline; await sleep(5)) {
    sessions = await admin.query('SELECT application_name FROM pg_stat_activity WHERE datname = $1', [
      source,
    ]);
    if (sessions.length === 0) return;
  }
  const names = sessions.map((session) => session.application_name || 'unnamed').join(', ');
  throw new StrataError(
    'internal',
    `database ${source} cannot be cloned while sessions are open on it: ${names}`,
    {
      hint: 'Close them first.',
    },
  );
}

async function open(
  server: ServerDetails,
  database: string,
  as: ActAs,
  options: ConnectOptions,
): Promise<Session> {
  const { guarded = true, applicationName, yieldsWhenIdle = false } = options;
  return await openSession({
    ...addressOf(server, database),
    user: as === 'owner' ? ownerRole : superuserRole,
    yieldsWhenIdle,
    ...(applicationName === undefined ? {} : { applicationName }),
    ...(as === 'superuser' && guarded ? { settings: guardedSettings } : {}),
  });
}

/** A migration may have changed the owner's own password or right to log in; that must not lock Strata out. */
async function openAsOwner(
  server: ServerDetails,
  database: string,
  askAdmin: () => Promise<Session>,
  options: ConnectOptions,
): Promise<Session> {
  try {
    return await open(server, database, 'owner', options);
  } catch (error) {
    const { code } = serverError(error);
    if (code !== '28P01' && code !== '28000') throw error;
    const admin = await askAdmin();
    const password = quoteLiteral(server.password);
    await admin.query(`ALTER ROLE ${ownerRole} LOGIN PASSWORD ${password} VALID UNTIL 'infinity'`);
    return await open(server, database, 'owner', options);
  }
}

function addressOf({ host, port, password }: ServerDetails, database: string): Address {
  return { host, port, password, database, user: ownerRole };
}

/** A socket's directory goes in `host`, which all drivers that know sockets read in preference to the authority. */
function urlOf({ host, port, password }: ServerDetails, database: string): string {
  const isSocket = host !== '127.0.0.1';
  const authority = `${ownerRole}:${encodeURIComponent(password)}@${isSocket ? 'localhost' : host}:${port}`;
  const query = isSocket ? `?host=${encodeURIComponent(host)}` : '';
  return `postgres://${authority}/${encodeURIComponent(database)}${query}`;
}
