import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Address, openSession, type Session, serverError } from '../db/session.ts';
import { type Place, StrataError } from '../model/errors.ts';
import { quoteIdentifier, quoteLiteral } from '../postgres/identifier.ts';
import { type ConnectOptions, type Database, ownerRole, type SessionOf, sessionRoles } from './engine.ts';
import type { ServerDetails } from './lease.ts';
import { guardedSettings } from './settings.ts';

/** The databases of one running server. */
interface Databases extends AsyncDisposable {
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
    admin ??= open(server, 'template1', 'superuser', { yieldsWhenIdle: true }).catch((error: unknown) => {
      // The next one who asks may get in.
      admin = undefined;
      throw error;
    });
    return admin;
  };
  const describe = (name: string): Database => ({
    name,
    address: addressOf(server, name),
    url: urlOf(server, name),
    connect: (as, options = {}) =>
      as === 'superuser' ? open(server, name, as, options) : openAnyway(server, name, as, askAdmin, options),
    async drop() {
      if (name === 'postgres')
        throw new StrataError('internal', 'the main database of an engine cannot be dropped');
      const admin = await askAdmin();
      // A database with a subscription cannot be dropped; nothing ever listens to these.
      await admin.query(
        'DELETE FROM pg_subscription s USING pg_database d WHERE d.oid = s.subdbid AND d.datname = $1',
        [name],
      );
      await admin.query(`DROP DATABASE IF EXISTS ${quoteIdentifier(name)} WITH (FORCE)`);
    },
  });
  return {
    main: describe('postgres'),
    describe,
    async create({ name = `strata_${randomBytes(5).toString('hex')}`, like } = {}) {
      await clone(server, await askAdmin(), like?.name ?? 'template0', name);
      return describe(name);
    },
    async [Symbol.asyncDispose]() {
      const session = await admin?.catch(() => undefined);
      await session?.close();
    },
  };
}

/**
 * Clones by copying files instead of logging each page, which is faster from a few megabytes on. Its settings, privileges and
 * subscriptions, which the server keeps outside of the database, are copied as well.
 */
async function clone(server: ServerDetails, admin: Session, source: string, name: string): Promise<void> {
  await awaitNoSessions(admin, source);
  await admin
    .query(
      `CREATE DATABASE ${quoteIdentifier(name)} TEMPLATE ${quoteIdentifier(source)} OWNER ${ownerRole} STRATEGY file_copy`,
    )
    .catch(throwIfFull);
  await admin.query(copyOutside(source, name));
  const isSource = `subdbid = (SELECT oid FROM pg_database WHERE datname = ${quoteLiteral(source)})`;
  const [subscribed] = await admin.query(`SELECT FROM pg_subscription WHERE ${isSource} LIMIT 1`);
  if (subscribed === undefined) return;
  const copied = await copySubscriptions(admin, isSource, name);
  await using session = await open(server, name, 'superuser', {});
  await moveComments(session, copied);
}

/** Settings and privileges; with these goes what keeps their roles from being dropped. */
function copyOutside(source: string, name: string): string {
  const between = `source.datname = ${quoteLiteral(source)} AND clone.datname = ${quoteLiteral(name)}`;
  return `
    INSERT INTO pg_db_role_setting SELECT clone.oid, setrole, setconfig
      FROM pg_db_role_setting, pg_database source, pg_database clone WHERE setdatabase = source.oid AND ${between};
    UPDATE pg_database clone SET datacl = source.datacl
      FROM pg_database source WHERE source.datacl IS NOT NULL AND ${between};
    INSERT INTO pg_shdepend SELECT dbid, classid, clone.oid, objsubid, refclassid, refobjid, deptype
      FROM pg_shdepend, pg_database source, pg_database clone
      WHERE classid = 'pg_database'::regclass AND objid = source.oid AND deptype = 'a' AND ${between}`;
}

/** The number of a subscription, and that of its copy. */
interface Copied {
  readonly was: number;
  readonly oid: number;
}

/** Copies every column of a subscription's row but the few that are replaced, by `jsonb_populate_record`. */
function copySubscriptions(admin: Session, isSource: string, name: string): Promise<readonly Copied[]> {
  return admin.query<Copied>(`WITH copied AS (
      SELECT s.oid AS was, pg_nextoid('pg_subscription', 'oid', 'pg_subscription_oid_index') AS oid, d.oid AS subdbid
        FROM pg_subscription s, pg_database d WHERE ${isSource} AND d.datname = ${quoteLiteral(name)}
    ), made AS (
      INSERT INTO pg_subscription
      SELECT (jsonb_populate_record(s, jsonb_build_object('oid', c.oid, 'subdbid', c.subdbid))).*
        FROM pg_subscription s JOIN copied c ON c.was = s.oid
    )
    SELECT was, oid FROM copied`);
}

/** Comments on subscriptions are kept in the database, by number. */
async function moveComments(session: Session, copied: readonly Copied[]): Promise<void> {
  await session.query(
    `UPDATE pg_catalog.pg_description d SET objoid = c.oid FROM unnest($1::oid[], $2::oid[]) AS c (was, oid)
      WHERE d.classoid = 'pg_catalog.pg_subscription'::regclass AND d.objoid = c.was`,
    [copied.map(({ was }) => was), copied.map(({ oid }) => oid)],
  );
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
  as: SessionOf,
  options: ConnectOptions,
): Promise<Session> {
  const { guarded = true, applicationName, yieldsWhenIdle = false } = options;
  const opening = openSession({
    ...addressOf(server, database),
    user: sessionRoles[as],
    yieldsWhenIdle,
    ...(applicationName === undefined ? {} : { applicationName }),
    ...(as !== 'owner' && guarded ? { settings: guardedSettings } : {}),
  });
  return orGone(await opening.catch(throwIfGone));
}

/**
 * An error caused by a server that went away says nothing about the statement: it is thrown as an error of the engine, and
 * never returned as a result.
 */
export function orGone(session: Session): Session {
  return {
    ...session,
    query: <Row>(text: string, values?: readonly unknown[]) =>
      session.query<Row>(text, values).catch(throwIfGone),
    ask: (questions) => session.ask(questions).catch(throwIfGone),
    async run(text, copyData) {
      const result = await session.run(text, copyData);
      if (result.error?.isLost === true) throw new ServerGone(result.error, { completed: result.completed });
      return result;
    },
  };
}

function throwIfGone(error: unknown): never {
  throw serverError(error).isLost === true ? new ServerGone(error) : error;
}

function throwIfFull(cause: unknown): never {
  const { code, message } = serverError(cause);
  if (code !== '53100') throw cause;
  throw new StrataError('engine', `the throwaway PostgreSQL has no room for another database: ${message}`, {
    hint: 'Free some space where its files lie (`strata cache` shows where), or set STRATA_CACHE_DIR to a directory with more room.',
    cause,
  });
}

/** The server ended, or cut the session, while somebody waited for it; `cause` is what the driver said. */
export class ServerGone extends StrataError {
  /** How many statements of the query were done; undefined where the query was not counted. */
  readonly completed: number | undefined;

  /** `where` is the statement under way, which may have ended its own session. */
  constructor(cause: unknown, { completed, where }: { completed?: number; where?: Place } = {}) {
    const { code, message } = serverError(cause);
    const why = /^25P0[34]$/.test(code)
      ? 'A limit for transactions that a migration, or `setup`, has set ended the session: give it longer there.'
      : 'Run the command again. Where it happens every time, look whether the machine runs out of memory.';
    const itself =
      where === undefined
        ? ''
        : ' The statement may end it: pg_terminate_backend has no place in a migration.';
    super('engine', `the throwaway PostgreSQL went away in the middle of its work: ${message}`, {
      hint: `${why}${itself}`,
      ...(where === undefined ? {} : { where }),
      cause,
    });
    this.completed = completed;
  }
}

/**
 * Connects even if a migration changed the password of the owner or its right to log in, took its right to connect, or lets in no more
 * sessions than there are. No schema holds any of it.
 */
async function openAnyway(
  server: ServerDetails,
  database: string,
  as: SessionOf,
  askAdmin: () => Promise<Session>,
  options: ConnectOptions,
): Promise<Session> {
  try {
    return await open(server, database, as, options);
  } catch (error) {
    const { code } = serverError(error);
    const letIn = `ALTER ROLE ${ownerRole} LOGIN PASSWORD ${quoteLiteral(server.password)} VALID UNTIL 'infinity'`;
    const raiseLimit = `ALTER DATABASE ${quoteIdentifier(database)} CONNECTION LIMIT -1`;
    const grant = `GRANT CONNECT ON DATABASE ${quoteIdentifier(database)} TO ${ownerRole}`;
    const means: Readonly<Record<string, string>> = {
      '28P01': letIn,
      '28000': letIn,
      '42501': grant,
      '53300': raiseLimit,
    };
    const sql = means[code];
    if (sql === undefined) throw error;
    await (await askAdmin()).query(sql);
    return await open(server, database, as, options);
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
