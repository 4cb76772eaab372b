import { spawn } from 'node:child_process';
import * as fs from 'node:fs';
import { platform } from 'node:os';
import { join } from 'node:path';
import { StrataError } from '../model/errors.ts';
import { type Binaries, programPath, spawnFailure } from './binaries.ts';
import { superuserRole } from './engine.ts';
import { placeDirectory } from './place.ts';
import type { ServerUser } from './places.ts';
import { makeDataDirectory, type Run } from './run.ts';
import type { Installation } from './server.ts';

/** `initdb`'s choices: a locale that every system has, and no checksums for files that live a minute. */
export const initdbOptions = [
  '--encoding=UTF8',
  '--locale=C',
  '--locale-provider=builtin',
  '--builtin-locale=C.UTF-8',
  `--username=${superuserRole}`,
  '--auth=scram-sha-256',
  '--no-sync',
  '--no-instructions',
  '--no-data-checksums',
  '--wal-segsize=1',
  // Shared memory lies in the cluster's own directory, so that killing the server leaves nothing in /dev/shm.
  '--set=dynamic_shared_memory_type=mmap',
  // The password is random and long; iterations would only make each connection slower.
  '--set=scram_iterations=1',
];

/** Makes an empty cluster in the run's data directory. https://www.postgresql.org/docs/18/app-initdb.html */
export async function runInitdb(
  { places, binaries }: Installation,
  run: Run,
  password: string,
): Promise<void> {
  const { serverUser } = places;
  makeDataDirectory(run, places);
  const passwordFile = join(run.sockets, 'password');
  fs.writeFileSync(passwordFile, `${password}\n`, { mode: 0o600 });
  if (serverUser) fs.chownSync(passwordFile, serverUser.uid, serverUser.gid);
  const words = [...initdbOptions, `--pwfile=${passwordFile}`, '-D', run.data];
  let failure = await runProgram(programPath(binaries, 'initdb'), words, serverUser);
  if (failure !== undefined && /could not look up effective user ID/.test(failure)) {
    failure = await runProgram(namelessInitdb(binaries), words, serverUser);
  }
  fs.rmSync(passwordFile, { force: true });
  if (failure === undefined) return;
  const isFull = /No space left on device/.test(failure);
  throw new StrataError('engine', `a new PostgreSQL cluster could not be made in ${run.data}: ${failure}`, {
    hint: isFull
      ? 'Free some space there (about 40 MB are needed), or set STRATA_CACHE_DIR to a directory with more room.'
      : 'Use --engine pglite, or run as another user.',
  });
}

/** Resolves with the program's words where it fails. */
function runProgram(
  program: string,
  words: string[],
  user: ServerUser | undefined,
): Promise<string | undefined> {
  return new Promise((resolve) => {
    const child = spawn(program, words, {
      ...user,
      cwd: fs.realpathSync('/'),
      ...(platform() === 'win32' ? {} : { env: { LC_ALL: 'C', TZ: 'UTC' } }),
      // Not stopped by Ctrl-C in the terminal: when this process ends, the keeper removes its unfinished files.
      detached: true,
      stdio: ['ignore', 'ignore', 'pipe'],
      windowsHide: true,
    });
    let output = '';
    child.stderr.on('data', (chunk) => {
      output += chunk;
    });
    child.on('error', (error) => resolve(spawnFailure(error)));
    child.on('close', (code) => {
      resolve(code === 0 ? undefined : output.trim() || `initdb ended with ${code}`);
    });
  });
}

/**
 * Copies of the programs that work for a user id without a name, as containers often have one. PostgreSQL looks up the name
 * while it makes a cluster, although it is given another for the superuser. The copies call `getpwent`, which returns any name,
 * in place of `getpwuid`; both names have the same length.
 */
function namelessInitdb(binaries: Binaries): string {
  const directory = join(binaries.directory, 'nameless');
  const program = join(directory, 'bin/initdb');
  if (fs.existsSync(directory)) return program;
  placeDirectory(directory, 'programs for a user without a name', (part) => {
    fs.mkdirSync(join(part, 'bin'), { recursive: true, mode: 0o755 });
    for (const name of ['initdb', 'postgres'] as const) {
      const bytes = fs.readFileSync(programPath(binaries, name));
      const asked = bytes.indexOf('\0getpwuid\0');
      if (asked >= 0) bytes.write('\0getpwent\0', asked, 'latin1');
      fs.writeFileSync(join(part, 'bin', name), bytes);
      fs.chmodSync(join(part, 'bin', name), 0o755);
    }
    for (const name of ['lib', 'share']) fs.symlinkSync(join('..', name), join(part, name));
  });
  return program;
}
