import * as fs from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Worker } from 'node:worker_threads';
import type { PGliteOptions } from '@electric-sql/pglite';
import { StrataError } from '../model/errors.ts';
import { superuserRole } from './engine.ts';
import { ownerExtensions, scriptAdditions, trustControl } from './trusted.ts';

/** A running PGlite, in a thread of its own. */
export interface Lite {
  /** Runs statements as the session's role; the rows of the last one. */
  execute<Row>(sql: string): Promise<readonly Row[]>;
  /** Sends whole messages of PostgreSQL's protocol, and gets what answers them. */
  exchange(message: Uint8Array): Promise<Uint8Array>;
  /** The data directory, as one archive. */
  dump(): Promise<Uint8Array<ArrayBuffer>>;
  close(): Promise<void>;
}

/** What the thread of a PGlite starts with. */
export interface WorkerStart {
  /** URL of the package. */
  readonly main: string;
  readonly options: PGliteOptions;
  /** URLs of the archives of contrib extensions, by their names. */
  readonly extensions: Readonly<Record<string, string>>;
  /** The archive of a data directory; undefined for a new one. */
  readonly dataDir: Uint8Array<ArrayBuffer> | undefined;
}

export type WorkerOrder =
  | { readonly do: 'exchange'; readonly message: Uint8Array }
  | { readonly do: 'execute'; readonly sql: string }
  | { readonly do: 'dump' }
  | { readonly do: 'list'; readonly directory: string }
  | { readonly do: 'read'; readonly path: string }
  | { readonly do: 'write'; readonly path: string; readonly text: string };

interface WorkerAnswer {
  readonly id: number;
  readonly result?: unknown;
  readonly error?: { readonly message: string; readonly code?: string };
}

export interface LitePackage {
  readonly version: string;
  /** URL of its main file. */
  readonly main: string;
  /** URL of the archive of each contrib extension in the package. */
  readonly bundles: Readonly<Record<string, string>>;
}

/** Finds the package, or throws an error that says how to get it. */
export function findPackage(): LitePackage {
  try {
    // What `require` is given lies beside what `import` is.
    const dist = dirname(createRequire(import.meta.url).resolve('@electric-sql/pglite'));
    const { version } = JSON.parse(fs.readFileSync(join(dist, '..', 'package.json'), 'utf8')) as {
      version: string;
    };
    const bundles = fs
      .readdirSync(dist)
      .filter((file) => file.endsWith('.tar.gz'))
      .map((file) => [file.slice(0, -'.tar.gz'.length), pathToFileURL(join(dist, file)).href] as const);
    return {
      version,
      main: pathToFileURL(join(dist, 'index.js')).href,
      bundles: Object.fromEntries(bundles),
    };
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
  { main, bundles }: LitePackage,
  start: { readonly dataDir: WorkerStart['dataDir']; readonly files: ReadonlyMap<string, string> },
): Promise<Lite> {
  const options = { startParams, ...(start.dataDir === undefined ? { initDbStartParams } : {}) };
  const thread = startThread({ main, options, extensions: bundles, dataDir: start.dataDir });
  try {
    await adaptExtensions(thread, start.files);
  } catch (error) {
    await thread.end();
    throw error;
  }
  return {
    execute: <Row>(sql: string) => thread.ask<readonly Row[]>({ do: 'execute', sql }),
    exchange: (message) => thread.ask<Uint8Array>({ do: 'exchange', message }),
    dump: () => thread.ask<Uint8Array<ArrayBuffer>>({ do: 'dump' }),
    close: thread.end,
  };
}

async function adaptExtensions({ ask }: Thread, files: ReadonlyMap<string, string>): Promise<void> {
  const write = (file: string, text: string) =>
    ask<void>({ do: 'write', path: `${extensionDirectory}/${file}`, text });
  for (const file of await ask<readonly string[]>({ do: 'list', directory: extensionDirectory })) {
    const name = file.replace(/(--.*)?\.(control|sql)$/, '');
    if (!ownerExtensions.includes(name)) continue;
    const text = await ask<string>({ do: 'read', path: `${extensionDirectory}/${file}` });
    if (file.endsWith('.control')) await write(file, trustControl(text));
    else if (file.split('--').length === 2) await write(file, `${text}\n${scriptAdditions[name] ?? ''}\n`);
  }
  for (const [file, text] of files) await write(file, text);
}

interface Thread {
  ask<Result>(order: WorkerOrder): Promise<Result>;
  end(): Promise<void>;
}

/** The process may end while the thread has nothing to do. */
function startThread(start: WorkerStart): Thread {
  const waiting = new Map<number, (answer: WorkerAnswer) => void>();
  // Named by way of the room: what is joined into few files for `dist` lies beside it.
  const worker = new Worker(new URL('../engine/pglite-worker.js', import.meta.url), {
    workerData: start,
    execArgv: [],
  });
  let last = 0;
  let ended: WorkerAnswer['error'];
  const settle = (answer: WorkerAnswer) => {
    waiting.get(answer.id)?.(answer);
    waiting.delete(answer.id);
    if (waiting.size === 0) worker.unref();
  };
  const end = (message: string) => {
    ended ??= { message };
    for (const id of [...waiting.keys()]) settle({ id, error: ended });
  };
  worker.on('message', settle);
  worker.on('error', (error) => end(error.message));
  worker.on('exit', () => end('its thread has ended'));
  return {
    ask: <Result>(order: WorkerOrder) =>
      new Promise<Result>((resolve, reject) => {
        if (ended !== undefined) return reject(new LiteError(ended));
        last += 1;
        waiting.set(last, ({ result, error }) =>
          error === undefined ? resolve(result as Result) : reject(new LiteError(error)),
        );
        worker.ref();
        worker.postMessage({ id: last, order });
      }),
    async end() {
      worker.ref();
      await worker.terminate();
    },
  };
}

/** What was thrown in the thread; an error of the server has its SQLSTATE. */
class LiteError extends Error {
  readonly code: string | undefined;

  constructor({ message, code }: NonNullable<WorkerAnswer['error']>) {
    super(message);
    this.code = code;
  }
}
