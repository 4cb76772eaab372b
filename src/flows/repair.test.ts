import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { directory } from '../../test/strata.ts';
import type { Database } from '../engine/engine.ts';
import { ask, liveServer } from '../engine/live-server.suite.ts';
import { StrataError } from '../model/errors.ts';
import { liveCommandFor } from '../model/live-project.ts';
import type { Repair } from '../model/repair.ts';
import { driftReport } from '../report/drift.ts';
import { noPaint } from '../report/paint.ts';
import { repairJson, repairReport } from '../report/repair.ts';
import { deploy } from './deploy.ts';
import { drift } from './drift.ts';
import { plainDeploy, plainDrift, plainSettings } from './plain-settings.suite.ts';
import { databaseWith, prismaLedgerSql, prismaRowSql } from './prisma-ledger.suite.ts';
import type { RepairOptions, Settlement } from './repair/settle.ts';
import { repair } from './repair.ts';

const server = liveServer();

const users = '20260101000000_users';
const audit = '20260102000000_audit';
const posts = '20260103000000_posts';
const sql: Readonly<Record<string, string>> = {
  [users]: 'CREATE TABLE users (id serial PRIMARY KEY, name text NOT NULL);\n',
  [audit]: `CREATE FUNCTION audit() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;
CREATE TRIGGER audited BEFORE UPDATE ON users FOR EACH ROW EXECUTE FUNCTION audit();\n`,
  [posts]:
    "CREATE TABLE posts (id int PRIMARY KEY, author int REFERENCES users);\nINSERT INTO users (name) VALUES ('first');\n",
};

function project() {
  return directory({
    'prisma/migrations/migration_lock.toml': 'provider = "postgresql"\n',
    ...Object.fromEntries(
      Object.entries(sql).map(([name, text]) => [`prisma/migrations/${name}/migration.sql`, text]),
    ),
  });
}

function row(name: string, finished = 'now()'): string {
  return prismaRowSql(name, sql[name] as string, { finished });
}

const liveWith = (names: readonly string[], then?: string): Promise<Database> =>
  databaseWith(server, sql, names, then);

function optionsFor(
  dir: string,
  database: Database,
  settlement: Settlement,
  more: Partial<RepairOptions> = {},
): RepairOptions {
  return {
    ...plainDrift(dir, database.url as string),
    settlement,
    apply: undefined,
    allow: [],
    now: new Date('2026-11-20T12:00:00Z'),
    limits: { lockTimeoutMs: 1000, statementTimeoutMs: 0, lockRetries: 2 },
    waitMs: 0,
    onProgress: () => {},
    ...more,
  };
}

const all = [users, audit, posts];
const revert: Settlement = { kind: 'revert', objects: [] };

/** Plans, and then does what was planned. */
async function settle(
  dir: string,
  database: Database,
  settlement: Settlement,
  more: Partial<RepairOptions> = {},
): Promise<Repair> {
  const { plan } = await repair(optionsFor(dir, database, settlement, more));
  return repair(optionsFor(dir, database, settlement, { ...more, apply: plan as string }));
}

test('a function that vanished comes back as its migration made it, with its trigger', async () => {
  using dir = project();
  const database = await liveWith(all, 'DROP FUNCTION audit() CASCADE');
  const planned = await repair(optionsFor(dir.path, database, revert));
  expect(planned.steps.map(({ object }) => object)).toEqual(
    expect.arrayContaining(['function:public.audit()', 'trigger:public.users.audited']),
  );
  expect(repairReport(planned, { paint: noPaint, width: 100 }, liveCommandFor('.', false))).toContain(
    `Nothing has been changed. To do exactly this, add --apply ${planned.plan}`,
  );
  const done = await settle(dir.path, database, revert);
  expect(done).toMatchObject({ ok: true, outcome: { failure: undefined, left: [] } });
  const again = await drift(optionsFor(dir.path, database, revert));
  expect(again.ok).toBe(true);
});

test('a password is not settled: its mask would take the place of the one that is there', async () => {
  const files = 'CREATE EXTENSION postgres_fdw; CREATE SERVER shop FOREIGN DATA WRAPPER postgres_fdw;';
  const text = (options: string) =>
    `${files} CREATE USER MAPPING FOR PUBLIC SERVER shop OPTIONS (${options});`;
  const kept = `user 'reader', password 'hidden'`;
  using dir = directory({
    'prisma/migrations/migration_lock.toml': 'provider = "postgresql"\n',
    [`prisma/migrations/${users}/migration.sql`]: text(kept),
  });
  const database = await server.databaseWith(prismaLedgerSql + prismaRowSql(users, text(kept)));
  await using admin = await database.connect('superuser');
  await admin.query(`SET search_path = public; ${text("user 'reader'")}`);
  const settingsOf = async () => ({ ...plainSettings, superuser: true });
  await expect(repair(optionsFor(dir.path, database, revert, { settingsOf }))).rejects.toMatchObject({
    message: 'user mapping FOR PUBLIC SERVER shop cannot be settled: its password is never read',
  });
});

test('a trigger alone brings the function back that it needs', async () => {
  using dir = project();
  const database = await liveWith(all, 'DROP FUNCTION audit() CASCADE');
  const planned = await repair(
    optionsFor(dir.path, database, { kind: 'revert', objects: ['trigger users.audited'] }),
  );
  expect(planned.steps.filter(({ verb }) => verb !== 'session').map(({ object }) => object)).toEqual([
    'function:public.audit()',
    'trigger:public.users.audited',
  ]);
  expect(planned.notes).toContain(
    'Settled as well, since the one cannot be without the other: function public.audit()',
  );
});

test('what a migration of somebody else may have made is left alone, which is not to say that nothing has drifted', async () => {
  using dir = project();
  rmSync(join(dir.path, `prisma/migrations/${posts}`), { recursive: true });
  const database = await liveWith([users, audit, posts]);
  const found = await repair(optionsFor(dir.path, database, { kind: 'revert', objects: [] }));
  const report = repairReport(found, { paint: noPaint, width: 110 }, liveCommandFor('.', false));
  expect(report).toContain('! Left alone');
  expect(report).toContain(`There is nothing to settle on ${found.shownUrl}.`);
});

test('rows are not thrown away without the word', async () => {
  using dir = project();
  const database = await liveWith(all, 'CREATE TABLE notes (id int); INSERT INTO notes VALUES (1)');
  const planned = await repair(optionsFor(dir.path, database, revert));
  expect(planned.ok).toBe(false);
  expect(planned.hazards[0]).toMatchObject({
    kind: 'destroys-data',
    isRefused: true,
    violations: { count: 1 },
  });
  expect(repairReport(planned, { paint: noPaint, width: 110 }, liveCommandFor('.', false))).toMatch(
    /meant, add --allow destroys-data\n$/,
  );
  const refused = await settle(dir.path, database, revert);
  expect(refused.outcome).toBeUndefined();
  const allow = ['destroys-data'] as const;
  const { plan } = await repair(optionsFor(dir.path, database, revert, { allow }));
  let looks = 0;
  const settingsOf = async () => {
    looks += 1;
    if (looks > 1) throw new StrataError('live', 'the server went away');
    return plainSettings;
  };
  const apply = plan as string;
  await expect(
    repair(optionsFor(dir.path, database, revert, { allow, apply, settingsOf })),
  ).rejects.toMatchObject({
    code: 'live',
    message: 'the server went away',
    hint: expect.stringContaining('The repair is done, and it stays. Whether anything still differs'),
  });
  expect(await ask(database, "SELECT to_regclass('notes') AS notes")).toEqual([{ notes: null }]);
});

test('rows that nobody can count are not thrown away without the word', async () => {
  using dir = project();
  const database = await liveWith(all, 'CREATE TABLE notes (id int); INSERT INTO notes VALUES (1)');
  await using other = await database.connect('owner', { guarded: false });
  await other.query('BEGIN; LOCK TABLE notes');
  const planned = await repair(optionsFor(dir.path, database, revert));
  expect(planned.hazards[0]).toMatchObject({ kind: 'destroys-data', isRefused: true });
  expect(repairReport(planned, { paint: noPaint, width: 120 }, liveCommandFor('.', false))).toContain(
    'the database could not be asked whether there are some: canceling statement due to lock timeout.\n',
  );
  await other.query('COMMIT');
  const refused = await repair(optionsFor(dir.path, database, revert, { apply: planned.plan as string }));
  expect(refused).toMatchObject({ ok: false, outcome: undefined });
});

test('values inside of rows, which no query counts, are not thrown away without the word', async () => {
  using dir = directory({
    'migrations/001_shops.sql': 'CREATE TYPE place AS (x int);\nCREATE TABLE shops (at place);\n',
  });
  const database = await server.createDatabase();
  expect((await deploy(plainDeploy(dir.path, database.url as string))).ok).toBe(true);
  await ask(database, 'ALTER TYPE place ADD ATTRIBUTE y int; INSERT INTO shops VALUES (ROW(1, 2)::place);');
  const planned = await repair(optionsFor(dir.path, database, revert));
  expect(planned.ok).toBe(false);
  expect(planned.hazards[0]).toMatchObject({
    message: 'Rows of public.place lose their values of y.',
    isRefused: true,
  });
});

test('a URL that leaves host and port to its parameters is planned for as well', async () => {
  using dir = project();
  const database = await liveWith(all, 'DROP TRIGGER audited ON users;');
  const { username, password, hostname, port, pathname } = new URL(database.url as string);
  const url = (more: string) =>
    `postgres://${username}:${password}@${pathname}?host=${hostname}&port=${port}${more}`;
  const planAt = async (at: string) =>
    (await repair(optionsFor(dir.path, database, revert, { url: at }))).plan;
  const plan = await planAt(url(''));
  expect(plan).toMatch(/^[0-9a-f]{12}$/);
  expect(await planAt(url('&application_name=other'))).toBe(plan);
});

test('a plan is for the database as it was looked at', async () => {
  using dir = project();
  const database = await liveWith(all, 'CREATE INDEX by_name ON users (name)');
  const { plan } = await repair(optionsFor(dir.path, database, revert));
  await ask(database, 'ALTER TABLE posts ADD title text');
  await expect(repair(optionsFor(dir.path, database, revert, { apply: plan as string }))).rejects.toThrow(
    /not [0-9a-f]{12}$/,
  );
});

test('what was made by hand becomes a migration with its down, recorded as applied', async () => {
  using dir = project();
  const database = await liveWith(
    all,
    "CREATE INDEX by_name ON users (name); ALTER TABLE posts ADD title text NOT NULL DEFAULT ''",
  );
  const done = await settle(dir.path, database, { kind: 'adopt', objects: [], name: 'titles', renames: [] });
  expect(done).toMatchObject({
    ok: true,
    recorded: ['20261120120000_titles'],
    outcome: { failure: undefined, left: [] },
  });
  expect(readdirSync(join(dir.path, 'prisma/migrations/20261120120000_titles')).sort()).toEqual([
    'down.sql',
    'migration.sql',
  ]);
  expect((await drift(optionsFor(dir.path, database, revert))).ok).toBe(true);
  expect(await ask(database, 'SELECT count(*)::int AS n FROM _prisma_migrations')).toEqual([{ n: 4 }]);
});

test('a migration that is written and cannot be recorded is named, with the command that does that', async () => {
  using dir = project();
  const database = await liveWith(all, 'CREATE INDEX by_name ON users (name)');
  const adopt: Settlement = { kind: 'adopt', objects: [], name: 'names', renames: [] };
  const { plan } = await repair(optionsFor(dir.path, database, adopt));
  await using other = await database.connect('owner', { guarded: false });
  await other.query('BEGIN; LOCK _prisma_migrations IN SHARE MODE');
  const limits = { lockTimeoutMs: 50, statementTimeoutMs: 0, lockRetries: 0 };
  await expect(
    repair(optionsFor(dir.path, database, adopt, { apply: plan as string, limits })),
  ).rejects.toMatchObject({
    code: 'live',
    advice: [
      expect.stringContaining('Somebody holds a lock on the ledger'),
      'What 20261120120000_names makes is in the database, and the ledger does not say so. Once it can be written:',
      { code: 'strata repair --record 20261120120000_names' },
    ],
  });
});

test('a baseline takes the place of what a ledger of Drizzle knows by its text alone', async () => {
  const entries = [{ idx: 0, version: '7', when: 5, tag: '0000_baseline', breakpoints: true }];
  using dir = directory({
    'drizzle/0000_baseline.sql':
      'CREATE TABLE a (id int);\n--> statement-breakpoint\nCREATE TABLE b (id int);\n',
    'drizzle/meta/_journal.json': JSON.stringify({ version: '7', dialect: 'postgresql', entries }),
  });
  const database = await server.databaseWith(`CREATE TABLE a (id int); CREATE TABLE b (id int);
    CREATE SCHEMA drizzle; CREATE TABLE drizzle.__drizzle_migrations (id serial PRIMARY KEY, hash text NOT NULL, created_at bigint);
    INSERT INTO drizzle.__drizzle_migrations (hash, created_at) VALUES (repeat('a', 64), 1), (repeat('f', 64), 2)`);
  const record: Settlement = { kind: 'record', migrations: ['0000_baseline'], dataIsThere: true };
  expect((await settle(dir.path, database, record)).ok).toBe(true);
  expect(await ask(database, 'SELECT created_at::int AS at FROM drizzle.__drizzle_migrations')).toEqual([
    { at: 5 },
  ]);
});

test('what only changed its name is adopted as a renaming, which keeps rows elsewhere', async () => {
  using dir = project();
  const database = await liveWith(all, 'ALTER TABLE posts DROP author; ALTER TABLE posts ADD writer int');
  const adopt = (renames: readonly string[]): Settlement => ({
    kind: 'adopt',
    objects: [],
    name: 'nick',
    renames,
  });
  const untold = await repair(optionsFor(dir.path, database, adopt([])));
  expect(untold.notes.join()).toContain("--rename 'public.posts.author=public.posts.writer'");
  const told = await repair(optionsFor(dir.path, database, adopt(['posts.author=posts.writer'])));
  expect(told.sql).toContain('ALTER TABLE public.posts RENAME COLUMN author TO writer;');
  expect(told.sql).not.toContain('DROP COLUMN');
});

test('a migration whose effect is there is recorded; of its rows somebody has to say so', async () => {
  using dir = project();
  const database = await liveWith(
    [users, audit],
    'CREATE TABLE posts (id int PRIMARY KEY, author int REFERENCES users)',
  );
  const record = (dataIsThere: boolean): Settlement => ({ kind: 'record', migrations: [posts], dataIsThere });
  const unsaid = await repair(optionsFor(dir.path, database, record(false)));
  expect(unsaid).toMatchObject({
    ok: false,
    effect: { absent: [], dataStatements: [`prisma/migrations/${posts}/migration.sql:2`] },
  });
  let looks = 0;
  const settingsOf = async () => {
    looks += 1;
    return plainSettings;
  };
  const done = await settle(dir.path, database, record(true), { settingsOf });
  expect(done).toMatchObject({ ok: true, recorded: [posts] });
  // Nothing was settled, so that nothing is to be read again.
  expect(looks).toBe(2);
  expect(
    await ask(
      database,
      `SELECT finished_at IS NOT NULL AS done FROM _prisma_migrations WHERE migration_name = '${posts}'`,
    ),
  ).toEqual([{ done: true }]);
});

test.each([
  ['calls a function', 'SELECT seed();', ['migrations/002_more.sql:1']],
  [
    'calls a procedure',
    "SELECT set_config('search_path', 'public', false);\nCALL fill();",
    ['migrations/002_more.sql:2'],
  ],
  ['makes nothing that can be compared', 'ANALYZE a;', ['migrations/002_more.sql:1']],
  ['only sets and selects', "SET lock_timeout = '1s';\nSELECT 1;", []],
])(
  'a migration that %s is recorded once somebody has looked, where there is something to look at',
  async (_, sql, asked) => {
    const first = `CREATE TABLE a (id int);
    CREATE FUNCTION seed() RETURNS void LANGUAGE sql AS 'INSERT INTO a VALUES (1)';
    CREATE PROCEDURE fill() LANGUAGE sql AS 'INSERT INTO a VALUES (2)';\n`;
    using dir = directory({ 'migrations/001_init.sql': first });
    const database = await server.createDatabase();
    expect((await deploy(plainDeploy(dir.path, database.url as string))).ok).toBe(true);
    writeFileSync(join(dir.path, 'migrations/002_more.sql'), sql);
    const record = (dataIsThere: boolean): Settlement => ({
      kind: 'record',
      migrations: ['002_more'],
      dataIsThere,
    });
    expect(await repair(optionsFor(dir.path, database, record(false)))).toMatchObject({
      ok: asked.length === 0,
      effect: { present: [], absent: [], dataStatements: asked },
    });
    expect(await repair(optionsFor(dir.path, database, record(true)))).toMatchObject({ ok: true });
  },
);

test('a migration whose effect is not there is not recorded, and the difference is listed', async () => {
  using dir = project();
  const database = await liveWith([users, audit], 'CREATE TABLE posts (id bigint PRIMARY KEY)');
  const planned = await repair(
    optionsFor(dir.path, database, { kind: 'record', migrations: [posts], dataIsThere: true }),
  );
  expect(planned.ok).toBe(false);
  expect(planned.effect?.absent.map(({ sentence }) => sentence)).toEqual([
    'column public.posts.author is not there',
    'column public.posts.id differs: type is bigint there, and should be integer',
    'constraint public.posts.posts_author_fkey is not there',
  ]);
  expect(JSON.parse(repairJson(planned))).toMatchObject({ version: 1, ok: false, applied: false });
});

test('a ledger that holds the last version only is not told of more than was looked at', async () => {
  const names = ['000001_a', '000002_b', '000003_c'];
  using dir = directory(
    Object.fromEntries(
      names.map((name) => [`migrations/${name}.up.sql`, `CREATE TABLE ${name.slice(-1)} (id int);\n`]),
    ),
  );
  const database =
    await server.databaseWith(`CREATE TABLE schema_migrations (version bigint PRIMARY KEY, dirty boolean NOT NULL);
    INSERT INTO schema_migrations VALUES (1, false);
    CREATE TABLE a (id int); CREATE TABLE b (id int); CREATE TABLE c (id int)`);
  const record = (...migrations: readonly string[]): Settlement => ({
    kind: 'record',
    migrations,
    dataIsThere: true,
  });
  await expect(repair(optionsFor(dir.path, database, record('000003_c')))).rejects.toThrow(
    'schema_migrations would then say that 000002_b is applied as well',
  );
  const done = await settle(dir.path, database, record('000003_c', '000002_b'));
  expect(done).toMatchObject({ ok: true, recorded: ['000002_b', '000003_c'] });
  expect(await ask(database, 'SELECT version::int FROM schema_migrations')).toEqual([{ version: 3 }]);
});

test('a failed migration that somebody finished by hand is settled', async () => {
  using dir = project();
  const database = await liveWith([users, audit], `${sql[posts]}${row(posts, 'NULL')}`);
  const done = await settle(dir.path, database, { kind: 'record', migrations: [posts], dataIsThere: true });
  expect(done.ok).toBe(true);
  expect(
    await ask(database, 'SELECT count(*)::int AS n FROM _prisma_migrations WHERE finished_at IS NULL'),
  ).toEqual([{ n: 0 }]);
});

test('a half-applied migration that somebody finished by hand is not half applied any more', async () => {
  using dir = project();
  const path = join(dir.path, `prisma/migrations/${posts}/migration.sql`);
  writeFileSync(path, 'ALTER TABLE users ADD nick text;\nCOMMIT;\nALTER TABLE users ADD UNIQUE (name);\n');
  const database = await liveWith([users, audit], "INSERT INTO users (name) VALUES ('one'), ('one')");
  const plain = plainDeploy(dir.path, database.url as string);
  expect((await deploy({ ...plain, allow: ['may-fail'] })).ok).toBe(false);
  const halves = () => ask(database, 'SELECT DISTINCT migration FROM strata.progress');
  expect(await halves()).toEqual([{ migration: posts }]);
  await ask(database, 'DELETE FROM users WHERE id = 2');
  await ask(database, 'ALTER TABLE users ADD UNIQUE (name)');
  const done = await settle(dir.path, database, { kind: 'record', migrations: [posts], dataIsThere: true });
  expect(done.ok).toBe(true);
  expect(await halves()).toEqual([]);
});

test('a history that does not replay is no state to go back to', async () => {
  using dir = project();
  const database = await liveWith(all);
  writeFileSync(
    join(dir.path, `prisma/migrations/${audit}/migration.sql`),
    'ALTER TABLE nobody ADD x int;\n',
  );
  await expect(repair(optionsFor(dir.path, database, revert))).rejects.toThrow(/does not replay/);
});

test('a lock that is not given in time stops the repair, and nothing of it takes effect', async () => {
  using dir = project();
  const database = await liveWith(all, 'DROP FUNCTION audit() CASCADE');
  const { plan } = await repair(optionsFor(dir.path, database, revert));
  await using other = await database.connect('owner', { guarded: false });
  await other.query('BEGIN; LOCK TABLE users IN ACCESS SHARE MODE; LOCK TABLE users IN ROW EXCLUSIVE MODE');
  const limits = { lockTimeoutMs: 100, statementTimeoutMs: 0, lockRetries: 0 };
  const stopped = await repair(optionsFor(dir.path, database, revert, { limits, apply: plan as string }));
  expect(stopped).toMatchObject({ ok: false, outcome: { failure: { code: '55P03' } } });
  await other.query('ROLLBACK');
  const found = await drift(optionsFor(dir.path, database, revert));
  expect(found.objects).toHaveLength(2);
});

test('a database that only ever was pushed to begins its ledger with the migrations whose effect is there', async () => {
  using dir = project();
  const database = await server.createDatabase();
  await ask(database, Object.values(sql).join('\n'));
  const found = await drift(optionsFor(dir.path, database, revert));
  expect(driftReport(found, { paint: noPaint, width: 100 }, liveCommandFor('.', false))).toContain(
    `${all.map((name) => `--record ${name}`).join(' ')}\n`,
  );
  const done = await settle(dir.path, database, { kind: 'record', migrations: all, dataIsThere: true });
  expect(done).toMatchObject({ ok: true, recorded: all });
  expect(await drift(optionsFor(dir.path, database, revert))).toMatchObject({ ok: true, applied: 3 });
});
