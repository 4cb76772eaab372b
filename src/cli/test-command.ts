import { spawn } from 'node:child_process';
import type { TestRun } from '../flows/mutate.ts';
import { openScratch } from '../flows/sources/scratch.ts';
import { StrataError } from '../model/errors.ts';

/** How much of what the tests print is kept. */
const kept = 8_000;

/** How long a command that has ended may still be heard: what it leaves behind may hold its output for ever. */
const afterwardsMs = 500;

/** Runs a command repeatedly, each time with another mutation. Its processes are ended when this process ends. */
interface TestCommand {
  readonly workDir: string;
  run(orderFile: string, limitMs: number): Promise<TestRun>;
}

export function openTestCommand(words: readonly string[]): TestCommand {
  const { path: workDir } = openScratch();
  let running: number | undefined;
  process.once('exit', () => {
    if (running !== undefined) end(running);
  });
  return {
    workDir,
    async run(orderFile, limitMs) {
      const started = performance.now();
      const child = start(words, { ...process.env, STRATA_MUTATION: orderFile });
      running = child.pid;
      let output = '';
      const listen = (text: string) => {
        output = (output + text).slice(-kept);
      };
      child.stdout.setEncoding('utf8').on('data', listen);
      child.stderr.setEncoding('utf8').on('data', listen);
      let timedOut = false;
      const timer = setTimeout(() => {
        timedOut = true;
        if (child.pid !== undefined) end(child.pid);
      }, limitMs);
      const code = await ended(child, words).finally(() => clearTimeout(timer));
      running = undefined;
      return { passed: code === 0 && !timedOut, timedOut, ms: performance.now() - started, output };
    },
  };
}

/** Starts a process group, so that all of it can be ended; a single word with spaces is run by the shell. */
function start(words: readonly string[], env: NodeJS.ProcessEnv) {
  const [program = '', ...args] = words;
  const isLine = args.length === 0 && program.includes(' ');
  return spawn(program, args, {
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: process.platform !== 'win32',
    shell: isLine || process.platform === 'win32',
  });
}

function ended(child: ReturnType<typeof start>, words: readonly string[]): Promise<number | null> {
  return new Promise((resolve, reject) => {
    child.on('error', (cause: NodeJS.ErrnoException) =>
      reject(
        new StrataError('usage', `${words.join(' ')} cannot be started (${cause.code})`, {
          hint: 'After -- stands the command that runs the tests: strata mutate -- npx vitest run',
          cause,
        }),
      ),
    );
    child.on('close', resolve);
    child.on('exit', (code) => {
      setTimeout(() => {
        child.stdout.destroy();
        child.stderr.destroy();
        resolve(code);
      }, afterwardsMs).unref();
    });
  });
}

/**
 * Ends the whole group: asks it first, and kills it after a moment. It may be called while this process exits, so it cannot
 * await.
 */
function end(pid: number): void {
  const group = process.platform === 'win32' ? pid : -pid;
  try {
    process.kill(group, 'SIGTERM');
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 300);
    process.kill(group, 'SIGKILL');
  } catch {
    // It has ended by itself.
  }
}
