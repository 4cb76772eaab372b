import { createHash } from 'node:crypto';
import {
  accessSync,
  chmodSync,
  constants,
  lstatSync,
  mkdirSync,
  readFileSync,
  statfsSync,
  statSync,
} from 'node:fs';
import { homedir, platform, tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { StrataError } from '../model/errors.ts';

/** The user that the server runs as if Strata runs as root, as whom PostgreSQL refuses to run. */
export interface ServerUser {
  readonly uid: number;
  readonly gid: number;
}

/** Where the engine keeps its files. All directories exist. */
export interface Places {
  /** Base and snapshot clusters. */
  readonly clusters: string;
  /** Clusters that are running now. */
  readonly runs: string;
  /** Binaries and extension files; the server user can read them. */
  readonly programs: string;
  readonly serverUser: ServerUser | undefined;
  /**
   * Where clusters of other runs may lie: `clusters`, and the place that was chosen when the memory had more room, or less. All
   * that exist.
   */
  readonly allClusters: readonly string[];
  /** The same of running ones. */
  readonly allRuns: readonly string[];
}

/** A temporary file system is used only with this much room left when the process begins. */
const tmpfsRoom = 1024 ** 3;

/**
 * Chooses where files go: clusters on tmpfs where it has room, everything else in the user's cache directory.
 * With `cacheDir` all that outlives a run is kept there.
 */
export function choosePlaces(cacheDir?: string): Places {
  const serverUser = findServerUser();
  const home = cacheDir === undefined ? cacheHome() : undefined;
  const fast = tmpfsPlace();
  const kept = cacheDir ?? home ?? '';
  if (cacheDir !== undefined) makeDirectory(cacheDir);
  const openTo = (path: string) => serverUser === undefined || canReach(path, serverUser);
  const programs = canHoldPrograms(kept) && openTo(kept) ? kept : cacheHome();
  const clusters = ownDirectory(join(cacheDir ?? fast ?? kept, 'clusters'));
  const runs = ownDirectory(join(fast ?? programs, 'runs'));
  const memory = tmpfsDirectory();
  return {
    clusters,
    runs,
    programs: ownDirectory(join(programs, 'programs')),
    serverUser,
    allClusters: cacheDir === undefined ? thoseThere(clusters, [memory, kept], 'clusters') : [clusters],
    allRuns: thoseThere(runs, [memory, programs], 'runs'),
  };
}

/** A directory, and those of that name below others that are there and this user's. */
function thoseThere(first: string, others: readonly string[], name: string): readonly string[] {
  const there = others
    .map((one) => join(one, name))
    .filter((path) => {
      const found = lstatSync(path, { throwIfNoEntry: false });
      return found?.isDirectory() === true && isMine(found);
    });
  return [...new Set([first, ...there])];
}

function isMine({ uid }: { readonly uid: number }): boolean {
  return platform() === 'win32' || uid === userId();
}

/**
 * The first possible directory for caches that this user owns: the usual one of the system, or one below the temporary
 * directory.
 */
export function cacheHome(): string {
  const candidates = [usualCacheHome(), join(tmpdir(), `pgstrata-${userId()}`)].filter(canHoldPrograms);
  const failures: unknown[] = [];
  for (const candidate of candidates) {
    try {
      return ownDirectory(candidate);
    } catch (error) {
      failures.push(error);
    }
  }
  throw new StrataError('engine', `no place for caches: ${candidates.join(' and ')} cannot be written`, {
    hint: 'Set STRATA_CACHE_DIR to a directory that you can write.',
    cause: failures[0],
  });
}

/**
 * Whether programs can lie at this path: PostgreSQL's programs call each other through a shell, in double quotes and without
 * escaping, and it looks for extensions in a list of directories.
 */
function canHoldPrograms(path: string): boolean {
  return !path.includes(delimiter) && (platform() === 'win32' || !/["$`\\\n]/.test(path));
}

function usualCacheHome(): string {
  if (userId() === 0) return '/var/cache/pgstrata';
  if (platform() === 'darwin') return join(homedir(), 'Library/Caches/pgstrata');
  if (platform() === 'win32') return join(homedir(), 'AppData/Local/pgstrata');
  return join(homedir(), '.cache/pgstrata');
}

/** Whether the tmpfs had room when this process first asked: what one engine keeps there, the next one looks for there. */
let hasRoom: boolean | undefined;

function tmpfsPlace(): string | undefined {
  if (platform() !== 'linux') return undefined;
  try {
    const { bavail, bsize } = statfsSync('/dev/shm');
    hasRoom ??= bavail * bsize >= tmpfsRoom;
    if (!hasRoom) return undefined;
    return ownDirectory(tmpfsDirectory());
  } catch {
    return undefined;
  }
}

function tmpfsDirectory(): string {
  return `/dev/shm/pgstrata-${userId()}`;
}

/** Makes the directory if need be; throws where it belongs to somebody else or others can write to it. */
function ownDirectory(path: string): string {
  makeDirectory(path);
  const found = lstatSync(path);
  if (!found.isDirectory() || !isMine(found)) {
    throw new StrataError('engine', `${path} belongs to another user`, {
      hint: 'Remove it, or set STRATA_CACHE_DIR to a directory of your own.',
    });
  }
  if (platform() !== 'win32' && (found.mode & 0o777) !== directoryMode()) chmodSync(path, directoryMode());
  accessSync(path, constants.W_OK);
  return path;
}

/** Root's directories let the server's user pass through, but not look around. */
function directoryMode(): number {
  return userId() === 0 ? 0o711 : 0o700;
}

function makeDirectory(path: string): void {
  try {
    makeWithParents(path);
  } catch (error) {
    throw new StrataError('engine', `cannot make the directory ${path}: ${(error as Error).message}`, {
      hint: 'Free some space, or set STRATA_CACHE_DIR to a directory that you can write.',
      cause: error,
    });
  }
}

/**
 * Makes a directory with its parents. Node's `recursive` never returns where the file system answers ENOENT below an existing
 * directory, as /proc does.
 */
function makeWithParents(path: string): void {
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory()) return;
  if (dirname(path) !== path) makeWithParents(dirname(path));
  try {
    mkdirSync(path, { mode: directoryMode() });
  } catch (error) {
    if (!statSync(path, { throwIfNoEntry: false })?.isDirectory()) throw error;
  }
}

function userId(): number {
  return process.getuid?.() ?? -1;
}

function findServerUser(): ServerUser | undefined {
  if (userId() !== 0) return undefined;
  const line = /^nobody:[^:]*:(\d+):(\d+):/m.exec(readPasswd());
  return line ? { uid: Number(line[1]), gid: Number(line[2]) } : { uid: 65534, gid: 65534 };
}

function readPasswd(): string {
  try {
    return readFileSync('/etc/passwd', 'utf8');
  } catch {
    return '';
  }
}

/** Whether that user can pass through every directory down to `path`. */
function canReach(path: string, user: ServerUser): boolean {
  for (let directory = path; ; directory = dirname(directory)) {
    const { mode, uid, gid } = statSync(directory);
    const passable = uid === user.uid ? mode & 0o100 : gid === user.gid ? mode & 0o010 : mode & 0o001;
    if (passable === 0) return false;
    if (dirname(directory) === directory) return true;
  }
}

/**
 * The directory for a run's sockets: the run's own, unless its path is longer than a socket's may be.
 * https://www.postgresql.org/docs/18/runtime-config-connection.html#GUC-UNIX-SOCKET-DIRECTORIES
 */
export function socketDirectory(run: string): string {
  if (Buffer.byteLength(join(run, 's/.s.PGSQL.5432')) <= 100) return run;
  const short = createHash('sha256').update(run).digest('hex').slice(0, 12);
  return join(ownDirectory(join(tmpdir(), `pgstrata-${userId()}`)), short);
}
