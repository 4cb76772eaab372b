import { connect, type Socket } from 'node:net';
import { createInterface } from 'node:readline';
import { StrataError } from '../model/errors.ts';
import type { ServerUser } from './places.ts';

/** What a keeper is to start. */
export interface StartRequest {
  readonly do: 'start';
  readonly program: string;
  readonly args: readonly string[];
  /** The data directory. */
  readonly data: string;
  readonly user?: ServerUser;
  /** Path of pg_ctl, on systems where it has to start the server. */
  readonly control?: string;
  /** How long the server outlives its last lease. */
  readonly lingerMs: number;
  readonly details: ServerDetails;
}

/** What everyone who leases a server is told. */
export interface ServerDetails {
  /** Directory of the socket, or `127.0.0.1`. */
  readonly host: string;
  readonly port: number;
  /** Of the superuser and, unless a migration changed it, of the owner. */
  readonly password: string;
  readonly startedFrom?: string;
}

export type KeeperOrder =
  | { readonly do: 'lease'; readonly creator: boolean }
  | { readonly do: 'stop' }
  | { readonly do: 'linger'; readonly ms: number }
  | StartRequest;

export type KeeperEvent =
  /** The greeting: somebody alive accepted the connection. */
  | { readonly event: 'kept' }
  | { readonly event: 'ready'; readonly details: ServerDetails }
  /** It did not start, or ended later: then its log is kept where that is possible. */
  | { readonly event: 'failed'; readonly reason: string; readonly log: string; readonly logFile?: string }
  | { readonly event: 'stopped' };

/** How a server ended that nobody had told to, as far as that is known. */
export interface ServerEnd {
  /** `ended by SIGKILL`. */
  readonly reason?: string;
  /** A copy of its log, which stays for a day. */
  readonly logFile?: string;
}

/** A hold on a running server: its keeper keeps it running while any process has one. */
export interface Lease {
  /** Resolves when the server takes connections. */
  readonly ready: Promise<ServerDetails>;
  /** Resolves when the server ends by itself; with undefined when only the hold on it ends. */
  readonly ended: Promise<ServerEnd | undefined>;
  start(request: StartRequest): void;
  /** Keeps the server up for this long from now, leases or none. */
  linger(ms: number): void;
  /** Shuts the server down cleanly; its files stay until the lease is released. */
  stop(): Promise<void>;
  /** Resolves when the server and its files are gone, or left to others. */
  release(): Promise<void>;
}

/** Takes a lease, or resolves with undefined where no keeper listens. */
export async function takeLease(path: string, creator: boolean): Promise<Lease | undefined> {
  const socket = await connectTo(path);
  if (socket === undefined) return undefined;
  const send = (order: KeeperOrder) => socket.write(`${JSON.stringify(order)}\n`);
  send({ do: 'lease', creator });
  const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()));
  const events = listen(socket);
  // The lease alone does not keep this process running: a process that forgets to release it still exits, and the keeper stops
  // the server.
  socket.unref();
  const held = async <T>(work: Promise<T>): Promise<T> => {
    socket.ref();
    return await work.finally(() => socket.unref());
  };
  return {
    get ready() {
      return held(events.ready);
    },
    ended: events.ended,
    start: send,
    linger: (ms) => void send({ do: 'linger', ms }),
    async stop() {
      send({ do: 'stop' });
      await held(events.stopped);
    },
    async release() {
      socket.end();
      socket.resume();
      await held(closed);
    },
  };
}

/** Whether a keeper answers there. A connection alone proves nothing: the kernel accepts one for a process that is dying. */
export async function isKept(path: string): Promise<boolean> {
  const socket = await connectTo(path);
  if (socket === undefined) return false;
  const greeted = await new Promise<boolean>((resolve) => {
    socket.once('data', () => resolve(true));
    socket.once('close', () => resolve(false));
    socket.once('end', () => resolve(false));
    // One that is alive but too busy to greet is left alone.
    socket.setTimeout(2000, () => resolve(true));
  });
  socket.destroy();
  return greeted;
}

function connectTo(path: string): Promise<Socket | undefined> {
  return new Promise((resolve) => {
    const socket = connect({ path, allowHalfOpen: true });
    socket.once('connect', () => {
      socket.on('error', () => socket.destroy());
      resolve(socket);
    });
    socket.once('error', () => resolve(undefined));
  });
}

function listen(socket: Socket) {
  const ready = later<ServerDetails>();
  const stopped = later<void>();
  const ended = later<ServerEnd | undefined>();
  let wasReady = false;
  const fail = (error: Error) => {
    ready.reject(error);
    stopped.reject(error);
  };
  const lines = createInterface({ input: socket });
  // The same error also ends the socket, which is enough.
  lines.on('error', () => {});
  lines.on('line', (line) => {
    const event = JSON.parse(line) as KeeperEvent;
    if (event.event === 'ready') {
      wasReady = true;
      ready.resolve(event.details);
    } else if (event.event === 'stopped') stopped.resolve();
    else if (event.event === 'failed') {
      const { reason, logFile } = event;
      ended.resolve({ reason, ...(logFile === undefined ? {} : { logFile }) });
      fail(serverFailure(wasReady, event.reason, event.log));
    }
  });
  socket.once('end', () => socket.end());
  socket.once('close', () => {
    fail(new KeeperGone());
    ended.resolve(undefined);
  });
  return { ready: ready.promise, stopped: stopped.promise, ended: ended.promise };
}

/** A promise that is settled from outside. Its rejection need not be handled. */
function later<T>() {
  let resolve: (value: T) => void = () => {};
  let reject: (error: Error) => void = () => {};
  const promise = new Promise<T>((onResolve, onReject) => {
    resolve = onResolve;
    reject = onReject;
  });
  promise.catch(() => {});
  return { promise, resolve, reject };
}

/** The keeper went away before the server was up: a process that only joined may try again. */
export class KeeperGone extends StrataError {
  constructor() {
    super('engine', 'the throwaway PostgreSQL was ended from outside', { hint: 'Run the command again.' });
  }
}

function serverFailure(wasReady: boolean, reason: string, log: string): StrataError {
  const words = log.trim() === '' ? '' : `\n${log}`;
  const isFull = /No space left on device/.test(log);
  const other = wasReady
    ? 'Run the command again. Where it happens every time, look whether the machine runs out of memory.'
    : 'Run `strata cache clear` and try again, or use --engine pglite.';
  const what = wasReady ? 'ended while it was in use' : 'did not start';
  return new StrataError('engine', `the throwaway PostgreSQL ${what} (${reason})${words}`, {
    hint: isFull
      ? 'Free some space where the files lie (`strata cache` shows where), or set STRATA_CACHE_DIR.'
      : other,
  });
}
