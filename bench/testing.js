// `testDatabase()` from spares and without, against a bare CREATE DATABASE ... TEMPLATE on the same server.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { writeHistory } from './history.js';
import { median, printTable, shownTime, timed } from './measure.js';

const rounds = 40;
const home = mkdtempSync(join(tmpdir(), 'strata-bench-'));
process.env.STRATA_CACHE_DIR = join(home, 'cache');
const { testDatabase } = await import(new URL('../dist/testing/testing.js', import.meta.url).href);

/**
 * Databases without a spare, each next to a bare clone of the same template.
 * @param {string} project
 */
async function measureCold(project) {
  const options = { project, spares: 0 };
  const first = await testDatabase(options);
  const client = new pg.Client(first.address);
  await client.connect();
  const bare = [];
  const cold = [];
  for (let round = 0; round < rounds; round += 1) {
    bare.push(await timed(() => client.query('CREATE DATABASE bare TEMPLATE strata_template')));
    await client.query('DROP DATABASE bare');
    /** @type {any} */
    let database;
    cold.push(
      await timed(async () => {
        database = await testDatabase(options);
      }),
    );
    await database.drop();
  }
  await client.end();
  await first.drop();
  return { bare: median(bare), cold: median(cold) };
}

/**
 * A test of about a tenth of a second takes a database; the spare that it takes is replaced meanwhile.
 * @param {string} project
 */
async function measureWarm(project) {
  const warm = [];
  await (await testDatabase({ project })).drop();
  await sleep(1000);
  for (let round = 0; round < rounds; round += 1) {
    /** @type {any} */
    let database;
    warm.push(
      await timed(async () => {
        database = await testDatabase({ project });
      }),
    );
    await database.query('SELECT');
    await sleep(100);
    await database[Symbol.asyncDispose]();
  }
  return median(warm);
}

const rows = [['template', 'warm', 'bar', 'bare CREATE DATABASE', 'cold', 'ratio, bar 1.3']];
try {
  for (const length of [10, 400]) {
    const project = join(home, `project-${length}`);
    writeHistory(project, length);
    const { bare, cold } = await measureCold(project);
    const warm = await measureWarm(project);
    rows.push([
      `${length} migrations`,
      shownTime(warm),
      '5.0 ms',
      shownTime(bare),
      shownTime(cold),
      (cold / bare).toFixed(2),
    ]);
  }
  printTable(`testDatabase(), medians of ${rounds}`, rows);
} finally {
  rmSync(home, { recursive: true, force: true });
}
