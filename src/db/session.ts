import type { Duplex } from 'node:stream';
import pg from 'pg';
import type { Notice, SqlError } from '../model/trace.ts';
import { askAll } from './batch.ts';
import type { Queryable } from './queryable.ts';
import { runScript } from './script.ts';
import { isAboutTls, tlsAttempts } from './tls.ts';
import { connectionOf } from './url.ts';

/** How to reach a server. `host` may be the directory of a unix socket; `stream` replaces the network altogether (PGlite). */
export interface Address {
  readonly host?: string;
  readonly port?: number;
  readonly database: string;
  readonly user: string;
  readonly password?: string;
  readonly applicationName?: string;
  /** Settings that the session starts with, stronger than those of its role and database. */
  readonly settings?: Readonly<Record<string, string>>;
  readonly stream?: () => Duplex;
  /** The process may end while the session waits for its next query. */
  readonly yieldsWhenIdle?: boolean;
}

/** One open connection. Disposing it closes it and never throws. */
export interface Session extends Queryable, AsyncDisposable {
  /**
   * Sends `text` as one simple query, as `psql` and most runners do: several statements are one implicit transaction.
   * Tells how far it came instead of throwing, since a rehearsal expects statements to fail.
   * `copyData` answers the `COPY ... FROM stdin` statements in it, in order.
   */
  run(text: string, copyData?: readonly string[]): Promise<RunResult>;
  /** The process number that the server gave when it was greeted; a pooler gives one of its own. */
  readonly greetedAs: number | undefined;
  /** Called for every notice, in order with the results. */
  onNotice(listener: (notice: Notice) => void): () => void;
  close(): Promise<void>;
}

/** How far a simple query came: statements that completed, and what stopped the next one. */
export interface RunResult {
  readonly completed: number;
  readonly error?: ServerError;
}

/**
 * The server refused a statement, or the connection ended. `position` counts characters (code points) in the text that was sent,
 * from 1.
 */
export interface ServerError extends Omit<SqlError, 'offset'> {
  readonly position?: number;
  /**
   * The connection ended, which says nothing about the statement. Of class 08 the server may speak too: of another server, to
   * which a subscription or a foreign table could not connect.
   */
  readonly isLost?: true;
  /** The run was stopped by whoever had started it. */
  readonly isInterrupted?: true;
}

/** Everything is read as text except booleans, integers, JSON and some arrays: no surprise of dates. A bigint is a number. */
const types = {
  getTypeParser(oid: number, format?: string) {
    if (exactTypes.has(oid)) return pg.types.getTypeParser(oid, format as 'text');
    if (oid === 20) return (value: string) => Number(value);
    return (value: unknown) => value;
  },
};
/** bool, int2, int4, oid, json, jsonb, text[], name[], int2[], int4[], oid[], bool[] */
const exactTypes = new Set([16, 21, 23, 26, 114, 3802, 1009, 1003, 1005, 1007, 1028, 1000]);

/**
 * Opens a connection to a server of Strata's own; the promise rejects with the driver's error where it cannot be reached. PGSSLMODE
 * and PGOPTIONS are meant for the user's servers: the driver would take them where nothing is said.
 */
export async function openSession(address: Address): Promise<Session> {
  const { applicationName, stream, settings = {}, yieldsWhenIdle = false, ...rest } = address;
  const client = new pg.Client({
    ...rest,
    ...(stream === undefined ? {} : { stream: stream as unknown as NonNullable<pg.ClientConfig['stream']> }),
    ssl: false,
    options: startupOptions(settings) || ' ',
    application_name: applicationName ?? 'strata',
    types: types as unknown as pg.CustomTypesConfig,
  });
  return connect(client, yieldsWhenIdle);
}

interface UrlOptions {
  readonly connectTimeoutMs: number;
  readonly applicationName?: string;
}

/** Opens the connection that a URL names, with TLS as libpq has it. */
export async function openUrl(url: string, options: UrlOptions): Promise<Session> {
  const ways = tlsAttempts(url);
  const connection = connectionOf(url);
  for (const [i, ssl] of ways.entries()) {
    const client = new pg.Client({
      ...connection,
      ssl,
      connectionTimeoutMillis: options.connectTimeoutMs,
      keepAlive: true,
      // The system would wait for two hours.
      keepAliveInitialDelayMillis: 10_000,
      application_name: connection.application_name ?? options.applicationName ?? 'strata',
      types: types as unknown as pg.CustomTypesConfig,
    });
    try {
      return await connect(client, false);
    } catch (error) {
      await client.end().catch(() => {});
      if (i === ways.length - 1 || !isAboutTls(error)) throw error;
    }
  }
  throw new Error('no way to connect was left');
}

async function connect(client: pg.Client, yieldsWhenIdle: boolean): Promise<Session> {
  const listeners = new Set<(notice: Notice) => void>();
  client.on('notice', (message) => {
    for (const listener of listeners) {
      listener({
        severity: message.severity ?? 'NOTICE',
        code: message.code ?? '00000',
        message: message.message ?? '',
      });
    }
  });
  // What ended the connection while nobody asked is told to whoever asks next.
  let ended: unknown;
  client.on('error', (error) => {
    ended ??= error;
  });
  const because = (error: unknown) => (/is not queryable/.test(String(error)) ? (ended ?? error) : error);
  await client.connect();
  const held = yieldsWhenIdle ? holder(client) : <T>(work: Promise<T>) => work;
  const inTurn = queue();

  let closed = false;
  async function close(): Promise<void> {
    if (closed) return;
    closed = true;
    await held(client.end()).catch(() => {});
  }

  return {
    greetedAs: (client as pg.Client & { readonly processID?: number }).processID,
    async query<Row>(text: string, values?: readonly unknown[]) {
      const query = values === undefined ? { text } : { text, values: [...values] };
      const result = await inTurn(() => held(client.query(query))).catch((error) => {
        throw because(error);
      });
      const last = Array.isArray(result) ? result.at(-1) : result;
      return (last?.rows ?? []) as Row[];
    },
    ask: (questions) =>
      inTurn(() => held(askAll(client, questions, types.getTypeParser))).catch((error) => {
        throw because(error);
      }),
    async run(text, copyData = []) {
      const { completed, error } = await inTurn(() => held(runScript(client, text, copyData)));
      return error === undefined ? { completed } : { completed, error: serverError(because(error)) };
    },
    onNotice(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close,
    [Symbol.asyncDispose]: close,
  };
}

/** One after the other: the driver is about to give up its own queue. */
function queue(): <T>(work: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const next = last.then(work);
    last = next.catch(() => {});
    return next;
  };
}

/** Lets the process end unless a query is under way on the connection. */
function holder(connected: pg.Client): <T>(work: Promise<T>) => Promise<T> {
  // The driver's types leave these two out.
  const client = connected as pg.Client & { ref(): void; unref(): void };
  let underWay = 0;
  // A socket that is closed would put either off until it connects, which it never will.
  let isOver = false;
  client.once('end', () => {
    isOver = true;
  });
  client.unref();
  return async (work) => {
    underWay += 1;
    if (underWay === 1 && !isOver) client.ref();
    return await work.finally(() => {
      underWay -= 1;
      if (underWay === 0 && !isOver) client.unref();
    });
  };
}

/** https://www.postgresql.org/docs/18/libpq-connect.html#LIBPQ-CONNECT-OPTIONS */
function startupOptions(settings: Readonly<Record<string, string>>): string {
  const escaped = (word: string) => word.replaceAll(/[\\\s]/g, '\\$&');
  return Object.entries(settings)
    .map(([name, value]) => `-c ${escaped(`${name}=${value}`)}`)
    .join(' ');
}

/**
 * The driver's error as a value; an error that is none of the server's (a cut connection) has code `08006`. With 57P.., and
 * where a limit of a transaction is over (25P03, 25P04), the server says that it ends the connection.
 * https://www.postgresql.org/docs/18/errcodes-appendix.html
 */
export function serverError(error: unknown): ServerError {
  const e = error as pg.DatabaseError;
  const given = {
    detail: e.detail,
    hint: e.hint,
    context: e.where,
    schema: e.schema,
    table: e.table,
    column: e.column,
    dataType: e.dataType,
    constraint: e.constraint,
    internalQuery: e.internalQuery,
    internalPosition: e.internalPosition === undefined ? undefined : Number(e.internalPosition),
    position: e.position === undefined ? undefined : Number(e.position),
  };
  const present = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
  const message = e.message ?? String(error);
  // The system has a code of five letters too: EPIPE.
  const isAnswer = e.code?.length === 5 && !('syscall' in e);
  return {
    code: isAnswer ? (e.code as string) : '08006',
    message,
    ...present,
    ...(isAnswer && !/^(?:57P|25P0[34])/.test(e.code as string) ? {} : { isLost: true as const }),
  };
}
