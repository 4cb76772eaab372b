// `strata check` on a history of 400 migrations, against the bare driver on the same server.
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { migrationSql, writeHistory, writeMigration } from './history.js';
import { forgetRehearsals, median, printTable, runNode, shownTime, timed } from './measure.js';

const rounds = 7;
const length = 400;
const strata = fileURLToPath(new URL('../bin/strata.js', import.meta.url));
const dist = (/** @type {string} */ path) => new URL(`../dist/${path}`, import.meta.url).href;
const { openEngine } = await import(dist('engine/open.js'));

// Where Strata keeps its clusters when nobody tells it otherwise: on tmpfs where there is one.
const home = mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'strata-bench-'));
const cacheDir = join(home, 'cache');
const project = join(home, 'project');
const env = { ...process.env, STRATA_CACHE_DIR: cacheDir };
/** @param {readonly string[]} words */
const check = (...words) => timed(() => runNode([strata, 'check', project, ...words], env));

/**
 * Milliseconds that the driver takes to run the files, one simple query each, on a server that is up.
 * @param {readonly string[]} texts
 */
async function runBare(texts) {
  const base = { platform: 'none', extensions: {} };
  const engine = await openEngine({ kind: 'native', base, cacheDir });
  const client = new pg.Client(engine.main.address);
  try {
    await client.connect();
    return await timed(async () => {
      for (const text of texts) await client.query(text);
    });
  } finally {
    await client.end();
    await engine[Symbol.asyncDispose]();
  }
}

try {
  const texts = writeHistory(project, length);
  await runBare(texts.slice(0, 5));
  const bare = [];
  const cold = [];
  const judged = [];
  for (let round = 0; round < rounds; round += 1) {
    bare.push(await runBare(texts));
    forgetRehearsals(cacheDir);
    cold.push(await check('--no-rules'));
    forgetRehearsals(cacheDir);
    judged.push(await check());
  }
  const unchanged = [];
  for (let round = 0; round < rounds; round += 1) unchanged.push(await check());
  const added = [];
  for (let round = 0; round < rounds; round += 1) {
    // Its own text each time, or the second round would find it in the cache.
    const folder = writeMigration(project, length, `${migrationSql(length)}\n-- round ${round}`);
    added.push(await check());
    rmSync(folder, { recursive: true });
    await check();
  }
  const bar = 1.6 * median(bare) + 1000;
  printTable(`strata check, ${length} migrations, medians of ${rounds} whole processes`, [
    ['what', 'measured', 'bar', ''],
    ['bare pg driver, the same files on the same server', shownTime(median(bare)), '', ''],
    [
      'cold, full trace',
      shownTime(median(cold)),
      shownTime(bar),
      `${(median(cold) / median(bare)).toFixed(2)} x the driver; bar 1.6 x + 1 s`,
    ],
    ['cold, and judged by every rule', shownTime(median(judged)), '', ''],
    ['nothing changed', shownTime(median(unchanged)), '400 ms', ''],
    ['one migration added', shownTime(median(added)), '1.00 s', ''],
  ]);
} finally {
  rmSync(home, { recursive: true, force: true });
}
