import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';

/** The repository, and the program as a user starts it: built by `npm test`, or the one that STRATA_PROGRAM names. */
export const repository = resolve(import.meta.dirname, '..');
export const program = process.env.STRATA_PROGRAM ?? join(repository, 'bin/strata.js');

export interface Outcome {
  /** The exit code, or undefined where a signal ended it. */
  readonly code: number | undefined;
  readonly signal: NodeJS.Signals | undefined;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Given the running program once it has been started. */
  readonly meanwhile?: (pid: number) => Promise<void>;
}

/** Runs `strata` with these words and waits for its end. No terminal, no colours, no environment that asks for them. */
export async function strata(words: readonly string[], options: RunOptions = {}): Promise<Outcome> {
  const { cwd = repository, env = {}, meanwhile } = options;
  const child = spawn(process.execPath, [program, ...words], {
    cwd,
    env: { ...process.env, FORCE_COLOR: undefined, NO_COLOR: undefined, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const output = { stdout: '', stderr: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output.stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    output.stderr += text;
  });
  const ended = new Promise<Outcome>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) =>
      resolve({ code: code ?? undefined, signal: signal ?? undefined, ...output }),
    );
  });
  if (meanwhile !== undefined && child.pid !== undefined) await meanwhile(child.pid);
  return ended;
}

/** A directory with these files, gone when it is disposed. */
export function directory(files: Readonly<Record<string, string | Uint8Array>>) {
  const path = mkdtempSync(join(tmpdir(), 'strata-test-'));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(path, name)), { recursive: true });
    writeFileSync(join(path, name), text);
  }
  return { path, [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true }) };
}
