import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll } from 'vitest';

const repository = resolve(import.meta.dirname, '../..');
const testing = pathToFileURL(resolve(import.meta.dirname, 'testing.ts')).href;

/** A directory of the suite's own for programs and caches. The caches stay away from the user's, and from other runs of the suite. */
export function ownDirectory(): { readonly path: string } {
  const own = { path: '' };
  const before = process.env.STRATA_CACHE_DIR;
  beforeAll(() => {
    own.path = mkdtempSync(join(tmpdir(), 'strata-testing-'));
    process.env.STRATA_CACHE_DIR = join(own.path, 'cache');
  });
  afterAll(() => {
    if (before === undefined) delete process.env.STRATA_CACHE_DIR;
    else process.env.STRATA_CACHE_DIR = before;
    rmSync(own.path, { recursive: true, force: true });
  });
  return own;
}

/** How a child process ended, and all it wrote. */
interface Ended {
  readonly code: number | null;
  readonly output: string;
}

interface Child {
  readonly process: ChildProcess;
  readonly ended: Promise<Ended>;
  /** Resolves when the child has written this. */
  hasWritten(words: RegExp): Promise<RegExpExecArray>;
}

/** Writes a TypeScript program that may use `testDatabase` and `withTestDatabase`, and runs it. */
export function runProgram(
  directory: string,
  name: string,
  text: string,
  flags: readonly string[] = [],
): Child {
  const file = writeProgram(directory, name, text);
  return runNode(['--import', 'jiti/register', ...flags, file], repository);
}

/** Runs a test file under Vitest in a process of its own. */
export function runVitest(directory: string, name: string, text: string): Child {
  writeProgram(directory, name, text);
  const vitest = join(repository, 'node_modules/vitest/vitest.mjs');
  return runNode([vitest, 'run', '--globals', '--testTimeout=60000', '--root', directory, name], directory);
}

function writeProgram(directory: string, name: string, text: string): string {
  const file = join(directory, name);
  writeFileSync(file, `import { testDatabase, withTestDatabase } from ${JSON.stringify(testing)};\n${text}`);
  return file;
}

function runNode(words: readonly string[], cwd: string): Child {
  const env: NodeJS.ProcessEnv = { ...process.env, NO_COLOR: '1' };
  // The child is a run of its own: neither this runner's worker, nor CI, where nothing is kept.
  for (const name of ['CI', 'NODE_TEST_CONTEXT', 'VITEST', 'VITEST_WORKER_ID', 'FORCE_COLOR'])
    delete env[name];
  const child = spawn(process.execPath, words, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk));
  const ended = new Promise<Ended>((done) => child.once('close', (code) => done({ code, output })));
  return {
    process: child,
    ended,
    async hasWritten(words) {
      for (;;) {
        const found = words.exec(output);
        if (found !== null) return found;
        if (child.exitCode !== null)
          throw new Error(`the program ended without writing ${words}:\n${output}`);
        await sleep(10);
      }
    },
  };
}

/** Resolves when nothing listens on that port of this machine any more. */
export async function isGone(port: number): Promise<void> {
  while (await listens(port)) await sleep(50);
}

function listens(port: number): Promise<boolean> {
  return new Promise((done) => {
    const socket = connect({ host: '127.0.0.1', port });
    socket.once('connect', () => {
      socket.destroy();
      done(true);
    });
    socket.once('error', () => done(false));
  });
}
