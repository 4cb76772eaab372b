import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { directory } from '../../test/strata.ts';
import { takeTurn } from '../deploy/turn.ts';
import type { Database } from '../engine/engine.ts';
import { liveServer } from '../engine/live-server.suite.ts';
import type { Layout } from '../model/migration.ts';
import { type AdoptOptions, adopt } from './adopt.ts';
import { check } from './check.ts';
import { drift } from './drift.ts';
import { plainDrift, plainSettings as settings } from './plain-settings.suite.ts';

const server = liveServer();

function optionsFor(dir: string, database: Database, more: Partial<AdoptOptions> = {}): AdoptOptions {
  return {
    cwd: dir,
    dir,
    url: database.url as string,
    settingsOf: async () => settings,
    layout: undefined,
    name: 'baseline',
    apply: undefined,
    now: new Date('2026-11-20T12:00:00Z'),
    limits: { lockTimeoutMs: 1000, statementTimeoutMs: 0, lockRetries: 2 },
    waitMs: 0,
    onProgress: () => {},
    ...more,
  };
}

const shop = `CREATE TYPE size AS ENUM ('S', 'M');
  CREATE TABLE items (id serial PRIMARY KEY, name text NOT NULL, size size DEFAULT 'M');
  CREATE FUNCTION stamp() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;
  CREATE TRIGGER stamped BEFORE UPDATE ON items FOR EACH ROW EXECUTE FUNCTION stamp();
  CREATE VIEW names AS SELECT name FROM items; INSERT INTO items (name) VALUES ('hat');`;

const places: readonly (readonly [Layout, string, string])[] = [
  ['prisma', 'prisma/migrations/20261120120000_baseline/migration.sql', '_prisma_migrations'],
  ['supabase', 'supabase/migrations/20261120120000_baseline.sql', 'supabase_migrations.schema_migrations'],
  ['sql', 'migrations/20261120120000_baseline.sql', 'strata.migrations'],
];

test.each(places)(
  'a database becomes a history in the layout %s, and nothing differs from it',
  async (layout, file, table) => {
    using dir = directory({ 'README.md': 'A shop.\n' });
    const database = await server.databaseWith(shop);
    const planned = await adopt(optionsFor(dir.path, database, { layout }));
    expect(planned).toMatchObject({ ok: true, recorded: ['20261120120000_baseline'], outcome: undefined });
    const done = await adopt(optionsFor(dir.path, database, { layout, apply: planned.plan as string }));
    expect(done.outcome).toEqual({ failure: undefined, left: [] });
    expect(readFileSync(join(dir.path, file), 'utf8')).toContain('CREATE TABLE public.items');
    await using session = await database.connect('owner', { guarded: false });
    expect(await session.query(`SELECT count(*)::int AS n FROM ${table}`)).toEqual([{ n: 1 }]);
    expect(await session.query('SELECT count(*)::int AS n FROM items')).toEqual([{ n: 1 }]);
    const found = await drift(plainDrift(dir.path, database.url as string));
    expect(found).toMatchObject({ ok: true, applied: 1, objects: [] });
  },
);

test('migrations of which only the ledger is left give way to the baseline', async () => {
  using dir = directory({ 'README.md': 'A shop.\n' });
  const database = await server.databaseWith(`${shop} CREATE SCHEMA supabase_migrations;
    CREATE TABLE supabase_migrations.schema_migrations (version text PRIMARY KEY, statements text[], name text);
    INSERT INTO supabase_migrations.schema_migrations VALUES ('20250101000000', '{CREATE TABLE items (id int)}', 'items')`);
  const planned = await adopt(optionsFor(dir.path, database, { layout: 'supabase' }));
  expect(planned.notes.join()).toContain('has 1 of which no file is left');
  await adopt(optionsFor(dir.path, database, { layout: 'supabase', apply: planned.plan as string }));
  await using session = await database.connect('owner', { guarded: false });
  expect(await session.query('SELECT version FROM supabase_migrations.schema_migrations')).toEqual([
    { version: '20261120120000' },
  ]);
});

test('roles of the server have to be named, since a new database has none of them', async () => {
  using dir = directory({ 'README.md': 'A shop.\n' });
  const granted = `${shop} CREATE ROLE shop_reader; CREATE ROLE "Shop Clerk";
    GRANT SELECT ON items TO shop_reader; GRANT INSERT ON items TO "Shop Clerk";`;
  const database = await server.databaseWith(granted);
  await expect(adopt(optionsFor(dir.path, database))).rejects.toMatchObject({
    message: 'roles are named that no migration creates: Shop Clerk, shop_reader',
    hint: expect.stringContaining("roles: ['Shop Clerk', 'shop_reader']"),
  });
  const settingsOf = async () => ({ ...settings, roles: ['shop_reader', 'Shop Clerk'] });
  const { plan } = await adopt(optionsFor(dir.path, database, { settingsOf }));
  const done = await adopt(optionsFor(dir.path, database, { settingsOf, apply: plan as string }));
  expect(done.outcome).toEqual({ failure: undefined, left: [] });
});

test('a project that has migrations is told what to do instead', async () => {
  using dir = directory({ 'migrations/001_a.sql': 'CREATE TABLE a (id int);\n' });
  await expect(adopt(optionsFor(dir.path, await server.databaseWith(shop)))).rejects.toMatchObject({
    code: 'usage',
    hint: expect.stringContaining('strata repair --adopt'),
  });
});

test('a plan is for the database as it was looked at', async () => {
  using dir = directory({ 'README.md': 'A shop.\n' });
  const database = await server.databaseWith(shop);
  const { plan } = await adopt(optionsFor(dir.path, database));
  const elsewhere = new URL(database.url as string);
  elsewhere.hostname = 'localhost';
  for (const other of [{ name: 'first' }, { url: elsewhere.toString() }])
    expect((await adopt(optionsFor(dir.path, database, other))).plan).not.toBe(plan);
  await using session = await database.connect('owner', { guarded: false });
  await session.query('ALTER TABLE items ADD price int');
  await expect(adopt(optionsFor(dir.path, database, { apply: plan as string }))).rejects.toThrow(
    /the plan is/,
  );
});

test('no file is written while somebody else deploys, and the same plan can be done after them', async () => {
  using dir = directory({ 'README.md': 'A shop.\n' });
  const database = await server.databaseWith(shop);
  const { plan } = await adopt(optionsFor(dir.path, database));
  {
    await using worker = await database.connect('owner', { guarded: false });
    await using guard = await database.connect('owner', { guarded: false });
    const ledger = {
      kind: 'strata',
      schema: 'strata',
      table: 'migrations',
      columns: [],
      exists: false,
    } as const;
    await takeTurn({ worker, guard, ledger, waitMs: 0, onWait: () => {} });
    await expect(adopt(optionsFor(dir.path, database, { apply: plan }))).rejects.toMatchObject({
      message: expect.stringContaining('somebody else is deploying to this database'),
      hint: expect.stringContaining('Nothing was changed.'),
    });
    expect(readdirSync(dir.path)).toEqual(['README.md']);
  }
  const done = await adopt(optionsFor(dir.path, database, { apply: plan }));
  expect(done.outcome).toEqual({ failure: undefined, left: [] });
});

test('what drizzle-kit pulled is filled, with its journal and its snapshot as they are', async () => {
  const pulled = `-- Current sql file was generated after introspecting the database
/*
CREATE TYPE "public"."size" AS ENUM('S', 'M');--> statement-breakpoint
CREATE TABLE "items" ("id" serial PRIMARY KEY NOT NULL);
*/`;
  const journal = JSON.stringify({
    version: '7',
    dialect: 'postgresql',
    entries: [{ idx: 0, version: '7', when: 1795198492957, tag: '0000_wild_one', breakpoints: true }],
  });
  using dir = directory({
    'drizzle/meta/_journal.json': journal,
    'drizzle/meta/0000_snapshot.json': '{}',
    'drizzle/0000_wild_one.sql': pulled,
  });
  const before = await check({
    cwd: dir.path,
    dirs: [dir.path],
    failOn: 'error',
    settingsOf: async () => settings,
  });
  expect(before.projects[0]?.findings).toMatchObject([
    {
      rule: 'cut-inside',
      severity: 'error',
      message:
        'drizzle cuts drizzle/0000_wild_one.sql in the middle of a comment: it sends both halves, and the server refuses them',
      where: { file: 'drizzle/0000_wild_one.sql', line: 3, column: 47 },
    },
    { rule: 'empty-migration' },
  ]);
  // What the ledger has of an older history gives way.
  const database = await server.databaseWith(`${shop} CREATE SCHEMA drizzle;
    CREATE TABLE drizzle.__drizzle_migrations (id serial PRIMARY KEY, hash text NOT NULL, created_at bigint);
    INSERT INTO drizzle.__drizzle_migrations (hash, created_at) VALUES ('${'0a'.repeat(32)}', 1600000000000)`);
  const planned = await adopt(optionsFor(dir.path, database));
  expect(planned.files.map(({ file, isUpdate }) => [file, isUpdate])).toEqual([
    ['drizzle/0000_wild_one.sql', true],
    ['drizzle/0000_wild_one.down.sql', false],
  ]);
  await adopt(optionsFor(dir.path, database, { apply: planned.plan }));
  const read = (file: string) => readFileSync(join(dir.path, 'drizzle', file), 'utf8');
  expect(read('meta/_journal.json')).toBe(journal);
  expect(read('0000_wild_one.sql')).toContain('CREATE TABLE public.items');
  await using session = await database.connect('owner', { guarded: false });
  const rows = await session.query(
    'SELECT created_at::text, length(hash) AS length FROM drizzle.__drizzle_migrations',
  );
  expect(rows).toEqual([{ created_at: '1795198492957', length: 64 }]);
  const after = await drift(plainDrift(dir.path, database.url as string));
  expect(after).toMatchObject({ ok: true, applied: 1, objects: [] });
});
