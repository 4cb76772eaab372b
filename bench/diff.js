// Reading a catalog and planning a difference, beside pg-delta on the same databases in the same run.
import { extract, plan as planDelta } from '@supabase/pg-delta';
import pg from 'pg';
import { median, printTable, shownTime, timed } from './measure.js';

const dist = (/** @type {string} */ path) => new URL(`../dist/${path}`, import.meta.url).href;
const { openEngine } = await import(dist('engine/open.js'));
const { readSchema } = await import(dist('catalog/read-schema.js'));
const { planChanges } = await import(dist('diff/plan.js'));

const rounds = 5;
const engine = await openEngine({ kind: 'native', base: { platform: 'none', extensions: {} } });

/**
 * Tables with ten columns, two indexes and a foreign key each.
 * @param {number} count
 */
async function fill(count) {
  const database = await engine.createDatabase();
  const session = await database.connect('owner');
  for (let n = 0; n < count; n += 1) {
    const { error } = await session.run(`
      CREATE TABLE t${n} (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, parent bigint, name text NOT NULL,
        code varchar(40), amount numeric(12, 2) NOT NULL DEFAULT 0, is_open boolean NOT NULL DEFAULT true, meta jsonb,
        starts date, made timestamptz NOT NULL DEFAULT now(), changed timestamptz);
      CREATE INDEX t${n}_parent_idx ON t${n} (parent);
      CREATE INDEX t${n}_name_idx ON t${n} (lower(name), made DESC);
      ALTER TABLE t${n} ADD CONSTRAINT t${n}_parent_fkey FOREIGN KEY (parent) REFERENCES t${Math.max(0, n - 1)} (id);`);
    if (error !== undefined) throw new Error(error.message);
  }
  await session.close();
  return database;
}

const changes = `
  ALTER TABLE t7 ADD COLUMN note text;
  ALTER TABLE t11 DROP COLUMN starts;
  CREATE INDEX t23_code_idx ON t23 (code);
  ALTER TABLE t42 ALTER COLUMN code TYPE varchar(80);
  CREATE VIEW open_items AS SELECT id, name FROM t99 WHERE is_open;`;

/** @param {any} database */
async function readOurs(database) {
  const session = await database.connect('owner');
  try {
    const start = performance.now();
    const schema = await readSchema(session);
    return { ms: performance.now() - start, schema };
  } finally {
    await session.close();
  }
}

/** @param {any} database */
async function readTheirs(database) {
  const pool = new pg.Pool({ ...database.address, max: 1 });
  try {
    await pool.query('SELECT 1');
    const start = performance.now();
    const { factBase } = await extract(pool);
    return { ms: performance.now() - start, facts: factBase };
  } finally {
    await pool.end();
  }
}

/**
 * Medians of both readers, in turns.
 * @param {any} database
 */
async function compareReaders(database) {
  const ours = [];
  const theirs = [];
  for (let round = 0; round < rounds; round += 1) {
    ours.push((await readOurs(database)).ms);
    theirs.push((await readTheirs(database)).ms);
  }
  return { ours: median(ours), theirs: median(theirs) };
}

try {
  const small = await fill(100);
  const large = await fill(1000);
  const changed = await engine.createDatabase({ like: large });
  const session = await changed.connect('owner');
  const { error } = await session.run(changes);
  if (error !== undefined) throw new Error(error.message);
  await session.close();

  const read = [];
  for (const [tables, database] of /** @type {const} */ ([
    [100, small],
    [1000, large],
  ])) {
    const { ours, theirs } = await compareReaders(database);
    read.push([
      `read ${tables} tables`,
      shownTime(ours),
      shownTime(theirs),
      `${(theirs / ours).toFixed(1)} x faster`,
    ]);
  }

  const ourFrom = (await readOurs(large)).schema;
  const ourTo = (await readOurs(changed)).schema;
  const theirFrom = (await readTheirs(large)).facts;
  const theirTo = (await readTheirs(changed)).facts;
  const ours = [];
  const theirs = [];
  // Planning takes milliseconds: more rounds, so that neither is judged by code that is not compiled yet.
  for (let round = 0; round < 4 * rounds; round += 1) {
    ours.push(await timed(async () => planChanges(ourFrom, ourTo)));
    theirs.push(await timed(async () => planDelta(theirFrom, theirTo)));
  }
  const [own, peer] = [median(ours), median(theirs)];
  read.push([
    'plan five changes between 1000 tables',
    shownTime(own),
    shownTime(peer),
    `${(peer / own).toFixed(1)} x faster`,
  ]);
  printTable('diff: Strata beside pg-delta', [['what', 'strata', 'pg-delta', 'ratio'], ...read]);

  const huge = await fill(5000);
  const before = (await readOurs(large)).ms;
  const times = [];
  for (let round = 0; round < 3; round += 1) times.push((await readOurs(huge)).ms);
  const five = median(times);
  printTable('diff: growth', [
    ['what', 'strata', 'against 1000 tables', 'memory'],
    [
      'read 5000 tables',
      shownTime(five),
      `${(five / before).toFixed(1)} x`,
      `${Math.round(process.memoryUsage().rss / 1024 ** 2)} MB`,
    ],
  ]);
} finally {
  await engine[Symbol.asyncDispose]();
}
