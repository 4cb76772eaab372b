import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { platform, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { KeptRun } from './kept-run.js';
import { takeLease } from './lease.ts';

const top = mkdtempSync(join(tmpdir(), 'strata-lease-'));
afterAll(() => rmSync(top, { recursive: true, force: true }));

/** A run whose server is a program of Node's that ends when it is told to, but not at once; with a lease on it. */
async function runOf(name: string) {
  const directory = join(top, name);
  const data = join(directory, 'data');
  mkdirSync(data, { recursive: true });
  const status = join(data, 'postmaster.pid');
  const text = `process.on('SIGQUIT', () => setTimeout(() => process.exit(), 100));
    require('fs').writeFileSync(${JSON.stringify(status)}, process.pid + '\\n'.repeat(7) + 'ready');
    setInterval(() => {}, 1000);`;
  const run = new KeptRun({ run: directory, sockets: directory, lease: join(directory, 'lease') });
  const lease = await takeLease(join(directory, 'lease'), true);
  if (lease === undefined) throw new Error('no keeper listens');
  const details = { host: directory, port: 5432, password: '' };
  lease.start({ do: 'start', program: process.execPath, args: ['-e', text], data, lingerMs: 0, details });
  await lease.ready;
  return { run, directory, lease, server: Number.parseInt(readFileSync(status, 'utf8'), 10) };
}

test.skipIf(platform() === 'win32')('a server that was up is not said to have failed to start', async () => {
  const { run, lease, server } = await runOf('killed');
  process.kill(server, 'SIGKILL');
  await lease.ended;
  await expect(lease.stop()).rejects.toMatchObject({
    message: 'the throwaway PostgreSQL ended while it was in use (ended by SIGKILL)',
    hint: expect.stringMatching(/^Run the command again/),
  });
  await run.gone;
});

test.skipIf(platform() === 'win32')('whoever ends a run that is ending already waits for it', async () => {
  const { run, directory } = await runOf('ending');
  run.end();
  await run.end();
  expect(existsSync(directory)).toBe(false);
});
