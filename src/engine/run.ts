import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import * as fs from 'node:fs';
import { platform } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { StrataError } from '../model/errors.ts';
import { contentHash } from './extension-files.ts';
import { keepRun } from './keeping.ts';
import { isKept, type Lease, takeLease } from './lease.ts';
import { type Places, socketDirectory } from './places.ts';
import { setAside } from './snapshots.ts';

/** The directory of one running cluster, with a lease on its keeper. */
export interface Run {
  readonly directory: string;
  /** The data directory, filled by whoever created the run. */
  readonly data: string;
  /** Directory for the server's socket. */
  readonly sockets: string;
  /** False: another process created it, and starts its server. */
  readonly isCreator: boolean;
  /** A keeper that has to be started does so while the files are copied, which takes about as long. */
  readonly lease: Promise<Lease>;
}

/** How long a keeper may take to clear away a run of the same name. */
const patienceMs = 60_000;

/** How old files must be that nobody vouches for, before they are taken for left behind. */
export const abandonedMs = 60_000;

/** Creates a run with its keeper; resolves with undefined where the name is taken. */
export async function createRun(places: Places, name?: string): Promise<Run | undefined> {
  const directory = join(
    places.runs,
    name === undefined ? `run-${randomBytes(6).toString('hex')}` : runName(name),
  );
  if (createDirectory(directory)) return describeRun(directory, true, startKeeper(directory, places));
  await sweepRun(directory);
  return undefined;
}

/** Joins the run of that name, where there is one; else creates it. */
export async function shareRun(places: Places, name: string): Promise<Run> {
  const directory = join(places.runs, runName(name));
  for (const deadline = Date.now() + patienceMs; Date.now() < deadline; await sleep(5)) {
    const joined = await takeLease(leasePath(directory), false);
    if (joined) return describeRun(directory, false, Promise.resolve(joined));
    const created = await createRun(places, name);
    if (created) return created;
  }
  throw new StrataError('engine', `the shared server in ${directory} does not answer`, {
    hint: 'Run `strata cache clear` and try again.',
  });
}

function runName(name: string): string {
  return `shared-${contentHash(name)}`;
}

function describeRun(directory: string, isCreator: boolean, lease: Promise<Lease>): Run {
  lease.catch(() => {});
  const sockets = join(socketDirectory(directory), 's');
  return { directory, data: join(directory, 'data'), sockets, isCreator, lease };
}

export function leasePath(run: string): string {
  if (platform() === 'win32') return `\\\\.\\pipe\\pgstrata-${contentHash(run)}`;
  return join(socketDirectory(run), 'lease');
}

function createDirectory(directory: string): boolean {
  try {
    fs.mkdirSync(directory, { mode: 0o711 });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw new StrataError('engine', `cannot make ${directory}: ${(error as Error).message}`, {
      hint: 'Free some space, or set STRATA_CACHE_DIR to a directory that you can write.',
      cause: error,
    });
  }
  return true;
}

async function startKeeper(directory: string, places: Places): Promise<Lease> {
  const { serverUser } = places;
  fs.writeFileSync(join(directory, 'creator'), `${process.pid} ${processSpace()}`, { mode: 0o600 });
  const socketHome = socketDirectory(directory);
  fs.mkdirSync(join(socketHome, 's'), { recursive: true, mode: 0o711 });
  fs.chmodSync(join(socketHome, 's'), 0o700);
  if (serverUser) fs.chownSync(join(socketHome, 's'), serverUser.uid, serverUser.gid);
  try {
    return await keepRun({ run: directory, sockets: socketHome, lease: leasePath(directory) });
  } catch (cause) {
    await takeAway(directory);
    throw new StrataError('engine', `the keeper of the server did not start: ${(cause as Error).message}`, {
      hint: 'Run the command again, when the machine is less busy.',
      cause,
    });
  }
}

/** Makes the server's data directory, empty, for the user that it will run as. */
export function makeDataDirectory(run: Run, places: Places): void {
  fs.mkdirSync(run.data, { mode: 0o700 });
  if (places.serverUser) fs.chownSync(run.data, places.serverUser.uid, places.serverUser.gid);
}

/** Releases a lease. If the keeper was killed, stops the server and removes the files in its place. */
export async function leaveRun(run: Run): Promise<void> {
  const lease = await run.lease.catch(() => undefined);
  await lease?.release();
  for (const deadline = Date.now() + 2000; Date.now() < deadline; await sleep(10)) {
    await sweepRun(run.directory);
    if (!fs.existsSync(run.directory) || (await isKept(leasePath(run.directory)))) return;
  }
}

/** How long the log of a server stays that ended while it was in use. */
const keptLogMs = 24 * 3600_000;

/** Removes what killed keepers left behind. Costs one connection for each run that is alive. */
export async function sweepRuns({ allRuns }: Places): Promise<void> {
  const entries = allRuns.flatMap((runs) => fs.readdirSync(runs).map((entry) => ({ runs, entry })));
  await Promise.all(
    entries.map(async ({ runs, entry }) => {
      const directory = join(runs, entry);
      if (/^(run|shared)-/.test(entry)) await sweepRun(directory);
      else if (age(directory) > (entry.startsWith('ended-') ? keptLogMs : abandonedMs))
        await removeRun(directory);
    }),
  );
}

/** Ends the server of a run whose keeper is dead and removes its files; leaves every other run alone. */
async function sweepRun(directory: string): Promise<void> {
  if (!fs.existsSync(directory) || (await isKept(leasePath(directory))) || !isAbandoned(directory)) return;
  await takeAway(directory);
}

async function takeAway(directory: string): Promise<void> {
  const gone = setAside(directory);
  if (gone === undefined) return;
  await removeRun(gone);
  const sockets = socketDirectory(directory);
  if (sockets !== directory) fs.rmSync(sockets, { recursive: true, force: true });
}

/**
 * Removes the files of a run. Waits a moment for a copy or a dying server that still writes there; what remains is removed by a
 * later run.
 */
async function removeRun(directory: string): Promise<void> {
  await endServer(join(directory, 'data'));
  try {
    fs.rmSync(directory, { recursive: true, force: true, maxRetries: 8, retryDelay: 20 });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOTEMPTY') throw error;
  }
}

/** Whether a run whose keeper does not answer is abandoned. Its keeper might also be just starting or finishing. */
function isAbandoned(directory: string): boolean {
  if (age(directory) > abandonedMs) return true;
  const [creator, space] = readWords(join(directory, 'creator'));
  if (creator === undefined || space !== processSpace()) return false;
  const [keeper] = readWords(join(directory, 'keeper.pid'));
  return !isAlive(Number(keeper ?? creator));
}

function readWords(path: string): string[] {
  const text = readText(path).trim();
  return text === '' ? [] : text.split(/[ \n]/);
}

function readText(path: string): string {
  try {
    return fs.readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

/** Milliseconds since the directory changed; 0 where it is gone. */
function age(directory: string): number {
  const found = fs.lstatSync(directory, { throwIfNoEntry: false });
  return found ? Date.now() - found.mtimeMs : 0;
}

/** Names the space in which process ids are valid: containers that share a directory have different ones. */
function processSpace(): string {
  try {
    return fs.readlinkSync('/proc/self/ns/pid');
  } catch {
    return 'one';
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
  // Containers without an init process keep the dead as zombies for ever.
  return !/^\d+ \(.*\) Z /.test(readText(`/proc/${pid}/stat`));
}

/** `startedIn` is what the directory was called when the server was started. */
function isServerOf(pid: number, data: string, startedIn: string): boolean {
  if (platform() === 'linux') {
    try {
      return fs.readlinkSync(`/proc/${pid}/cwd`) === fs.realpathSync(data);
    } catch {
      return false;
    }
  }
  const listing = spawnSync('ps', ['-ww', '-o', 'command=', '-p', String(pid)], { encoding: 'utf8' });
  return (listing.stdout ?? '').includes(`-D ${startedIn}`);
}

/** Ends a server that lost its keeper, once it is certain that the process is that server. */
async function endServer(data: string): Promise<void> {
  const [pid, startedIn = ''] = readWords(join(data, 'postmaster.pid'));
  if (!(Number(pid) > 1)) return;
  const isOurs = () => isServerOf(Number(pid), data, startedIn);
  for (const signal of ['SIGQUIT', 'SIGKILL'] as const) {
    if (!isOurs()) return;
    process.kill(Number(pid), signal);
    for (let waited = 0; waited < 3000 && isOurs(); waited += 10) await sleep(10);
  }
}
