import * as fs from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { PGlite } from '@electric-sql/pglite';
import { StrataError } from '../model/errors.ts';
import { superuserRole } from './engine.ts';
import { ownerExtensions, scriptAdditions, trustControl } from './trusted.ts';

/** A running PGlite. */
export type Lite = PGlite;

export interface LitePackage {
  readonly version: string;
  readonly PGlite: typeof PGlite;
  /** Name and archive of each contrib extension in the package. */
  readonly bundles: Readonly<Record<string, URL>>;
}

let loading: Promise<LitePackage> | undefined;

/** The package, loaded once, or an error that says how to get it. */
export function loadPackage(): Promise<LitePackage> {
  loading ??= load();
  return loading;
}

async function load(): Promise<LitePackage> {
  try {
    const main = createRequire(import.meta.url).resolve('@electric-sql/pglite');
    const dist = dirname(main);
    const { version } = JSON.parse(fs.readFileSync(join(dist, '..', 'package.json'), 'utf8')) as {
      version: string;
    };
    const bundles = fs
      .readdirSync(dist)
      .filter((file) => file.endsWith('.tar.gz'))
      .map((file) => [file.slice(0, -'.tar.gz'.length), pathToFileURL(join(dist, file))] as const);
    const { PGlite } = await import('@electric-sql/pglite');
    return { version, PGlite, bundles: Object.fromEntries(bundles) };
  } catch (cause) {
    throw new StrataError(
      'engine',
      `the package @electric-sql/pglite cannot be loaded: ${(cause as Error).message}`,
      {
        hint: 'Install the optional dependencies (npm install --include=optional), or use the native engine.',
        cause,
      },
    );
  }
}

/** As PGlite starts by itself, but without leave to change system tables, and with an ordinary search path. */
const startParams = [
  '--single',
  '-F',
  ...[
    'exit_on_error=false',
    'log_checkpoints=false',
    'max_worker_processes=0',
    'max_parallel_workers=0',
    'max_parallel_workers_per_gather=0',
    'max_parallel_maintenance_workers=0',
    'io_method=sync',
    'max_locks_per_transaction=1024',
    'allow_alter_system=off',
    'wal_level=logical',
    'timezone=UTC',
    'log_timezone=UTC',
    'lc_messages=C',
  ].flatMap((setting) => ['-c', setting]),
];

const initDbStartParams = [
  `--username=${superuserRole}`,
  '--encoding=UTF8',
  '--locale=C',
  '--locale-provider=builtin',
  '--builtin-locale=C.UTF-8',
  '--no-data-checksums',
  '--wal-segsize=1',
];

const extensionDirectory = '/pglite/share/postgresql/extension';

/** Starts an instance on the archive of a data directory, or on a new one; `files` go to the extension directory. */
export async function startLite(
  { PGlite, bundles }: LitePackage,
  start: { readonly dataDir: Blob | undefined; readonly files: ReadonlyMap<string, string> },
): Promise<Lite> {
  const lite = await PGlite.create({
    startParams,
    extensions: bundles,
    ...(start.dataDir === undefined ? { initDbStartParams } : { loadDataDir: start.dataDir }),
  });
  const { FS } = lite.Module;
  for (const file of FS.readdir(extensionDirectory)) {
    const name = file.replace(/(--.*)?\.(control|sql)$/, '');
    if (!ownerExtensions.includes(name)) continue;
    const path = `${extensionDirectory}/${file}`;
    const text = FS.readFile(path, { encoding: 'utf8' });
    if (file.endsWith('.control')) FS.writeFile(path, trustControl(text));
    else if (file.split('--').length === 2) FS.writeFile(path, `${text}\n${scriptAdditions[name] ?? ''}\n`);
  }
  for (const [file, text] of start.files) FS.writeFile(`${extensionDirectory}/${file}`, text);
  return lite;
}
