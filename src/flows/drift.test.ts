import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { directory } from '../../test/strata.ts';
import type { Database } from '../engine/engine.ts';
import { liveServer } from '../engine/live-server.suite.ts';
import type { Drift } from '../model/drift.ts';
import { liveCommandFor } from '../model/live-project.ts';
import { driftJson, driftReport } from '../report/drift.ts';
import { noPaint } from '../report/paint.ts';
import type { DriftOptions } from './drift/judge-drift.ts';
import { drift } from './drift.ts';
import { plainDrift } from './plain-settings.suite.ts';
import { databaseWith, prismaLedgerSql, rowsFor } from './prisma-ledger.suite.ts';

const server = liveServer();

const first = '20260101000000_users';
const second = '20260102000000_audit';
const third = '20260103000000_posts';
const sql: Readonly<Record<string, string>> = {
  [first]:
    "CREATE TABLE users (\n  id serial PRIMARY KEY,\n  name text NOT NULL\n);\nCREATE TYPE mood AS ENUM ('good');\n",
  [second]: `CREATE FUNCTION audit() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RETURN NEW;
END $$;
CREATE TRIGGER audited BEFORE UPDATE ON users FOR EACH ROW EXECUTE FUNCTION audit();
`,
  [third]: 'CREATE TABLE posts (id int PRIMARY KEY, author int REFERENCES users);\n',
};

function project(names: readonly string[] = Object.keys(sql), more: Readonly<Record<string, string>> = {}) {
  return directory({
    'prisma/migrations/migration_lock.toml': 'provider = "postgresql"\n',
    ...Object.fromEntries(
      names.map((name) => [`prisma/migrations/${name}/migration.sql`, sql[name] as string]),
    ),
    ...more,
  });
}

const row = rowsFor(sql);

function liveWith(names: readonly string[], then?: string): Promise<Database> {
  return databaseWith(server, sql, names, then);
}

function look(dir: string, database: Database, more: Partial<DriftOptions> = {}): Promise<Drift> {
  return drift({ ...plainDrift(dir, database.url as string), ...more });
}

const all = [first, second, third];

test('a database that is as its migrations made it has no drift', async () => {
  using dir = project();
  const found = await look(dir.path, await liveWith(all));
  expect(found).toMatchObject({ ok: true, objects: [], applied: 3, underWay: undefined });
  expect(driftReport(found, { paint: noPaint, width: 100 }, liveCommandFor('.', false))).toContain(
    'nothing differs from what was applied.',
  );
});

test('a function that vanished is named with the migration and the line that made it', async () => {
  using dir = project();
  const found = await look(dir.path, await liveWith(all, 'DROP FUNCTION audit() CASCADE'));
  expect(found.objects).toMatchObject([
    {
      kind: 'missing',
      what: 'function',
      name: 'public.audit()',
      cause: { kind: 'dropped', migration: second },
      origin: { migration: second, file: `prisma/migrations/${second}/migration.sql`, line: 1 },
    },
    { kind: 'missing', what: 'trigger', origin: { line: 5 } },
  ]);
});

test('what was changed by hand is told property by property', async () => {
  using dir = project();
  const database = await liveWith(
    all,
    `ALTER TABLE users ALTER name TYPE varchar(40); CREATE INDEX by_name ON users (name); GRANT SELECT ON posts TO PUBLIC;
     CREATE OR REPLACE FUNCTION audit() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN OLD; END $$; ALTER TYPE mood ADD VALUE 'bad';
     ALTER TABLE users ALTER id SET DEFAULT 7; ALTER SEQUENCE users_id_seq INCREMENT 5;`,
  );
  const found = await look(dir.path, database);
  expect(found.objects.map(({ kind, id, cause }) => [kind, id, cause.kind])).toEqual([
    ['different', 'function:public.audit()', 'by-hand'],
    ['extra', 'index:public.by_name', 'by-hand'],
    ['different', 'enum:public.mood', 'by-hand'],
    ['different', 'default:public.users.id', 'by-hand'],
    ['different', 'column:public.users.name', 'by-hand'],
    ['extra', 'acl:table:public.posts', 'by-hand'],
  ]);
  const report = driftReport(found, { paint: noPaint, width: 100 }, liveCommandFor('.', false));
  expect(report).toContain('type: text in the migrations, character varying(40) in the database');
  expect(report).toContain(
    "default: nextval('public.users_id_seq'::regclass) in the migrations, 7 in the database",
  );
  expect(report).toContain('sequence increment: nothing in the migrations, 5 in the database');
  expect(JSON.parse(driftJson(found))).toMatchObject({ version: 1, ok: false, underWay: null });
});

test('a change that a pending migration makes is told of as that', async () => {
  using dir = project();
  const found = await look(dir.path, await liveWith([first, second], sql[third]));
  expect(found.objects).toMatchObject([
    { kind: 'extra', id: 'table:public.posts', cause: { kind: 'pending', migration: third } },
  ]);
});

test('what schema.prisma declares and no migration makes was pushed', async () => {
  using dir = project([first], {
    'prisma/schema.prisma': `datasource db {
  provider = "postgresql"
}
model users {
  id   Int @id @default(autoincrement())
  name String
  nick String?
}
enum mood {
  good
}
`,
  });
  const found = await look(dir.path, await liveWith([first], 'ALTER TABLE users ADD nick text'));
  expect(found.objects).toMatchObject([
    { kind: 'extra', id: 'column:public.users.nick', cause: { kind: 'pushed' } },
  ]);
});

test('a database from an old backup is told of as a whole', async () => {
  using dir = project();
  const database = await liveWith([first], row(second) + row(third));
  const found = await look(dir.path, database);
  expect(found.objects.map(({ cause }) => cause.kind)).toEqual(['old-backup', 'old-backup', 'old-backup']);
  expect(found.objects[0]?.cause.sentence).toContain(`as it was after ${first}`);
});

test('what a migration did that was only recorded is told of as that', async () => {
  using dir = project();
  const found = await look(dir.path, await liveWith([first, second], row(third, { steps: 0 })));
  expect(found.objects).toMatchObject([
    { kind: 'missing', id: 'table:public.posts', cause: { kind: 'recorded', migration: third } },
  ]);
});

test('what an unfinished migration has made is under way, and no drift', async () => {
  using dir = project();
  const found = await look(
    dir.path,
    await liveWith([first, second], `${sql[third]}${row(third, { finished: 'NULL' })}`),
  );
  expect(found).toMatchObject({
    ok: true,
    underWay: { deployer: undefined, migrations: [third], objects: ['table:public.posts'] },
  });
});

test('while somebody deploys, what is pending is no drift', async () => {
  using dir = project();
  const database = await liveWith([first, second], sql[third]);
  await using prisma = await database.connect('owner', { guarded: false });
  await prisma.query('SELECT pg_advisory_lock(72707369)');
  const found = await look(dir.path, database);
  expect(found.ok).toBe(true);
  expect(found.underWay?.deployer).toContain('process');
});

test('the schema that a URL names is where its migrations make everything', async () => {
  using dir = project([first]);
  const database = await server.createDatabase();
  await using session = await database.connect('owner', { guarded: false });
  await session.query(
    `CREATE SCHEMA shop; SET search_path = shop; ${prismaLedgerSql}${sql[first]}${row(first)}`,
  );
  const url = `${database.url}?schema=shop`;
  expect(await look(dir.path, database, { url })).toMatchObject({ ok: true, applied: 1, objects: [] });
});

test('the configuration may put up with an object until a day', async () => {
  using dir = project();
  const database = await liveWith(all, 'CREATE TABLE scratch (id int)');
  const ignoring = (until: string) => ({
    ignoresOf: async () => [{ object: 'table scr*', because: 'a study', until }],
  });
  expect(await look(dir.path, database, ignoring('2027-01-01'))).toMatchObject({
    ok: true,
    ignored: [{ because: 'a study' }],
  });
  const overdue = await look(dir.path, database, ignoring('2026-01-01'));
  expect(overdue.ok).toBe(false);
  expect(overdue.notes).toEqual(['What the configuration ignores of table scr* ended with 2026-01-01']);
});

test('what belongs to a role of a managed service is no drift, whatever it is called', async () => {
  using dir = project();
  const database = await liveWith(all);
  await using admin = await database.connect('superuser');
  await admin.query(
    `DO $$ BEGIN IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'rdsadmin') THEN CREATE ROLE rdsadmin; END IF; END $$`,
  );
  await admin.query(`CREATE SCHEMA ops AUTHORIZATION rdsadmin; CREATE TABLE ops.beat (id serial PRIMARY KEY);
    ALTER TABLE ops.beat OWNER TO rdsadmin; GRANT SELECT ON ops.beat TO PUBLIC; CREATE INDEX ON ops.beat (id)`);
  expect(await look(dir.path, database)).toMatchObject({ ok: true });
});

test('a database without a ledger has everything extra, and says how to start', async () => {
  using dir = project();
  const database = await server.createDatabase();
  await using session = await database.connect('owner', { guarded: false });
  await session.query('CREATE TABLE users (id int)');
  const found = await look(dir.path, database);
  expect(found.objects).toMatchObject([{ kind: 'extra', id: 'table:public.users' }]);
  expect(found.notes[0]).toContain('strata repair --record');
});

test('what a superuser has made is not compared, unless the rehearsal acts as one', async () => {
  const text = `CREATE FUNCTION public.told() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN END $$;
    CREATE EVENT TRIGGER teller ON ddl_command_end EXECUTE FUNCTION public.told();\n`;
  using dir = project([first], { [`prisma/migrations/${second}/migration.sql`]: text });
  const database = await liveWith([first]);
  await using admin = await database.connect('superuser');
  await admin.query(text);
  await using session = await database.connect('owner', { guarded: false });
  await session.query(row(second, { text }));
  const found = await look(dir.path, database);
  expect(found).toMatchObject({ ok: true, objects: [] });
  expect(found.notes.join()).toContain('event trigger teller is not compared');
});

test('new partitions of a table of the history are no drift', async () => {
  const text =
    'CREATE TABLE beats (at date NOT NULL, v int) PARTITION BY RANGE (at);\nCREATE INDEX ON beats (v);\n';
  using dir = project([first], { [`prisma/migrations/${second}/migration.sql`]: text });
  const database = await liveWith(
    [first],
    `${text}${row(second, { text })} CREATE TABLE beats_11 PARTITION OF beats FOR VALUES FROM ('2026-11-01') TO ('2026-12-01')`,
  );
  const found = await look(dir.path, database);
  expect(found).toMatchObject({ ok: true, objects: [] });
  expect(found.notes.join()).toContain('public.beats has partitions that no migration made');
});

/** A project without a runner of its own, and a database whose ledger keeps what was applied. */
async function plainLive(applied: Readonly<Record<string, string>>): Promise<Database> {
  const database = await server.createDatabase();
  await using session = await database.connect('owner', { guarded: false });
  await session.query(`CREATE SCHEMA strata; CREATE TABLE strata.migrations (name text PRIMARY KEY, hash text NOT NULL, sql text NOT NULL,
    applied_at timestamptz NOT NULL DEFAULT clock_timestamp(), applied_by text NOT NULL DEFAULT current_user, ms integer NOT NULL)`);
  for (const [name, text] of Object.entries(applied)) {
    await session.query(text);
    const hash = createHash('sha256').update(text).digest('hex');
    await session.query('INSERT INTO strata.migrations (name, hash, sql, ms) VALUES ($1, $2, $3, 1)', [
      name,
      hash,
      text,
    ]);
  }
  return database;
}

test('a migration that was edited after it was applied explains what the database has instead', async () => {
  using dir = directory({ 'migrations/001_users.sql': 'CREATE TABLE users (id bigint PRIMARY KEY);\n' });
  const found = await look(
    dir.path,
    await plainLive({ '001_users': 'CREATE TABLE users (id int PRIMARY KEY);\n' }),
  );
  expect(found.objects).toMatchObject([
    { kind: 'different', id: 'column:public.users.id', cause: { kind: 'edited', migration: '001_users' } },
  ]);
});

test('a text whose line ends were written anew is told as that, and not as changed by hand', async () => {
  const crlf = { ...sql, [second]: (sql[second] as string).replaceAll('\n', '\r\n') };
  using dir = project();
  const found = await look(dir.path, await databaseWith(server, crlf, all));
  expect(found.objects).toMatchObject([
    {
      kind: 'different',
      id: 'function:public.audit()',
      cause: {
        kind: 'edited',
        sentence: `Only its line ends differ: ${second} was applied with other ones than its file has now.`,
      },
    },
  ]);
});

test('what a migration made that only the ledger holds is no drift, and what is told of it is that', async () => {
  using dir = directory({ 'migrations/001_users.sql': 'CREATE TABLE users (id int);\n' });
  const applied = {
    '001_users': 'CREATE TABLE users (id int);\n',
    '002_gone': 'CREATE TABLE gone (id int);\n',
  };
  const found = await look(dir.path, await plainLive(applied));
  expect(found).toMatchObject({ ok: true, applied: 2, objects: [] });
  expect(found.notes).toEqual([
    'migrations does not hold 002_gone, which is applied: its text was taken from the ledger',
  ]);
});

test('what only the ledger holds is replayed where its number says that it ran', async () => {
  using dir = directory({ 'migrations/9_users.sql': 'CREATE TABLE users (id int);\n' });
  const found = await look(
    dir.path,
    await plainLive({
      '9_users': 'CREATE TABLE users (id int);\n',
      '10_email': 'ALTER TABLE users ADD email text;\n',
    }),
  );
  expect(found).toMatchObject({ ok: true, applied: 2, objects: [] });
  expect(found.notes).toEqual([
    'migrations does not hold 10_email, which is applied: its text was taken from the ledger',
  ]);
});

test('what a migration may have made of which nobody has the text is told of as that', async () => {
  using dir = project([first]);
  const found = await look(dir.path, await liveWith([first, third]));
  expect(found.objects).toMatchObject([
    { kind: 'extra', id: 'table:public.posts', cause: { kind: 'unknown-migration', migration: third } },
  ]);
});
