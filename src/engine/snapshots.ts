import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import * as fs from 'node:fs';
import { cp } from 'node:fs/promises';
import { platform } from 'node:os';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { StrataError } from '../model/errors.ts';
import { moveInto } from './place.ts';

/** A stopped cluster that is kept for later runs: its files are in `data` below its directory, and these facts beside them. */
export interface Snapshot extends SnapshotFacts {
  readonly directory: string;
}

export interface SnapshotFacts {
  readonly kind: 'base' | 'snapshot';
  /** What its maker called it; its directory has a hash for a name. */
  readonly name: string;
  readonly password: string;
}

/** How much a directory holds. */
interface Size {
  readonly files: number;
  readonly bytes: number;
}

/** What is written beside the data. */
interface Seal extends SnapshotFacts, Size {
  /** A checksum over these facts, the names of all files and all their bytes: a snapshot is checked against it before use. */
  readonly sum: number;
}

const factsFile = 'snapshot.json';

/** Limits of the cache: beyond them the least recently used snapshots are removed. */
const keepLimits = { count: 24, bytes: 2 * 1024 ** 3, ageMs: 14 * 24 * 3600 * 1000 };

/** The snapshot kept under this key in one of these places, if any; marks it as used now. */
export function findSnapshot(
  places: readonly string[],
  kind: SnapshotFacts['kind'],
  key: string,
): Snapshot | undefined {
  for (const clusters of places) {
    const directory = join(clusters, `${kind}-${key}`);
    if (!fs.existsSync(directory)) continue;
    const facts = readFacts(directory);
    if (facts !== undefined) {
      markUsed(directory);
      return { ...facts, directory };
    }
    // A damaged one would stand in the way of the next.
    remove(directory);
  }
  return undefined;
}

/** The time of a directory is when it was last of use. */
export function markUsed(directory: string): void {
  const now = new Date();
  try {
    fs.utimesSync(directory, now, now);
  } catch {
    // Another process is removing it, or the directory is read-only; both show when it is used.
  }
}

/** All snapshots and bases below `clusters`, least recently used first. */
export function listSnapshots(clusters: string): (Snapshot & Size & { readonly lastUsed: Date })[] {
  return fs
    .readdirSync(clusters)
    .flatMap((entry) => {
      const directory = join(clusters, entry);
      const facts = readFacts(directory);
      // Another process may be removing it.
      const lastUsed = fs.statSync(directory, { throwIfNoEntry: false })?.mtime;
      return facts && lastUsed ? [{ ...facts, directory, lastUsed }] : [];
    })
    .sort((a, b) => a.lastUsed.getTime() - b.lastUsed.getTime());
}

function readFacts(directory: string): Seal | undefined {
  try {
    return JSON.parse(fs.readFileSync(join(directory, factsFile), 'utf8')) as Seal;
  } catch {
    return undefined;
  }
}

const piece = Buffer.allocUnsafe(1024 ** 2);

/** Some 20 ms for the 30 MB of a cluster, while another process copies them. */
function sumOf({ kind, name, password }: SnapshotFacts, data: string): number {
  let sum = crc32(JSON.stringify([kind, name, password]));
  const add = (directory: string): void => {
    const entries = fs.readdirSync(directory, { withFileTypes: true });
    for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
      const path = join(directory, entry.name);
      sum = crc32(entry.name, sum);
      if (entry.isDirectory()) add(path);
      else if (entry.isFile()) sum = sumOfFile(path, sum);
    }
  };
  add(data);
  return sum;
}

function sumOfFile(path: string, before: number): number {
  const file = fs.openSync(path, 'r');
  try {
    let sum = before;
    for (;;) {
      const read = fs.readSync(file, piece, 0, piece.length, null);
      sum = crc32(piece.subarray(0, read), sum);
      // Only the end of a file gives less than is asked for; most end in their first piece.
      if (read < piece.length) return sum;
    }
  } finally {
    fs.closeSync(file);
  }
}

/**
 * Copies a snapshot's files to the data directory of a run. Resolves with false where the snapshot was removed meanwhile, or is
 * damaged, in which case it is removed now.
 */
export async function copySnapshot(snapshot: Snapshot, data: string): Promise<boolean> {
  const source = join(snapshot.directory, 'data');
  const copying = copyTree(source, data).then(
    () => undefined,
    (error: Error) => error,
  );
  const whole = isWhole(snapshot);
  const failure = await copying;
  if (failure === undefined && whole) return true;
  fs.rmSync(data, { recursive: true, force: true });
  if (whole && fs.existsSync(source)) {
    throw new StrataError('engine', `cannot copy the database files to ${data}: ${failure?.message}`, {
      hint: isMissing(failure)
        ? 'Put the directory of the program `cp` into PATH.'
        : 'Free some space there, or set STRATA_CACHE_DIR to a directory with more room.',
      cause: failure,
    });
  }
  remove(snapshot.directory);
  return false;
}

/** Whether a program could not be started since no directory of PATH holds it. */
function isMissing(failure: NodeJS.ErrnoException | undefined): boolean {
  return failure?.code === 'ENOENT' && failure.syscall?.startsWith('spawn') === true;
}

/** Whether all its files are complete: power cuts, failing disks and cleaners of old files damage snapshots. */
export function isWhole(snapshot: Snapshot): boolean {
  try {
    return readFacts(snapshot.directory)?.sum === sumOf(snapshot, join(snapshot.directory, 'data'));
  } catch {
    return false;
  }
}

/**
 * Keeps the data directory of a stopped server under this key, by moving it where possible. An existing snapshot is not
 * replaced.
 */
export async function keepSnapshot(
  clusters: string,
  key: string,
  facts: SnapshotFacts,
  data: string,
): Promise<void> {
  const directory = join(clusters, `${facts.kind}-${key}`);
  if (readFacts(directory)) return;
  const part = join(clusters, `part-${process.pid}-${randomBytes(4).toString('hex')}`);
  try {
    fs.mkdirSync(part, { mode: 0o711 });
    fs.rmSync(join(data, 'postmaster.opts'), { force: true });
    await moveTree(data, join(part, 'data'));
    const kept = join(part, 'data');
    const seal: Seal = { ...facts, ...measure(kept), sum: sumOf(facts, kept) };
    fs.writeFileSync(join(part, factsFile), JSON.stringify(seal), { mode: 0o600 });
    moveInto(part, directory);
  } catch (cause) {
    fs.rmSync(part, { recursive: true, force: true });
    throw new StrataError(
      'engine',
      `cannot keep ${facts.kind === 'base' ? facts.name : 'a snapshot'}: ${(cause as Error).message}`,
      {
        hint: 'Free some space (`strata cache clear`), or set STRATA_CACHE_DIR to a directory with more room.',
        cause,
      },
    );
  }
}

/**
 * Drops what is beyond the limits, and what was never finished. Of any size the newest stays for its time: it was kept to be started
 * from.
 */
export function evictSnapshots(
  clusters: string,
  limits: typeof keepLimits = keepLimits,
  now = Date.now(),
): void {
  const { blocks, bsize } = fs.statfsSync(clusters);
  const room = Math.min(limits.bytes, (blocks * bsize) / 4);
  let bytes = 0;
  let count = 0;
  for (const snapshot of listSnapshots(clusters).reverse()) {
    count += 1;
    bytes += snapshot.bytes;
    const isOld = now - snapshot.lastUsed.getTime() > limits.ageMs;
    if (isOld || (count > 1 && (count > limits.count || bytes > room))) remove(snapshot.directory);
  }
  removeUnfinished(clusters, now);
}

/** Removes binaries and extension files of versions that were not used for long. Each start marks those that it uses. */
export function evictPrograms(programs: string, ageMs: number = keepLimits.ageMs, now = Date.now()): void {
  for (const entry of fs.readdirSync(programs)) {
    const path = join(programs, entry);
    const found = fs.lstatSync(path, { throwIfNoEntry: false });
    if (found && now - found.mtimeMs > ageMs) remove(path);
  }
  removeUnfinished(programs, now);
}

/** Removes what a process that is long gone left half-made or half-removed. */
export function removeUnfinished(directory: string, now = Date.now(), patienceMs = 10 * 60_000): void {
  for (const entry of fs.readdirSync(directory)) {
    if (!/^(part|gone)-/.test(entry)) continue;
    const path = join(directory, entry);
    const found = fs.lstatSync(path, { throwIfNoEntry: false });
    if (found && now - found.mtimeMs > patienceMs) fs.rmSync(path, { recursive: true, force: true });
  }
}

/** Removes a directory, which is set aside first, so that nobody meets one that is half removed. */
export function remove(directory: string): void {
  const gone = setAside(directory);
  if (gone !== undefined) fs.rmSync(gone, { recursive: true, force: true });
}

/** Renames a directory that is to be removed. Its new path, for the one who does that: undefined where another process was first. */
export function setAside(directory: string): string | undefined {
  const gone = join(directory, '..', `gone-${process.pid}-${randomBytes(4).toString('hex')}`);
  try {
    fs.renameSync(directory, gone);
    return gone;
  } catch {
    return undefined;
  }
}

/** Counts the files of a directory and their bytes, links not followed. */
export function measure(directory: string): Size {
  let files = 0;
  let bytes = 0;
  for (const entry of fs.readdirSync(directory, { withFileTypes: true })) {
    const path = join(directory, entry.name);
    const inner = entry.isDirectory() ? measure(path) : { files: 1, bytes: fs.lstatSync(path).size };
    files += inner.files;
    bytes += inner.bytes;
  }
  return { files, bytes };
}

async function moveTree(from: string, to: string): Promise<void> {
  try {
    fs.renameSync(from, to);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EXDEV') throw error;
    await copyTree(from, to);
  }
}

/** `cp` keeps owners and modes and is several times faster than copying file by file from here. */
async function copyTree(from: string, to: string): Promise<void> {
  if (platform() === 'win32') return await cp(from, to, { recursive: true });
  const flags = platform() === 'darwin' ? '-cRp' : '-a';
  await new Promise<void>((resolve, reject) => {
    const child = spawn('cp', [flags, from, to], { stdio: ['ignore', 'ignore', 'pipe'] });
    let words = '';
    child.stderr.on('data', (chunk) => {
      words = (words + chunk).slice(0, 500);
    });
    child.on('error', reject);
    child.on('close', (code, signal) => {
      if (code === 0) resolve();
      else reject(new Error(words.trim().split('\n')[0] || `cp ended by ${signal ?? code}`));
    });
  });
}
