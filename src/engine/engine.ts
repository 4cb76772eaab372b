import type { Address, Session } from '../db/session.ts';
import { StrataError } from '../model/errors.ts';
import type { Platform } from '../model/migration.ts';
import type { EngineKind, EngineName } from '../model/trace.ts';
import type { ServerEnd } from './lease.ts';
import type { LockRoom } from './settings.ts';

/** The role that rehearsals act as: owns the database, is no superuser. Named as most dumps and platforms name the owner. */
export const ownerRole = 'postgres';
/** The bootstrap superuser, for Strata's own work only. */
export const superuserRole = 'strata_superuser';

/**
 * The role that looks at what migrations have made, wherever that may run code of theirs: casts, domains, functions of indexes. It has
 * the owner's rights and sees every row, and is no superuser.
 */
export const readerRole = 'strata_reader';

export type ActAs = 'owner' | 'superuser';
/** Whose session it is. */
export type SessionOf = ActAs | 'reader';
export const sessionRoles: Readonly<Record<SessionOf, string>> = {
  owner: ownerRole,
  reader: readerRole,
  superuser: superuserRole,
};

/** What kind of throwaway cluster is wanted. Two equal bases give equal empty databases. */
export interface Base {
  readonly platform: Platform;
  /** Stand-ins from the project's configuration: extension name -> SQL that its CREATE EXTENSION runs. */
  readonly extensions: Readonly<Record<string, string>>;
}

export interface OpenOptions {
  readonly kind: EngineKind;
  readonly base: Base;
  /** Names of snapshots, best first: the first that exists is what the engine's main database starts from. */
  readonly snapshots?: readonly string[];
  /** Processes that give the same name share one server, which stops after the last of them. Absent: a private server. */
  readonly share?: string;
  /**
   * Makes one of `snapshots` if none exists. Only the process that starts the server calls it; those that share the server
   * wait. Its errors are those of opening, and `NotPrepared` where there is still none afterwards: an empty database is not what
   * was asked for.
   */
  readonly prepare?: () => Promise<void>;
  /** Where caches live; defaults to the user's own place. Tests give their own. */
  readonly cacheDir?: string | undefined;
  /** How the server listens: a unix socket unless the system has none, or `tcp` on loopback for clients that know no sockets. */
  readonly listen?: 'socket' | 'tcp';
  /** How many locks may be held at a time; `many` by default. With `few`, reading the locks takes a fifth of the time. */
  readonly locks?: LockRoom;
  /** Told about slow first steps ("preparing PostgreSQL 18.4"). */
  readonly onProgress?: (message: string) => void;
}

/** `prepare` could keep nothing, or what it kept is not there. The same database can still be had without a snapshot. */
export class NotPrepared extends StrataError {
  constructor(reason = 'it went away at once') {
    super('engine', `the migrated database was not kept: ${reason}`, {
      hint: 'Free some space (`strata cache clear`), or set STRATA_CACHE_DIR to a directory with more room.',
    });
  }
}

/** A throwaway PostgreSQL. Disposing it stops the server (or leaves it to the others that share it) and removes its files. */
export interface Engine extends AsyncDisposable {
  readonly name: EngineName;
  /** The snapshot of `snapshots` that it started from, or undefined for an empty base. */
  readonly startedFrom: string | undefined;
  /** The database called `postgres`, owned by `ownerRole`, with the platform's prelude. */
  readonly main: Database;
  /** Operations of a server that several processes may share; undefined for a private one. */
  readonly shared: SharedServer | undefined;
  /** A new database. `like` clones one that has no open session; without it the database is as `main` is in an empty base. */
  createDatabase(options?: { readonly name?: string; readonly like?: Database }): Promise<Database>;
  /**
   * Stops the server and keeps its files under this name, for `snapshots` of a later run. Only `dispose` may be called
   * afterwards. If the name exists already, the older files are kept. A shared engine cannot be saved.
   */
  save(snapshot: string): Promise<void>;
}

export interface SharedServer {
  /** A database that any of the processes made. */
  database(name: string): Database;
  /** Keeps the server running for this long from now, even after its last process has gone. */
  linger(ms: number): void;
  /** Resolves when the server stops by itself; with undefined when this process only stops using it. */
  readonly ended: Promise<ServerEnd | undefined>;
}

export interface ConnectOptions {
  /**
   * A session of the superuser or the reader is guarded unless this is false: event triggers stay silent, nothing but
   * `pg_catalog` is on its search path, and settings that a migration left on the database or role have no effect on it.
   */
  readonly guarded?: boolean;
  readonly applicationName?: string;
  /** The process may end while the session waits for its next query. */
  readonly yieldsWhenIdle?: boolean;
}

export interface Database {
  readonly name: string;
  connect(as: SessionOf, options?: ConnectOptions): Promise<Session>;
  /** For test databases: how any client reaches it as the owner. Undefined where nothing else can connect (PGlite). */
  readonly address: Address | undefined;
  /** `postgres://...` form of `address`. */
  readonly url: string | undefined;
  /** The server ends sessions that are still open. The main database cannot be dropped. */
  drop(): Promise<void>;
}
