import { existsSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { directory } from '../../test/strata.ts';
import { liveServer } from '../engine/live-server.suite.ts';
import { diff } from './diff.ts';
import { dump } from './dump.ts';
import { plainSettings } from './plain-settings.suite.ts';
import { planMigrations } from './plan.ts';
import { databaseWith } from './prisma-ledger.suite.ts';

const server = liveServer();

const compare = (cwd: string, from: string, to: string, settings = plainSettings) =>
  diff({ cwd, from, to, settingsOf: async () => settings, renames: [], online: false, prove: true });

const first = '20260101000000_users';
const sql = { [first]: 'CREATE TABLE users (id int PRIMARY KEY);\n' };

test('between a history and its database the ledger is no difference, in either direction', async () => {
  using dir = directory({
    'prisma/migrations/migration_lock.toml': 'provider = "postgresql"\n',
    [`prisma/migrations/${first}/migration.sql`]: sql[first] as string,
  });
  const { url = '' } = await databaseWith(server, sql, [first], 'ALTER TABLE users ADD name text;');
  const [there, back] = await Promise.all([compare(dir.path, '.', url), compare(dir.path, url, '.')]);
  expect(there.sql).toBe('ALTER TABLE public.users ADD COLUMN name text;\n');
  expect(back.sql).toMatch(/^(?:-- .*\n)+ALTER TABLE public\.users DROP COLUMN name;\n$/);
  expect([there.notes, back.notes]).toEqual([
    ['public._prisma_migrations is the ledger, and not compared'],
    ['public._prisma_migrations is the ledger, and not compared'],
  ]);
  expect([there.proof, back.proof]).not.toContain(undefined);
});

test('what a history makes is not told where one of its migrations cannot be read', async () => {
  using dir = directory({
    'migrations/001_a.sql': 'CREATE TABLE a (id int);\n',
    'goal/schema.sql': 'CREATE TABLE a (id int);\n',
  });
  symlinkSync('nowhere.sql', join(dir.path, 'migrations/002_b.sql'));
  const settingsOf = async () => plainSettings;
  const unread = expect.objectContaining({
    code: 'project',
    message: expect.stringContaining('002_b.sql cannot be read'),
  });
  const asked = { cwd: dir.path, name: 'x', to: 'goal', renames: [], online: false, settingsOf };
  const now = new Date('2026-03-04T05:06:07Z');
  await expect(compare(dir.path, '.', 'goal')).rejects.toEqual(unread);
  await expect(dump({ cwd: dir.path, source: '.', settingsOf })).rejects.toEqual(unread);
  await expect(planMigrations({ ...asked, dir: '.', now, dryRun: true })).rejects.toEqual(unread);
});

test('of columns that could each be the renamed one, those with like names are offered', async () => {
  using dir = directory({
    'before.sql': 'CREATE TABLE people (id int, name text, mail text, note text);',
    'after.sql': 'CREATE TABLE people (id int, "fullName" text, mail_address text, phone text, memo text);',
  });
  const { plan } = await compare(dir.path, 'before.sql', 'after.sql');
  const because = 'same type, like names';
  expect(plan.renameOffers).toEqual([
    { from: 'column:public.people.mail', to: 'column:public.people.mail_address', because },
    { from: 'column:public.people.name', to: 'column:public.people."fullName"', because },
  ]);
});

test('tables that changed along with their names are offered where nothing else is as like', async () => {
  using dir = directory({
    'before.sql': `CREATE TABLE post (id int, author int, title text);
      CREATE TABLE book (id int, pages int, isbn text, year int);
      CREATE TABLE log_a (id int, at date, what text); CREATE TABLE log_b (id int, at date, what text);`,
    'after.sql': `CREATE TABLE posts (id int, author_id bigint, headline text);
      CREATE TABLE volume (id int, pages int, isbn text, shelf int);
      CREATE TABLE logs (id int, at date, what text, who text); CREATE TABLE other (id int, name text, place text);`,
  });
  const { plan } = await compare(dir.path, 'before.sql', 'after.sql');
  expect(plan.renameOffers).toEqual([
    { from: 'table:public.book', to: 'table:public.volume', because: 'mostly the same columns' },
    { from: 'table:public.post', to: 'table:public.posts', because: 'some of the same columns, like names' },
  ]);
});

test('labels of an enum that may be renamed are offered, and the offer can be taken', async () => {
  using dir = directory({
    'before.sql': "CREATE TYPE mood AS ENUM ('sad', 'ok', 'old', 'gone', 'glad'); CREATE TABLE t (m mood);",
    'after.sql': "CREATE TYPE mood AS ENUM ('it''s blue', 'ok', 'new', 'glad'); CREATE TABLE t (m mood);",
    'alone.sql': "CREATE TYPE mood AS ENUM ('ok', 'old', 'gone', 'glad', 'blue'); CREATE TABLE t (m mood);",
  });
  const first = { from: 'label:public.mood.sad', to: `label:public.mood."it's blue"`, because: 'same place' };
  const { plan } = await compare(dir.path, 'before.sql', 'after.sql');
  expect(plan.renameOffers).toEqual([first]);
  const moved = await compare(dir.path, 'before.sql', 'alone.sql');
  expect(moved.plan.renameOffers).toEqual([
    { from: 'label:public.mood.sad', to: 'label:public.mood.blue', because: 'the only ones that differ' },
  ]);
  const renames = [`public.mood.sad=public.mood."it's blue"`];
  const settingsOf = async () => plainSettings;
  const asked = {
    cwd: dir.path,
    from: 'before.sql',
    to: 'after.sql',
    settingsOf,
    online: false,
    prove: true,
  };
  const taken = await diff({ ...asked, renames });
  expect(taken.sql).toContain("ALTER TYPE public.mood RENAME VALUE 'sad' TO 'it''s blue'");
  expect(taken.plan.renameOffers).toEqual([]);
});

test('a live database whose tables belong to others is rebuilt with what these grant, keep and count with', async () => {
  const declared = `
    GRANT CREATE ON SCHEMA public TO diff_app;
    CREATE TABLE orders (id serial PRIMARY KEY, note text);
    ALTER TABLE orders OWNER TO diff_app;
    REVOKE DELETE ON orders FROM diff_app;
    SET ROLE diff_app;
    GRANT SELECT ON orders TO diff_reader WITH GRANT OPTION;
    RESET ROLE;`;
  const { url = '' } = await server.databaseWith(
    `CREATE ROLE diff_reader; CREATE ROLE diff_app; GRANT diff_app TO CURRENT_USER; ${declared}`,
  );
  using dir = directory({ 'declared.sql': declared });
  const { plan, notes } = await compare(dir.path, url, 'declared.sql');
  expect(plan.steps).toEqual([]);
  expect(notes.filter((note) => !note.startsWith('made for this comparison'))).toEqual([]);
});

test('beside a live database passwords are masked on both sides, and beside files they are not', async () => {
  const mapping = (password: string) => `
    CREATE EXTENSION postgres_fdw; CREATE SERVER shop FOREIGN DATA WRAPPER postgres_fdw;
    CREATE USER MAPPING FOR PUBLIC SERVER shop OPTIONS (user 'reader', password '${password}');`;
  using dir = directory({
    'declared.sql': mapping('declared'),
    'other.sql': mapping('other'),
    'none.sql': '',
  });
  const { url = '' } = await server.databaseWith(mapping('lived'));
  const toFile = await compare(dir.path, url, 'declared.sql');
  expect(toFile.plan.steps).toEqual([]);
  const { sql } = await compare(dir.path, 'none.sql', url);
  expect(sql).toContain(`OPTIONS (password '***', user 'reader')`);
  expect((await compare(dir.path, 'declared.sql', 'other.sql')).sql).toContain(`SET password 'other'`);
});

test('read by a role that owns nothing there, what belongs to postgres reads as it is rebuilt', async () => {
  const declared = `
    CREATE TABLE orders (id int PRIMARY KEY);
    GRANT SELECT ON orders TO diff_looker;`;
  const { url = '' } = await server.databaseWith(
    `CREATE ROLE diff_looker LOGIN PASSWORD 'looks'; ${declared}`,
  );
  const looking = new URL(url);
  [looking.username, looking.password] = ['diff_looker', 'looks'];
  using dir = directory({ 'declared.sql': declared });
  const { plan, notes } = await compare(dir.path, looking.href, 'declared.sql');
  expect(plan.steps).toEqual([]);
  expect(notes.filter((note) => !note.startsWith('made for this comparison'))).toEqual([]);
});

test('a table whose rows the functions of an index let nobody else count has not lost them', async () => {
  const table = 'CREATE TABLE codes (id int);';
  using dir = directory({
    'before.sql': table,
    'after.sql': `
      CREATE FUNCTION own_code(int) RETURNS int LANGUAGE plpgsql IMMUTABLE AS
        $$ BEGIN ASSERT current_user = 'postgres'; RETURN $1; END $$;
      ${table}
      CREATE INDEX codes_own ON codes ((own_code(id) + own_code(0)));`,
  });
  const { proof } = await compare(dir.path, 'before.sql', 'after.sql');
  expect(proof?.destroyed).toEqual([]);
});

test('a partition that leaves keeps its rows, and one that is dropped does not', async () => {
  const whole = 'CREATE TABLE readings (id int, place text) PARTITION BY LIST (place);';
  const part = "CREATE TABLE readings_x PARTITION OF readings FOR VALUES IN ('x');";
  using dir = directory({
    'with.sql': `${whole}${part}`,
    'left.sql': `${whole}${part} ALTER TABLE readings DETACH PARTITION readings_x;`,
    'without.sql': whole,
  });
  const [left, dropped] = await Promise.all([
    compare(dir.path, 'with.sql', 'left.sql'),
    compare(dir.path, 'with.sql', 'without.sql'),
  ]);
  expect(left.proof).toMatchObject({ survived: ['public.readings'], destroyed: [] });
  expect(dropped.proof).toMatchObject({ survived: [], destroyed: ['the rows of public.readings'] });
});

test('a partition that was attached calls its NOT NULL otherwise than one that was made in place: it is renamed, and told of a live database', async () => {
  const whole = `CREATE TABLE readings (
    id bigint GENERATED ALWAYS AS IDENTITY, at date NOT NULL, PRIMARY KEY (id, at)) PARTITION BY RANGE (at);`;
  const bounds = "FOR VALUES FROM ('2026-01-01') TO ('2027-01-01')";
  using dir = directory({
    'attached.sql': `${whole}
      CREATE TABLE readings_26 (id bigint NOT NULL, at date NOT NULL);
      ALTER TABLE readings ATTACH PARTITION readings_26 ${bounds};`,
    'in-place.sql': `${whole} CREATE TABLE readings_26 PARTITION OF readings ${bounds};`,
  });
  const told = { type: 'name of an inherited NOT NULL', identity: 'public.readings_26.at' };
  for (const [from, to] of [
    ['attached.sql', 'in-place.sql'],
    ['in-place.sql', 'attached.sql'],
  ] as const) {
    const { plan, notModelled } = await compare(dir.path, from, to);
    expect(plan.steps.map(({ sql }) => sql)).toContainEqual(expect.stringMatching(/RENAME CONSTRAINT/));
    expect(notModelled).not.toContainEqual(told);
    const { url = '' } = await server.databaseWith(readFileSync(join(dir.path, from), 'utf8'));
    const live = await compare(dir.path, url, to);
    expect(live.plan.steps).toEqual([]);
    expect(live.notModelled).toContainEqual(told);
  }
});

test('what a history hands to a role that may not have it is told, with and without a cache', async () => {
  using dir = directory({
    'strata.config.json': '{}',
    'migrations/1_orders.sql': 'CREATE ROLE keeper NOLOGIN;\nCREATE TABLE orders (id int);\n',
    'migrations/2_owner.sql': [
      '-- Needs CREATE on the schema.',
      'ALTER TABLE orders OWNER TO keeper;',
      'CREATE TABLE items (id int);',
      'ALTER TABLE items OWNER TO keeper;',
    ].join('\n'),
    'declared.sql': 'CREATE TABLE orders (id int); CREATE TABLE items (id int);',
  });
  const refused = [2, 4].map((line) => `2_owner, line ${line} (permission denied for schema public)`);
  const told = `left out, since it takes more rights than an ordinary owner has: ${refused.join('; ')}`;
  const cached = { ...plainSettings, cache: true, cacheDir: join(dir.path, 'cache') };
  for (const [settings, keeps] of [
    [plainSettings, true],
    // A database that is not kept costs time, and is no empty one.
    [cached, false],
    [cached, true],
    [cached, true],
  ] as const) {
    const losing = keeps ? undefined : setInterval(() => loseSnapshots(join(dir.path, 'cache/clusters')), 1);
    const { plan, notes } = await compare(dir.path, 'migrations', 'declared.sql', settings).finally(() =>
      clearInterval(losing),
    );
    expect(plan.steps).toEqual([]);
    expect(notes).toEqual([told]);
  }
});

function loseSnapshots(clusters: string): void {
  const names = existsSync(clusters) ? readdirSync(clusters) : [];
  for (const name of names.filter((one) => one.startsWith('snapshot-')))
    rmSync(join(clusters, name), { recursive: true });
}

test('a column that takes over every value of the one whose name it bears loses none', async () => {
  const parent = 'CREATE TABLE place (name text NOT NULL, since date);';
  using dir = directory({
    'own.sql': `${parent} CREATE TABLE town (name text NOT NULL) INHERITS (place);`,
    'inherited.sql': `${parent} CREATE TABLE town () INHERITS (place);`,
    'anew.sql': `${parent} CREATE TABLE town (name text NOT NULL, since date GENERATED ALWAYS AS (NULL::date) STORED);`,
  });
  const taken = await compare(dir.path, 'own.sql', 'inherited.sql');
  expect(taken.sql).toContain('RENAME COLUMN name TO name_own');
  expect(taken.proof).toMatchObject({ survived: ['public.place', 'public.town'], destroyed: [] });
  expect(taken.notModelled).toEqual([]);
  const { proof } = await compare(dir.path, 'own.sql', 'anew.sql');
  expect(proof?.destroyed).toEqual(['the values of public.town.since']);
});

const moved = {
  'plain.sql': 'create table t (a int, b text); create table u (x int);',
  'apart.sql': 'create schema s; create table s.t (a int, b text); create table u (x int);',
};

const told = (cwd: string, from: string, to: string, renames: readonly string[], settings = plainSettings) =>
  diff({ cwd, from, to, settingsOf: async () => settings, renames, online: false, prove: true });

test('a bare new name is the one that the goal has, so a table that leaves its schema keeps its rows', async () => {
  using dir = directory(moved);
  const { sql } = await told(dir.path, 'apart.sql', 'plain.sql', ['s.t=t']);
  expect(sql).toContain('ALTER TABLE s.t SET SCHEMA public;');
  expect(sql).not.toContain('DROP TABLE');
});

test('a rename of the configuration or of a comment is found by names with capitals that have no quotes', async () => {
  const users = (table: string, column: string) =>
    `create table "${table}" (id int, "${column}" text${column === 'givenName' ? ' -- strata: renamed from firstName' : ''}\n);`;
  using dir = directory({
    'old.sql': users('Users', 'firstName'),
    'commented.sql': users('Users', 'givenName'),
    'table.sql': `-- strata: renamed from Users\n${users('People', 'firstName')}`,
    'both.sql': users('People', 'fullName'),
  });
  const renames = [
    { from: 'Users', to: 'People' },
    { from: 'Users.firstName', to: 'Users.fullName' },
    { from: 'nonsense.x', to: 'other.y' },
  ];
  const configured = await told(dir.path, 'old.sql', 'both.sql', [], { ...plainSettings, renames });
  expect(configured.sql).toContain('ALTER TABLE public."Users" RENAME TO "People";');
  expect(configured.sql).toContain('ALTER TABLE public."People" RENAME COLUMN "firstName" TO "fullName";');
  expect(configured.notes).toEqual([
    'renames: nonsense.x is to become other.y, but nothing has either name where this starts.',
  ]);
  const done = await told(dir.path, 'both.sql', 'both.sql', [], {
    ...plainSettings,
    renames: renames.slice(0, 2),
  });
  expect(done).toMatchObject({ notes: [], sql: '' });
  const column = await told(dir.path, 'old.sql', 'commented.sql', []);
  expect(column.sql).toContain('RENAME COLUMN "firstName" TO "givenName";');
  const table = await told(dir.path, 'old.sql', 'table.sql', []);
  expect(table.sql).toContain('ALTER TABLE public."Users" RENAME TO "People";');
  for (const { sql } of [configured, column, table]) expect(sql).not.toContain('DROP');
});

test('a table moves into a schema that only the goal has', async () => {
  using dir = directory(moved);
  const { sql, proof } = await told(dir.path, 'plain.sql', 'apart.sql', ['public.t=s.t']);
  expect(sql).toMatch(/CREATE SCHEMA s;\n[\s\S]*ALTER TABLE public\.t SET SCHEMA s;/);
  expect(proof).toBeDefined();
});

test('a function is renamed by its name with the types of its arguments, also where it is one of two', async () => {
  const overloads = (name: string) =>
    `create function ${name}() returns int language sql as 'select 1'; create function f(a int) returns int language sql as 'select 2';`;
  using dir = directory({ 'old.sql': overloads('f'), 'new.sql': overloads('g') });
  const { sql } = await told(dir.path, 'old.sql', 'new.sql', ['public.f()=public.g()']);
  expect(sql).toContain('ALTER FUNCTION public.f() RENAME TO g;');
  expect(sql).not.toContain('DROP FUNCTION');
});

describe('a rename is refused', () => {
  const refused = [
    ['to a column that the goal lacks', 't.a=t.zzz', 'the goal has no public.t.zzz'],
    ['to a column of another table', 't.a=u.x', 'public.t.a cannot become u.x'],
    ['to a table that the goal lacks', 't=zzz', 'the goal has no public.zzz'],
    ['to a schema that the goal lacks', 's=zzz', 'the goal has no zzz'],
    ['to its own name', 'u=u', 'public.u is to be renamed to its own name'],
  ] as const;
  test.each(refused)('%s', async (_title, rename, message) => {
    using dir = directory({
      'old.sql':
        'create schema s; create table s.v (); create table t (a int, b text); create table u (x int);',
      'new.sql': 'create table t (b text, c int); create table u (x int);',
    });
    await expect(told(dir.path, 'old.sql', 'new.sql', [rename])).rejects.toThrow(message);
  });

  test('from the configuration where the goal has neither of its names, and passed over where it has the old one', async () => {
    using dir = directory({
      'old.sql': 'create table t (a int);',
      'new.sql': 'create table t (c int);',
      'same.sql': 'create table t (a int, d int);',
    });
    const settings = { ...plainSettings, renames: [{ from: 't.a', to: 't.zzz' }] };
    await expect(told(dir.path, 'old.sql', 'new.sql', [], settings)).rejects.toThrow(
      'the goal has no public.t.zzz, so public.t.a cannot be renamed to it',
    );
    const { sql } = await told(dir.path, 'old.sql', 'same.sql', [], settings);
    expect(sql).toBe('ALTER TABLE public.t ADD COLUMN d integer;\n');
  });

  test('where its bare new name may be either of two', async () => {
    using dir = directory({
      'old.sql': 'create schema s; create table s.t (a int);',
      'new.sql': 'create schema s; create table s.w (a int); create table w (a int);',
      'renamed.sql': 'create schema r; create table r.w (a int); create table w (a int);',
    });
    await expect(told(dir.path, 'old.sql', 'new.sql', ['s.t=w'])).rejects.toThrow('w may be s.w or public.w');
    await expect(told(dir.path, 'old.sql', 'renamed.sql', ['s=r', 's.t=w'])).rejects.toThrow(
      'w may be r.w or public.w',
    );
  });
});

test('a role of the configuration that PostgreSQL keeps for itself is an error of the configuration', async () => {
  using dir = directory(moved);
  const settings = { ...plainSettings, roles: ['reader', 'public'] };
  await expect(told(dir.path, 'plain.sql', 'apart.sql', [], settings)).rejects.toMatchObject({
    code: 'config',
    message: expect.stringContaining('`roles.1` of strata.config names public'),
  });
});
