// Reading a catalog and planning a difference, beside pg-delta and migra on the same databases in the same run. migra itself
// is a Python package; its port to TypeScript, which asks the same queries, is what the registry has.
import { fileURLToPath } from 'node:url';
import { createClient, sql } from '@pgkit/client';
import { Migration } from '@pgkit/migra';
import { PostgreSQL } from '@pgkit/schemainspect';
import { extract, plan as planDelta } from '@supabase/pg-delta';
import pg from 'pg';
import { median, printTable, runNode, shownTime, timed } from './measure.js';

const dist = (/** @type {string} */ path) => new URL(`../dist/${path}`, import.meta.url).href;
const { openEngine } = await import(dist('engine/open.js'));
const { readSchema } = await import(dist('catalog/read-schema.js'));
const { planChanges } = await import(dist('diff/plan.js'));

const rounds = 5;
const engine = await openEngine({ kind: 'native', base: { platform: 'none', extensions: {} } });

/**
 * Tables with ten columns, two indexes and a foreign key each.
 * @param {number} count
 * @param {string} indexed what one of the indexes begins with: a column, or an expression, for which PostgreSQL opens the table
 */
async function fill(count, indexed = 'name') {
  const database = await engine.createDatabase();
  const session = await database.connect('owner');
  for (let n = 0; n < count; n += 1) {
    const { error } = await session.run(`
      CREATE TABLE t${n} (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, parent bigint, name text NOT NULL,
        code varchar(40), amount numeric(12, 2) NOT NULL DEFAULT 0, is_open boolean NOT NULL DEFAULT true, meta jsonb,
        starts date, made timestamptz NOT NULL DEFAULT now(), changed timestamptz);
      CREATE INDEX t${n}_parent_idx ON t${n} (parent);
      CREATE INDEX t${n}_name_idx ON t${n} (${indexed}, made DESC);
      ALTER TABLE t${n} ADD CONSTRAINT t${n}_parent_fkey FOREIGN KEY (parent) REFERENCES t${Math.max(0, n - 1)} (id);`);
    if (error !== undefined) throw new Error(error.message);
  }
  await session.close();
  return database;
}

/**
 * One table of ten columns with so many partitions.
 * @param {number} count
 * @param {number} width of each partition's range
 */
async function split(count, width = 1) {
  const database = await engine.createDatabase();
  const session = await database.connect('owner');
  const parts = Array.from(
    { length: count },
    (_, n) => `CREATE TABLE t${n} PARTITION OF t FOR VALUES FROM (${n * width}) TO (${(n + 1) * width});`,
  );
  const { error } = await session.run(`
    CREATE TABLE t (id bigint NOT NULL, part integer NOT NULL, name text NOT NULL CHECK (name <> ''), code varchar(40),
      amount numeric(12, 2) NOT NULL DEFAULT 0, is_open boolean NOT NULL DEFAULT true, meta jsonb, starts date,
      made timestamptz NOT NULL DEFAULT now(), changed timestamptz, PRIMARY KEY (id, part)) PARTITION BY RANGE (part);
    CREATE INDEX ON t (name, made DESC);
    ${parts.join('\n')}`);
  if (error !== undefined) throw new Error(error.message);
  await session.close();
  return database;
}

const changes = `
  ALTER TABLE t7 ADD COLUMN note text;
  ALTER TABLE t11 DROP COLUMN starts;
  CREATE INDEX t23_code_idx ON t23 (code);
  ALTER TABLE t42 ALTER COLUMN code TYPE varchar(80);
  CREATE VIEW open_items AS SELECT id, name FROM t99 WHERE is_open;`;

/**
 * A tool: how it reads a database (`ms` counts from a connection that stands) and how it plans between two of its readings.
 * @typedef {{
 *   name: string,
 *   read: (database: any) => Promise<{ ms: number, schema: any }>,
 *   plan: (from: any, to: any) => unknown,
 * }} Tool
 */

/** @type {Tool} */
const strata = {
  name: 'strata',
  async read(database) {
    const session = await database.connect('owner');
    try {
      const start = performance.now();
      const schema = await readSchema(session);
      return { ms: performance.now() - start, schema };
    } finally {
      await session.close();
    }
  },
  plan: planChanges,
};

/** @type {Tool} */
const pgDelta = {
  name: 'pg-delta',
  async read(database) {
    const pool = new pg.Pool({ ...database.address, max: 1 });
    try {
      await pool.query('SELECT 1');
      const start = performance.now();
      const { factBase } = await extract(pool);
      return { ms: performance.now() - start, schema: factBase };
    } finally {
      await pool.end();
    }
  },
  plan: planDelta,
};

/** @type {Tool} */
const migra = {
  name: 'migra',
  async read(database) {
    const client = createClient(database.url);
    try {
      await client.one(sql`SELECT 1 AS one`);
      const start = performance.now();
      const schema = await PostgreSQL.create(client);
      return { ms: performance.now() - start, schema };
    } finally {
      await client.end();
    }
  },
  async plan(from, to) {
    const migration = await Migration.create(from, to, {});
    migration.set_safety(false);
    migration.add_all_changes(true);
    return migration.sql;
  },
};

const tools = [strata, pgDelta, migra];

/**
 * Medians of what `work` measures with each tool, in turns.
 * @param {number} count
 * @param {(tool: Tool) => Promise<number>} work
 */
async function inTurns(count, work) {
  /** @type {number[][]} */
  const times = tools.map(() => []);
  for (let round = 0; round < count; round += 1) {
    for (const [i, tool] of tools.entries()) times[i]?.push(await work(tool));
  }
  return times.map(median);
}

/**
 * A line of the table: each tool's time, and how often ours fits into a peer's.
 * @param {string} what
 * @param {number[]} times
 */
function line(what, [own = 0, ...peers]) {
  return [what, shownTime(own), ...peers.flatMap((ms) => [shownTime(ms), `${(ms / own).toFixed(1)} x`])];
}

/**
 * What reading costs a process that does nothing else.
 * @param {any} database
 * @returns {Promise<{ ms: number, memory: string }>}
 */
async function readApart(database) {
  const program = fileURLToPath(new URL('reading.js', import.meta.url));
  const { ms, bytes } = JSON.parse(await runNode([program, JSON.stringify(database.address)]));
  return { ms, memory: `${Math.round(bytes / 1024 ** 2)} MB` };
}

/**
 * What planning costs where all partitions of a table get other bounds, between which rows move.
 * @param {number} count
 */
async function planBounds(count) {
  const [from, to] = [await strata.read(await split(count)), await strata.read(await split(count, 2))];
  return timed(async () => strata.plan(from.schema, to.schema));
}

try {
  const small = await fill(100);
  const large = await fill(1000);
  const changed = await engine.createDatabase({ like: large });
  const session = await changed.connect('owner');
  const { error } = await session.run(changes);
  if (error !== undefined) throw new Error(error.message);
  await session.close();

  const expressive = await fill(1000, 'lower(name)');
  const reading = (/** @type {any} */ database, count = rounds) =>
    inTurns(count, async (tool) => (await tool.read(database)).ms);
  // What takes milliseconds goes more rounds, so that none is judged by code that is not compiled yet.
  const lines = [
    line('read 100 tables', await reading(small, 4 * rounds)),
    line('read 1000 tables', await reading(large)),
    line('the same, an index on an expression each', await reading(expressive)),
    line('read 1000 partitions of one table', await reading(await split(1000))),
  ];
  const from = new Map();
  const to = new Map();
  for (const tool of tools) {
    from.set(tool, (await tool.read(large)).schema);
    to.set(tool, (await tool.read(changed)).schema);
  }
  const planning = await inTurns(4 * rounds, (tool) =>
    timed(async () => tool.plan(from.get(tool), to.get(tool))),
  );
  lines.push(line('plan five changes between 1000 tables', planning));
  printTable('diff: Strata beside pg-delta and migra', [
    ['what', ...tools.flatMap(({ name }) => (name === 'strata' ? [name] : [name, '']))],
    ...lines,
  ]);

  const [few, many] = [await planBounds(200), await planBounds(800)];
  const one = await readApart(large);
  const five = await readApart(await fill(5000));
  printTable('diff: growth; each schema is read in a process of its own', [
    ['what', 'strata', '', 'memory'],
    ['read 1000 tables', shownTime(one.ms), '', one.memory],
    ['read 5000 tables', shownTime(five.ms), `${(five.ms / one.ms).toFixed(1)} x`, five.memory],
    ['plan other bounds of 200 partitions', shownTime(few), '', ''],
    ['plan other bounds of 800 partitions', shownTime(many), `${(many / few).toFixed(1)} x`, ''],
  ]);
} finally {
  await engine[Symbol.asyncDispose]();
}
