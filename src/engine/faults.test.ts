import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import type { Engine } from './engine.ts';
import { keepRun } from './keeping.ts';
import { openEngine } from './open.ts';
import {
  base,
  cacheDir,
  install,
  isAlive,
  isRoot,
  platformPackage,
  processesOf,
  root,
  runProgram,
  scratch,
} from './programs.suite.ts';

// Faults of whole processes: the engine is compiled to a package of its own, and programs that use it are killed.
const forever = 'setInterval(() => {}, 1000);';
const atOnce = 'await session.close(); await engine[Symbol.asyncDispose](); tell({ done: true });';

/** Waits until it is so; fails after a generous while, for machines that are busy. */
async function eventually(isSo: () => boolean): Promise<void> {
  for (const deadline = Date.now() + 20_000; Date.now() < deadline; await sleep(20)) if (isSo()) return;
  expect(isSo()).toBe(true);
}

async function expectGone(run: string, server: number): Promise<void> {
  await eventually(() => !isAlive(server) && !fs.existsSync(run));
}

function runDirectory(engine: Engine): string {
  return dirname(engine.main.address?.host ?? '');
}

describe('nothing is left', () => {
  test.each(['SIGKILL', 'SIGTERM', 'SIGINT'] as const)('when %s ends the program', async (signal) => {
    const program = runProgram(forever);
    const { run = '' } = await program.next();
    const { keeper, server } = processesOf(run);
    program.process.kill(signal);
    await expectGone(run, server);
    await eventually(() => !isAlive(keeper));
  });

  test('when Ctrl-C reaches the whole process group', async () => {
    const program = runProgram(forever);
    const { run = '' } = await program.next();
    const { server } = processesOf(run);
    process.kill(-(program.process.pid ?? 0), 'SIGINT');
    await expectGone(run, server);
  });

  test('when the program forgets to dispose', async () => {
    const program = runProgram('await session.close();');
    const { run = '' } = await program.next();
    await program.ended;
    await eventually(() => !fs.existsSync(run));
  });

  test('when the keeper is killed while its program lives on', async () => {
    const engine = await openEngine({ kind: 'native', base, cacheDir });
    const run = runDirectory(engine);
    const { keeper, server } = processesOf(run);
    process.kill(keeper, 'SIGKILL');
    await eventually(() => !isAlive(keeper));
    await engine[Symbol.asyncDispose]();
    await expectGone(run, server);
  });

  test('when program and keeper are both killed: the next run clears up', async () => {
    const program = runProgram(forever);
    const { run = '' } = await program.next();
    const { keeper, server } = processesOf(run);
    process.kill(keeper, 'SIGKILL');
    program.process.kill('SIGKILL');
    await program.ended;
    await eventually(() => !isAlive(keeper));
    expect(isAlive(server)).toBe(true);
    await using _next = await openEngine({ kind: 'native', base, cacheDir });
    await expectGone(run, server);
  });
});

describe('a program has one keeper', () => {
  const open = () => openEngine({ kind: 'native', base, cacheDir });
  const keeperOf = (engine: Engine) => processesOf(runDirectory(engine)).keeper;

  test('for all its servers, of which each ends by itself', async () => {
    await using longer = await open();
    const keeper = keeperOf(longer);
    {
      await using shorter = await open();
      expect(keeperOf(shorter)).toBe(keeper);
    }
    await using session = await longer.main.connect('owner');
    expect(await session.query('SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });

  test('and another one after the first was killed', async () => {
    await using orphan = await open();
    const keeper = keeperOf(orphan);
    process.kill(keeper, 'SIGKILL');
    await using next = await open();
    expect(keeperOf(next)).not.toBe(keeper);
    await using session = await next.main.connect('owner');
    expect(await session.query('SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });

  test('which does not stay when there is nothing to keep', async () => {
    const engine = await open();
    const keeper = keeperOf(engine);
    await engine[Symbol.asyncDispose]();
    expect(isAlive(keeper)).toBe(true);
    await eventually(() => !isAlive(keeper));
  });

  test('and is told where it can offer no lease', async () => {
    const run = fs.mkdtempSync(join(scratch, 'refused-'));
    const asked = keepRun({ run, sockets: run, lease: join(run, 'nowhere', 'lease') });
    await expect(asked).rejects.toThrow(/the lease cannot be offered: .*nowhere/);
    await eventually(() => !fs.existsSync(run));
  });
});

describe('the cache mends itself', () => {
  test('a shared server whose processes were all killed is started anew', async () => {
    const share = `faults ${process.pid}`;
    const program = runProgram(forever, { open: { share } });
    const { run = '' } = await program.next();
    process.kill(processesOf(run).keeper, 'SIGKILL');
    program.process.kill('SIGKILL');
    await program.ended;
    await using engine = await openEngine({ kind: 'native', base, cacheDir, share });
    expect(runDirectory(engine)).toBe(run);
    await using session = await engine.main.connect('owner');
    expect(await session.query('SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });

  test('a truncated snapshot is dropped and not used', async () => {
    const own = join(scratch, 'truncated');
    {
      await using engine = await openEngine({ kind: 'native', base, cacheDir: own });
      await engine.save('whole');
    }
    const clusters = join(own, 'clusters');
    const snapshot = fs.readdirSync(clusters).find((entry) => entry.startsWith('snapshot-')) ?? '';
    fs.truncateSync(join(clusters, snapshot, 'data/global/pg_control'), 100);
    await using engine = await openEngine({ kind: 'native', base, cacheDir: own, snapshots: ['whole'] });
    expect(engine.startedFrom).toBeUndefined();
    expect(fs.readdirSync(clusters).filter((entry) => entry.startsWith('snapshot-'))).toEqual([]);
  });

  test('a base that lost files is made again', async () => {
    const own = join(scratch, 'damaged');
    await (await openEngine({ kind: 'native', base, cacheDir: own }))[Symbol.asyncDispose]();
    const clusters = join(own, 'clusters');
    const made = fs.readdirSync(clusters).find((entry) => entry.startsWith('base-')) ?? '';
    fs.rmSync(join(clusters, made, 'data/base'), { recursive: true });
    await using engine = await openEngine({ kind: 'native', base, cacheDir: own });
    await using session = await engine.main.connect('owner');
    expect(await session.query('SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });

  test('ten programs start at once on an empty cache, one is killed, the others finish', {
    timeout: 120_000,
  }, async () => {
    const open = { cacheDir: join(scratch, 'crowded') };
    const programs = Array.from({ length: 10 }, (_, index) =>
      runProgram(index === 3 ? forever : atOnce, { open }),
    );
    const first = await Promise.all(programs.map((program) => program.next()));
    programs[3]?.process.kill('SIGKILL');
    expect(first.map((told) => told.error)).toEqual(Array(10).fill(undefined));
    const rest = await Promise.all(
      programs.filter((_, index) => index !== 3).map((program) => program.next()),
    );
    expect(rest).toEqual(Array(9).fill({ done: true }));
    await eventually(() => first.every(({ run }) => run !== undefined && !fs.existsSync(run)));
    expect(
      fs.readdirSync(join(open.cacheDir, 'clusters')).filter((entry) => entry.startsWith('base-')),
    ).toHaveLength(1);
  });
});

describe('one clear error', () => {
  test.skipIf(process.platform === 'win32').each([
    ['is killed', 'SIGKILL'],
    ['is told to end', 'SIGTERM'],
  ] as const)('when the server process of a session %s', async (_, signal) => {
    await using engine = await openEngine({ kind: 'native', base, cacheDir });
    await using session = await engine.main.connect('owner');
    const [row] = await session.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
    const running = session.run('SELECT pg_sleep(60)');
    process.kill(row?.pid ?? 0, signal);
    const error = { code: 'engine', message: expect.stringContaining('went away in the middle of its work') };
    await expect(running).rejects.toMatchObject(error);
    await expect(session.query('SELECT 1')).rejects.toMatchObject(error);
  });

  test('when the package with the binaries is missing', async () => {
    const directory = join(scratch, 'without');
    install(directory, ['pg']);
    const { error } = await runProgram('', { package: directory }).next();
    expect(error?.code).toBe('engine');
    expect(error?.message).toContain(
      `${platformPackage()} with PostgreSQL for this platform is not installed`,
    );
    expect(error?.hint).toContain('--engine pglite');
  });

  test.skipIf(process.platform === 'win32')(
    'when the binaries do not start, in their own words',
    async () => {
      const directory = join(scratch, 'broken');
      install(directory, ['pg']);
      const fake = join(directory, 'node_modules', platformPackage());
      fs.mkdirSync(join(fake, 'native/bin'), { recursive: true });
      fs.mkdirSync(join(fake, 'native/share/postgresql/extension'), { recursive: true });
      fs.mkdirSync(join(fake, 'dist'));
      fs.writeFileSync(join(fake, 'dist/index.js'), '');
      fs.writeFileSync(join(fake, 'package.json'), '{"version":"18.4.0-broken","exports":"./dist/index.js"}');
      const words = 'libmissing.so.7: cannot open shared object file';
      fs.writeFileSync(join(fake, 'native/bin/postgres'), `#!/bin/sh\necho '${words}' >&2\nexit 127\n`);
      const { error } = await runProgram('', { package: directory }).next();
      expect(error?.message).toContain(words);
      expect(error?.hint).toContain('--engine pglite');
    },
  );

  test.skipIf(!isRoot).each([
    ['for the binaries', 8],
    ['for the first cluster', 75],
  ])('when the disk has no room %s', async (_, megabytes) => {
    const disk = fs.mkdtempSync(join(scratch, 'disk-'));
    const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m,mode=755`, 'tmpfs', disk]);
    if (mounted.status !== 0) return;
    try {
      const { error } = await runProgram(atOnce, { open: { cacheDir: disk } }).next();
      expect(error?.code).toBe('engine');
      expect(error?.message).toMatch(/No space left on device|ENOSPC/i);
      expect(error?.hint).toContain('STRATA_CACHE_DIR');
      expect(
        fs.readdirSync(disk, { recursive: true }).filter((path) => /part-|gone-/.test(String(path))),
      ).toEqual([]);
    } finally {
      spawnSync('umount', [disk]);
    }
  });
});

describe.skipIf(!isRoot)('whoever runs it', () => {
  test('root, with the package and the cache under a closed home', { timeout: 120_000 }, async () => {
    const home = join(scratch, 'closed');
    fs.mkdirSync(home, { mode: 0o700 });
    install(home, ['pg']);
    const target = join(home, 'node_modules', platformPackage());
    fs.cpSync(fs.realpathSync(join(root, 'node_modules', platformPackage())), target, { recursive: true });
    const program = runProgram(atOnce, { package: home, open: { cacheDir: join(home, 'cache') } });
    expect((await program.next()).error).toBeUndefined();
    expect(await program.next()).toEqual({ done: true });
  });

  test('an ordinary user, in its own home', { timeout: 120_000 }, async () => {
    const uid = 54_321;
    const home = join(scratch, 'user');
    fs.mkdirSync(home, { mode: 0o700 });
    fs.chownSync(home, uid, uid);
    const options = { uid, home, open: { cacheDir: undefined } };
    const program = runProgram(atOnce, options);
    const { error, run = '' } = await program.next();
    expect(error).toBeUndefined();
    expect(await program.next()).toEqual({ done: true });
    await eventually(() => !fs.existsSync(run));
    fs.rmSync(dirname(dirname(run)), { recursive: true, force: true });
  });
});
