import type { Asked, Queryable } from '../db/queryable.ts';
import { openUrl, type Session } from '../db/session.ts';
import { parseUrl, targetOf, urlText } from '../db/url.ts';
import { StrataError } from '../model/errors.ts';
import { quoteIdentifier } from '../postgres/identifier.ts';
import { isSecretName, secretMask } from '../postgres/secrets.ts';
import { keepAlive } from './alive.ts';

/** A session on a database that the user named. Disposing it closes it. */
export interface LiveSession extends Queryable, AsyncDisposable {
  /** The URL without its password, for messages. */
  readonly shownUrl: string;
}

/**
 * Milliseconds after which a reader gives up a query, waiting for a lock, or connecting: it must never queue up behind a deploy. For
 * a lock a writer waits no longer either before it knows its limits.
 */
export const readTimeouts = { statement: 60_000, lock: 2_000, connect: 10_000 };

/**
 * Opens a URL that the user gave, for reading only: its transactions are read-only, its waits are short, and a query from which
 * row security would hide rows fails, since it would be answered as if they were not there. Behind a pooler nothing is set for
 * the session, which may be somebody else's next.
 */
export async function openLive(url: string): Promise<LiveSession> {
  const shownUrl = showUrl(url);
  const session = await connectLive(url, 'strata');
  try {
    const throwRefused = (error: unknown): never => {
      throw refused(error, shownUrl, 'reads');
    };
    const read = (await isPooled(session))
      ? readInTransactions(session, url)
      : await readInSession(session, url);
    return {
      shownUrl,
      query: <Row>(text: string, values?: readonly unknown[]) =>
        read.query<Row>(text, values).catch(throwRefused),
      ask: (questions) => read.ask(questions).catch(throwRefused),
      [Symbol.asyncDispose]: () => session.close(),
    };
  } catch (error) {
    await session.close();
    throw refused(error, shownUrl, 'reads');
  }
}

/** Connects and nothing else. Throws a `live` error that says what to do. */
export async function connectLive(url: string, applicationName: string): Promise<Session> {
  const shown = showUrl(url);
  try {
    return await openUrl(url, { connectTimeoutMs: readTimeouts.connect, applicationName });
  } catch (error) {
    throw refused(error, shown, 'connects');
  }
}

/** The id of the server's process that serves a session. */
export async function processOf(session: Session): Promise<number> {
  const [row] = await session.query<{ pid: number }>('SELECT pg_catalog.pg_backend_pid() AS pid');
  return row?.pid ?? 0;
}

/** Whether there is a pooler in between: the process id in its greeting is not the server's. */
export async function isPooled(session: Session): Promise<boolean> {
  const process = await processOf(session);
  return session.greetedAs !== undefined && session.greetedAs !== process;
}

/** The version of the server: `18.1`, without what a distribution writes behind it. */
export async function versionOf(session: Queryable): Promise<string> {
  const [row] = await session.query<{ version: string }>(
    "SELECT pg_catalog.current_setting('server_version') AS version",
  );
  return row?.version.replace(/ .*/, '') ?? '';
}

/** The `schema=` of a URL, as Prisma writes it: the schema of unqualified names. Undefined where there is none. */
export function schemaOf(url: string): string | undefined {
  return parseUrl(url).searchParams.get('schema') || undefined;
}

/** The schema of unqualified names in this session: by the URL, else by the search_path of the role or the database. */
export async function homeSchema(session: Queryable, url: string): Promise<string> {
  const [row] = await session.query<{ schema: string | null }>('SELECT current_schema()::text AS schema');
  return row?.schema ?? schemaOf(url) ?? 'public';
}

/** Further SQL, after a semicolon, that makes the URL's schema the search path; empty where it names none. */
export function searchPathSql(url: string, scope: 'SESSION' | 'LOCAL'): string {
  const schema = schemaOf(url);
  return schema === undefined ? '' : `; SET ${scope} search_path = ${quoteIdentifier(schema)}`;
}

/** What readers set, whether they read in transactions of their own or not. */
function readerSettings(scope: 'SESSION' | 'LOCAL'): string {
  const { statement, lock } = readTimeouts;
  return [`statement_timeout = ${statement}`, `lock_timeout = ${lock}`, 'row_security = off']
    .map((setting) => `SET ${scope} ${setting}`)
    .join('; ');
}

async function readInSession(session: Session, url: string): Promise<Queryable> {
  await session.query(
    `SET default_transaction_read_only = on; ${readerSettings('SESSION')}${searchPathSql(url, 'SESSION')}`,
  );
  // Between two questions there may be minutes of a rehearsal.
  await keepAlive(session);
  return session;
}

/** Runs every query in a read-only transaction: its own, or one that the reader begins and ends. */
function readInTransactions(session: Session, url: string): Queryable {
  const local = readerSettings('LOCAL');
  let last: Promise<unknown> = Promise.resolve();
  let isOpen = false;
  const once = async <Row>(text: string, values?: readonly unknown[]): Promise<readonly Row[]> => {
    if (isOpen || /^\s*BEGIN\b/i.test(text)) {
      const rows = await session.query<Row>(text, values);
      if (!isOpen) await session.query(`SET TRANSACTION READ ONLY; ${local}`);
      isOpen = !/^\s*(COMMIT|ROLLBACK|END)\b/i.test(text);
      return rows;
    }
    await session.query(`BEGIN READ ONLY; ${local}${searchPathSql(url, 'LOCAL')}`);
    const rows = await session.query<Row>(text, values).catch(async (error) => {
      await session.query('ROLLBACK').catch(() => {});
      throw error;
    });
    await session.query('ROLLBACK');
    return rows;
  };
  const query = <Row>(text: string, values?: readonly unknown[]) => {
    const next = last.then(() => once<Row>(text, values));
    last = next.catch(() => {});
    return next;
  };
  const ask = async (questions: readonly Asked[]) => {
    for (const { text, row, done } of questions) {
      for (const found of await query<never>(text)) row(found);
      done?.();
    }
  };
  return { query, ask };
}

/** Whether a text looks like a database URL, valid or not. It may hold a password then and must not be printed. */
export function looksLikeUrl(text: string): boolean {
  return /:\/\/|^\s*postgres(ql)?:|\bpassword\s*=|:[^/\\]*@/i.test(text);
}

/** The URL as it may be printed, without its passwords and other secrets. Throws a `usage` error where it cannot be read. */
export function showUrl(url: string): string {
  try {
    const parsed = parseUrl(url);
    if (parsed.password !== '') parsed.password = secretMask;
    for (const name of [...parsed.searchParams.keys()].filter(isSecretName))
      parsed.searchParams.set(name, secretMask);
    return urlText(parsed);
  } catch {
    throw new StrataError('usage', 'the database URL cannot be read', {
      hint: 'Write postgres://user:password@host:5432/database; characters such as @ : / # in the password or a name are percent-encoded.',
    });
  }
}

/**
 * Host, port, database and `schema=` of a URL, without user, password and options: the database that a plan is for. What it leaves
 * out is as libpq's variables have it.
 */
export function databaseNamed(url: string): string {
  const { host, port, database } = targetOf(url);
  return [host, port, `/${database}`, schemaOf(url) ?? ''].join(' ');
}

type Doing = 'connects' | 'reads' | 'writes';

/** The error of a live database with a hint on what to do, which depends on what whoever met it was doing there. */
export function refused(error: unknown, shown: string, doing: Doing): StrataError {
  if (error instanceof StrataError) return error;
  const { code = '', message = String(error) } = error as { code?: string; message?: string };
  const said = hints[code] ?? silentHints.find(([words]) => words.test(message))?.[1];
  const hint = typeof said === 'object' ? said[doing] : said;
  return new StrataError('live', `${shown}: ${message}`, {
    hint: hint ?? 'Look at the server, and at the user and database of the URL.',
    cause: error,
  });
}

type HintFor = string | Readonly<Record<Doing, string>>;

const away: HintFor = {
  connects: 'What listens there closed the connection: is it PostgreSQL, and are host and port right?',
  reads: 'The server or the way to it went away: try again.',
  writes: 'The server or the way to it went away. What the ledger says is true: look with strata status.',
};
const ranTooLong =
  'A statement ran longer than --statement-timeout, or than the statement_timeout of the role or the database, or somebody cancelled it. Give it longer: --statement-timeout 1min, 0 for no limit.';
const isHeld = 'Somebody holds a lock on what is to be read; try again after their work.';
/** A limit of the role, the database or the server that ends a connection. */
const limitOf = (setting: string) =>
  `${setting} of the role, the database or the server ended the connection. Give it longer there: ALTER ROLE ... SET ${setting} = 0`;
const starting = 'The server is starting, stopping or recovering: try again in a moment.';

const unknownAuthority =
  "The server's certificate is signed by nobody that is known here: name the certificate of its authority as sslrootcert, in the URL or as PGSSLROOTCERT.";

const hints: Readonly<Record<string, HintFor>> = {
  ECONNREFUSED: 'No server listens there: is it running, and are host and port right?',
  ENOENT:
    'There is no socket of a server in that directory: is it running, and are directory and port right?',
  ENOTFOUND: 'The host name is not known.',
  EAI_AGAIN: 'The host name cannot be looked up at the moment.',
  ETIMEDOUT: 'Nothing answered in time: a firewall, or a wrong host?',
  ECONNRESET: away,
  EPIPE: away,
  DEPTH_ZERO_SELF_SIGNED_CERT: unknownAuthority,
  SELF_SIGNED_CERT_IN_CHAIN: unknownAuthority,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: unknownAuthority,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: unknownAuthority,
  CERT_HAS_EXPIRED: "The server's certificate is out of date: it needs a new one.",
  CERT_NOT_YET_VALID: "The server's certificate is not valid yet: look at the clocks of both machines.",
  ERR_TLS_CERT_ALTNAME_INVALID:
    "The server's certificate is for another name: name the host in the URL as the certificate does, or say sslmode=verify-ca where its authority vouches for your servers alone.",
  '25006': 'That server only reads: name its primary.',
  '28P01': 'The password is wrong for that user.',
  '28000':
    'The server does not know that user, does not let it in from here (pg_hba.conf), or wants TLS: add ?sslmode=require.',
  '3D000': 'There is no such database on that server.',
  '42501':
    'The role lacks a privilege, or row security would hide rows from it: docs/live.md lists what each command needs.',
  '53300': 'All its connections are taken: try again when some are free.',
  '25P03': limitOf('idle_in_transaction_session_timeout'),
  '25P04': limitOf('transaction_timeout'),
  '55P03': {
    connects: isHeld,
    reads: isHeld,
    writes:
      'Somebody holds a lock on the ledger or on strata.progress. Run the command again after their work, or wait longer for it: --lock-timeout 10s.',
  },
  '57014': {
    connects: ranTooLong,
    // What only reads has limits of its own; where something is changed, they are the user's.
    reads: 'Reading took longer than a minute and was given up.',
    writes: ranTooLong,
  },
  '57P01': away,
  '57P02': starting,
  '57P03': starting,
  '57P05': limitOf('idle_session_timeout'),
};

/** Hints for errors of the driver that have no code. */
const silentHints: readonly (readonly [RegExp, HintFor])[] = [
  [/password must be a (non-empty )?string/, 'The server asks for a password, and the URL has none.'],
  [/does not support SSL/, 'It speaks no TLS. Where the network is your own: ?sslmode=disable'],
  [
    /^timeout expired|Connection terminated due to connection timeout/,
    'Nothing answered in time: a firewall, or a wrong host?',
  ],
  [/Connection terminated|connection error and is not queryable/, away],
];
