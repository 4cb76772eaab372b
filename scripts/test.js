// `npm test`: installs when needed, builds, runs every test. Arguments go to Vitest.
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build, installIfNeeded, program, run } from './setup.js';

installIfNeeded();
await build();
const env = { ...process.env, ...temporaryInMemory() };
run(process.execPath, [program('vitest', 'vitest.mjs'), 'run', ...process.argv.slice(2)], { env });

/** Tests write and remove whole clusters: in memory, where it has room and lets programs run, they take a tenth less time. */
function temporaryInMemory() {
  if (process.platform !== 'linux' || process.env.TMPDIR !== undefined) return {};
  try {
    const { bavail, bsize } = statfsSync('/dev/shm');
    if (bavail * bsize < 4 * 1024 ** 3) return {};
    const path = mkdtempSync('/dev/shm/strata-tests-');
    // Interrupted, Vitest ends first, and this process removes what is left.
    for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => {});
    process.on('exit', () => rmSync(path, { recursive: true, force: true }));
    // Where the tests are root's, the servers are not.
    chmodSync(path, 0o755);
    const trial = join(path, 'trial');
    writeFileSync(trial, '#!/bin/sh\n', { mode: 0o755 });
    return spawnSync(trial).status === 0 ? { TMPDIR: path } : {};
  } catch {
    return {};
  }
}
