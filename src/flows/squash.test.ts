import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { directory } from '../../test/strata.ts';
import { liveServer } from '../engine/live-server.suite.ts';
import { liveCommandFor } from '../model/live-project.ts';
import { noPaint } from '../report/paint.ts';
import { squashReport } from '../report/squash.ts';
import { statusReport } from '../report/status.ts';
import { deploy } from './deploy.ts';
import { drift } from './drift.ts';
import { ownCastSql } from './own-cast.suite.ts';
import { plainDeploy, plainDrift, plainSettings as settings } from './plain-settings.suite.ts';
import { prismaLedgerSql, prismaRowSql } from './prisma-ledger.suite.ts';
import { repair } from './repair.ts';
import { type SquashOptions, squash } from './squash.ts';
import { status } from './status.ts';
import { unreadSql } from './unread.suite.ts';

const server = liveServer();

const names = ['20260101000000_users', '20260102000000_names', '20260103000000_posts'] as const;
const sql: readonly string[] = [
  'CREATE TABLE users (id int PRIMARY KEY, nick text);\n',
  "ALTER TABLE users RENAME nick TO name;\nINSERT INTO users VALUES (1, 'first');\nCREATE INDEX users_name ON users (name);\n",
  'CREATE TABLE posts (id int PRIMARY KEY, author int REFERENCES users);\n',
];

function project(texts: readonly string[] = sql) {
  return directory({
    'prisma/migrations/migration_lock.toml': 'provider = "postgresql"\n',
    ...Object.fromEntries(
      names.map((name, i) => [`prisma/migrations/${name}/migration.sql`, texts[i] as string]),
    ),
  });
}

function optionsFor(dir: string, more: Partial<SquashOptions> = {}): SquashOptions {
  return {
    cwd: dir,
    dir,
    settingsOf: async () => settings,
    until: names[1],
    name: 'baseline',
    write: false,
    now: new Date('2026-11-20T12:00:00Z'),
    ...more,
  };
}

test('nothing is written without the word', async () => {
  using dir = project();
  const planned = await squash(optionsFor(dir.path));
  expect(planned).toMatchObject({
    squashed: names.slice(0, 2),
    baseline: '20260102000000_baseline',
    isWritten: false,
    carried: [{ table: 'public.users', rows: 1 }],
    notCarried: [],
  });
  expect(readdirSync(join(dir.path, 'prisma/migrations')).sort()).toEqual([...names, 'migration_lock.toml']);
  const kept = join(dir.path, 'prisma/migrations', names[0]);
  mkdirSync(join(kept, 'notes'));
  await expect(squash(optionsFor(dir.path, { write: true }))).rejects.toMatchObject({
    message: `prisma/migrations/${names[0]} has no migration.sql`,
    hint: 'Every file is as it was before.',
  });
  expect(readdirSync(kept).sort()).toEqual(['migration.sql', 'notes']);
});

test('the baseline takes the place of what it stands for, and a database past it follows by the SQL that is told', async () => {
  using dir = project();
  writeFileSync(join(dir.path, 'prisma/migrations', names[0], 'README.md'), 'Prisma passes this over.');
  const database = await server.createDatabase();
  await using session = await database.connect('owner', { guarded: false });
  await session.query(prismaLedgerSql);
  for (const [i, name] of names.entries()) {
    const text = sql[i] as string;
    await session.query(text + prismaRowSql(name, text));
  }
  const done = await squash(optionsFor(dir.path, { write: true }));
  expect(done.isWritten).toBe(true);
  expect(readdirSync(join(dir.path, 'prisma/migrations')).sort()).toEqual([
    '20260102000000_baseline',
    names[2],
    'migration_lock.toml',
  ]);
  expect(
    readFileSync(join(dir.path, 'prisma/migrations/20260102000000_baseline/migration.sql'), 'utf8'),
  ).toContain('CREATE TABLE public.users');
  expect(squashReport(done, { paint: noPaint, width: 100 })).toMatch(
    /To be run in [^:]*before\s+the\s+next\s+`strata\s+deploy`/,
  );
  const shown = await status(plainDrift(dir.path, database.url as string));
  expect(statusReport(shown, { paint: noPaint, width: 500 }, liveCommandFor('.', false))).toContain(
    'strata repair --record 20260102000000_baseline',
  );
  await session.query(done.ledgerSql);
  const found = await drift(plainDrift(dir.path, database.url as string));
  expect(found).toMatchObject({ ok: true, applied: 2, objects: [] });
});

test.each(['Prisma', 'Strata'])(
  'a baseline is recorded in place of what it stands for, in a ledger of %s that was not told of it before',
  async (owner) => {
    const texts = Object.fromEntries(
      ['1_a', '2_b', '3_c'].map((name, i) => [`migrations/${name}.sql`, sql[i] as string]),
    );
    using dir = owner === 'Prisma' ? project() : directory(texts);
    const database = await server.createDatabase();
    await using session = await database.connect('owner', { guarded: false });
    if (owner === 'Prisma') await session.query(prismaLedgerSql);
    const url = database.url as string;
    expect((await deploy(plainDeploy(dir.path, url))).ok).toBe(true);
    const until = owner === 'Prisma' ? names[1] : '2_b';
    const { baseline } = await squash(optionsFor(dir.path, { write: true, until }));
    // It would make again what is there, so what a deploy says is what `status` says.
    await expect(deploy(plainDeploy(dir.path, url))).rejects.toMatchObject({
      message: `${baseline} would run after migrations that come later`,
      hint: expect.stringContaining(`strata repair --record ${baseline}`),
    });
    const record = (apply: string | undefined) =>
      repair({
        ...plainDrift(dir.path, url),
        settlement: { kind: 'record', migrations: [baseline], dataIsThere: true },
        apply,
        allow: [],
        now: new Date(),
        limits: { lockTimeoutMs: 1000, statementTimeoutMs: 0, lockRetries: 2 },
        waitMs: 0,
        onProgress: () => {},
      });
    const planned = await record(undefined);
    expect(planned).toMatchObject({ ok: true, recorded: [baseline] });
    expect(planned.notes).toEqual([expect.stringContaining(`${baseline} is the baseline of `)]);
    await record(planned.plan);
    expect(await status(plainDrift(dir.path, url))).toMatchObject({ ok: true });
    expect(await drift(plainDrift(dir.path, url))).toMatchObject({ ok: true, applied: 2, objects: [] });
  },
);

test('a long baseline that the ledger keeps is not printed with it', async () => {
  const long = `COMMENT ON TABLE users IS '${'It is read every morning. '.repeat(200)}';\n`;
  using dir = directory({ 'migrations/1_a.sql': sql[0] as string, 'migrations/2_b.sql': long });
  const done = await squash(optionsFor(dir.path, { until: '2_b' }));
  const shown = squashReport(done, { paint: noPaint, width: 100 });
  expect(done.ledgerSql).toContain('read every morning');
  expect(shown).not.toContain('read every morning');
  expect(shown).toContain('strata repair --record 2_baseline --live URL');
});

test('migrations of which one cannot be read are not squashed, and no file is removed', async () => {
  using dir = project();
  const lost = join(dir.path, 'prisma/migrations', names[1], 'migration.sql');
  rmSync(lost);
  await expect(squash(optionsFor(dir.path, { until: names[2], write: true }))).rejects.toThrow(
    `${names[1]} has no migration.sql`,
  );
  writeFileSync(lost, Buffer.from([0, 1, 2, 255, 254, 0, 7]));
  await expect(squash(optionsFor(dir.path, { until: names[2], write: true }))).rejects.toMatchObject({
    code: 'project',
    message: expect.stringContaining(`${names[1]}/migration.sql cannot be read`),
    hint: expect.stringContaining('git checkout'),
  });
  expect(readdirSync(join(dir.path, 'prisma/migrations')).sort()).toEqual([...names, 'migration_lock.toml']);
});

const inOne = 'CREATE TABLE done (id int);\n';

test('rows are carried over with their numbers, in the order of their references, and past triggers', async () => {
  using dir = project([
    `CREATE TABLE kinds (id serial PRIMARY KEY, name text UNIQUE, made timestamptz NOT NULL DEFAULT now(), upper text GENERATED ALWAYS AS (upper(name)) STORED);
     CREATE TABLE areas (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, part_of int REFERENCES areas, kind int REFERENCES kinds, note jsonb);
     CREATE TABLE log (what text);
     CREATE FUNCTION log() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN INSERT INTO log VALUES (NEW.name); RETURN NEW; END $$;
     CREATE TRIGGER logged AFTER INSERT ON kinds FOR EACH ROW EXECUTE FUNCTION log();`,
    `INSERT INTO kinds (name) VALUES ('a ''quoted'' one'), ('back\\slash'), (NULL);
     DELETE FROM kinds WHERE name IS NULL;
     INSERT INTO areas (part_of, kind, note) VALUES (2, 1, '{"a": [1, 2]}'), (1, 2, NULL);
     DO $$ BEGIN INSERT INTO log VALUES ('done'); END $$;`,
    "INSERT INTO kinds (name) VALUES ('next'); SELECT 1 / (SELECT (count(*) = 4)::int FROM log WHERE what IS NOT NULL);",
  ]);
  const done = await squash(optionsFor(dir.path, { write: true }));
  expect(done).toMatchObject({
    carried: [
      { table: 'public.areas', rows: 2 },
      { table: 'public.kinds', rows: 2 },
      { table: 'public.log', rows: 4 },
    ],
    notCarried: [],
    notes: [],
  });
  const text = readFileSync(
    join(dir.path, 'prisma/migrations/20260102000000_baseline/migration.sql'),
    'utf8',
  );
  expect(text).toContain(`ALTER TABLE public.kinds DISABLE TRIGGER logged;

INSERT INTO public.kinds (id, name) VALUES
  ('1', 'a ''quoted'' one'),
  ('2', E'back\\\\slash');

ALTER TABLE public.kinds ENABLE TRIGGER logged;

INSERT INTO public.areas (id, kind, note, part_of) OVERRIDING SYSTEM VALUE VALUES
  ('1', '1', '{"a": [1, 2]}', '2'),
  ('2', '2', NULL, '1');
`);
  expect(text).toContain("SELECT pg_catalog.setval('public.kinds_id_seq', 3);");
});

test('a sequence goes on where the migrations have left it, also one that has given out no number', async () => {
  using dir = project([
    `CREATE TABLE invoices (id serial PRIMARY KEY); CREATE TABLE orders (id int GENERATED ALWAYS AS IDENTITY);
     CREATE SEQUENCE plain; CREATE SEQUENCE later; ALTER SEQUENCE later START 7;`,
    `ALTER SEQUENCE invoices_id_seq RESTART WITH 1000; ALTER TABLE orders ALTER id RESTART WITH 2000;`,
    `DO $$ BEGIN
       IF nextval('invoices_id_seq') <> 1000 OR nextval('orders_id_seq') <> 2000 OR nextval('plain') <> 1 OR nextval('later') <> 1
       THEN RAISE EXCEPTION 'counted otherwise'; END IF; END $$;`,
  ]);
  const { files, notes } = await squash(optionsFor(dir.path));
  expect(notes).toEqual([]);
  const text = files[0]?.text ?? '';
  expect(text.match(/SELECT pg_catalog\.setval.*/g)).toEqual([
    "SELECT pg_catalog.setval('public.invoices_id_seq', 1000, false);",
    "SELECT pg_catalog.setval('public.later', 1, false);",
    "SELECT pg_catalog.setval('public.orders_id_seq', 2000, false);",
  ]);
});

test('a random id is left to its default, unless another row refers to it', async () => {
  using dir = project([
    `CREATE TABLE places (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), name text);
     CREATE TABLE defaults (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), place uuid REFERENCES places);`,
    "INSERT INTO places (name) VALUES ('here'); INSERT INTO defaults (place) SELECT id FROM places;",
    inOne,
  ]);
  const planned = await squash(optionsFor(dir.path));
  expect(planned.notes).toEqual([]);
  const text = planned.files[0]?.text ?? '';
  expect(text).toMatch(/INSERT INTO public\.places \(id, name\) VALUES\n {2}\('[0-9a-f-]{36}', 'here'\);/);
  expect(text).toMatch(/INSERT INTO public\.defaults \(place\) VALUES\n {2}\('[0-9a-f-]{36}'\);/);
});

test('what no schema and no row holds is listed', async () => {
  using dir = project([
    sql[0] as string,
    "DO $$ BEGIN IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'x') THEN CREATE ROLE x; END IF; END $$;\nCREATE ROLE y;\nINSERT INTO users VALUES (1, 'a');",
    inOne,
  ]);
  const planned = await squash(optionsFor(dir.path));
  expect(planned.carried).toEqual([{ table: 'public.users', rows: 1 }]);
  expect(planned.notCarried.map(({ line }) => line)).toEqual([1, 2]);
});

test('a password that the migrations hold is in the baseline', async () => {
  using dir = project([
    'CREATE EXTENSION postgres_fdw;\nCREATE SERVER s FOREIGN DATA WRAPPER postgres_fdw;\n',
    "CREATE USER MAPPING FOR PUBLIC SERVER s OPTIONS (user 'reader', password 'written');\n",
    'CREATE TABLE t (a int);\n',
  ]);
  const { files, notes, notCarried } = await squash(optionsFor(dir.path));
  expect(files[0]?.text).toContain("OPTIONS (password 'written', user 'reader')");
  expect({ notes, notCarried }).toEqual({ notes: [], notCarried: [] });
});

test('where rows cannot be carried over, that is said, and the statements that wrote them are listed', async () => {
  using dir = project([
    sql[0] as string,
    `INSERT INTO users SELECT i, 'x' FROM generate_series(1, 5001) i;
     CREATE SEQUENCE bills; ALTER SEQUENCE bills RESTART 1000; ALTER SEQUENCE bills CYCLE;`,
    inOne,
  ]);
  const planned = await squash(optionsFor(dir.path));
  expect(planned.carried).toEqual([]);
  expect(planned.notCarried.map((one) => one.sql.slice(0, 20))).toEqual([
    'INSERT INTO users SE',
    'ALTER SEQUENCE bills',
  ]);
  expect(planned.notes).toEqual([
    'The rows that the migrations write could not be carried over: public.users holds more than 5000. Where a new database needs them, put the statements into a migration behind the baseline',
  ]);
});

test('what counts on rows that could not be carried over is refused', async () => {
  using dir = project([
    sql[0] as string,
    "INSERT INTO users SELECT i, 'x' FROM generate_series(1, 5001) i;",
    'DO $$ BEGIN IF NOT EXISTS (SELECT FROM users) THEN RAISE EXCEPTION $m$nobody$m$; END IF; END $$;\n',
  ]);
  await expect(squash(optionsFor(dir.path, { write: true }))).rejects.toThrow(
    `${names[2]} fails on top of the baseline`,
  );
  expect(existsSync(join(dir.path, `prisma/migrations/${names[0]}/migration.sql`))).toBe(true);
});

test('one migration is not squashed', async () => {
  using dir = project();
  await expect(squash(optionsFor(dir.path, { until: names[0] }))).rejects.toThrow('nothing to squash');
});

/** A folder as drizzle-kit writes it; the second migration was written by hand and has no snapshot. */
function drizzleProject(count: number) {
  const tags = ['0000_init', '0001_rows', '0002_posts', '0003_tags'].slice(0, count);
  const texts = [sql[0], "INSERT INTO users VALUES (1, 'first');\n", sql[2], 'CREATE TABLE tags (id int);\n'];
  const ids = ['a', 'b', 'c', 'd'].map((digit) => `${digit.repeat(8)}-0000-4000-8000-000000000000`);
  const snapshot = (i: number) =>
    JSON.stringify(
      { id: ids[i], prevId: ids[i - 1] ?? '', version: '7', dialect: 'postgresql', tables: {} },
      null,
      2,
    );
  return directory({
    'drizzle/meta/_journal.json': JSON.stringify(
      {
        version: '7',
        dialect: 'postgresql',
        entries: tags.map((tag, idx) => ({ idx, version: '7', when: 1000 + idx, tag, breakpoints: true })),
      },
      null,
      2,
    ),
    ...Object.fromEntries(tags.map((tag, i) => [`drizzle/${tag}.sql`, texts[i] as string])),
    ...Object.fromEntries(
      tags.flatMap((tag, i) =>
        i === 1 ? [] : [[`drizzle/meta/${tag.slice(0, 4)}_snapshot.json`, snapshot(i)]],
      ),
    ),
  });
}

test('what stops a squash is told with its place, and its command is for where the squash was called', async () => {
  using dir = drizzleProject(4);
  writeFileSync(join(dir.path, 'drizzle/meta/_journal.json'), '{');
  const cwd = dirname(dir.path);
  await expect(squash({ ...optionsFor(dir.path, { until: '0002_posts' }), cwd })).rejects.toMatchObject({
    code: 'project',
    message: 'drizzle/meta/_journal.json is not a journal: drizzle applies nothing without it',
    where: { file: 'drizzle/meta/_journal.json', line: 1 },
    hint: expect.stringContaining(`git checkout -- '${basename(dir.path)}/drizzle/meta/_journal.json'`),
  });
});

test("drizzle-kit's journal and snapshots are squashed with their migrations", async () => {
  using dir = drizzleProject(4);
  const done = await squash(optionsFor(dir.path, { until: '0002_posts', write: true }));
  expect(done).toMatchObject({
    baseline: '0002_baseline',
    removed: [
      'drizzle/0000_init.sql',
      'drizzle/0001_rows.sql',
      'drizzle/0002_posts.sql',
      'drizzle/meta/0000_snapshot.json',
    ],
    carried: [{ table: 'public.users', rows: 1 }],
    notes: [],
  });
  expect(readdirSync(join(dir.path, 'drizzle')).sort()).toEqual([
    '0002_baseline.down.sql',
    '0002_baseline.sql',
    '0003_tags.sql',
    'meta',
  ]);
  const read = (name: string) => JSON.parse(readFileSync(join(dir.path, 'drizzle/meta', name), 'utf8'));
  expect(read('_journal.json').entries).toEqual([
    { idx: 2, version: '7', when: 1002, tag: '0002_baseline', breakpoints: true },
    { idx: 3, version: '7', when: 1003, tag: '0003_tags', breakpoints: true },
  ]);
  expect(readdirSync(join(dir.path, 'drizzle/meta')).sort()).toEqual([
    '0002_snapshot.json',
    '0003_snapshot.json',
    '_journal.json',
  ]);
  expect(read('0002_snapshot.json')).toMatchObject({
    id: 'cccccccc-0000-4000-8000-000000000000',
    prevId: '00000000-0000-0000-0000-000000000000',
  });
  expect(done.ledgerSql).toMatch(/created_at\) VALUES \('[0-9a-f]{64}', 1002\)/);
});

test('where the last migration has no snapshot, the one before it stays what drizzle-kit goes on from', async () => {
  using dir = drizzleProject(2);
  const done = await squash(optionsFor(dir.path, { until: '0001_rows', write: true }));
  expect(done.removed).toEqual(['drizzle/0000_init.sql', 'drizzle/0001_rows.sql']);
  expect(readdirSync(join(dir.path, 'drizzle/meta')).sort()).toEqual(['0000_snapshot.json', '_journal.json']);
});

test('folders of drizzle-kit 1.0 are left alone, and why is said', async () => {
  using dir = directory({
    'drizzle/20260101000000_a/migration.sql': sql[0] as string,
    'drizzle/20260101000000_a/snapshot.json': '{"dialect":"postgres"}',
    'drizzle/20260102000000_b/migration.sql': inOne,
    'drizzle/20260102000000_b/snapshot.json': '{"dialect":"postgres"}',
  });
  await expect(squash(optionsFor(dir.path, { until: '20260102000000_b' }))).rejects.toThrow(
    'drizzle is of drizzle-kit 1.0, which keeps a snapshot beside each migration',
  );
});

test('rows are read by a role that is no superuser', async () => {
  using dir = project([ownCastSql, "INSERT INTO moods VALUES (1, 'calm', 'a');\n", '']);
  expect(await squash(optionsFor(dir.path))).toMatchObject({
    carried: [{ table: 'public.moods', rows: 1 }],
  });
});

test('rows that cannot be read are no rows that are not there', async () => {
  using dir = project([unreadSql, 'CREATE TABLE more (id int); INSERT INTO more VALUES (1);\n', '']);
  expect(await squash(optionsFor(dir.path))).toMatchObject({
    carried: [],
    notes: [
      expect.stringMatching(
        /could not be carried over: public.regions cannot be read: user mapping not found/,
      ),
    ],
  });
});

test('a value is carried over as its type reads it, whatever a cast to text says', async () => {
  using dir = project([
    `CREATE TYPE mood AS ENUM ('calm', 'wild'); CREATE TABLE moods (id int PRIMARY KEY, mood mood);
     CREATE FUNCTION shown(mood) RETURNS text LANGUAGE sql AS $$ SELECT 'calm' $$; CREATE CAST (mood AS text) WITH FUNCTION shown(mood);`,
    "INSERT INTO moods VALUES (1, 'wild'), (2, NULL);\n",
    '',
  ]);
  const { files, notes } = await squash(optionsFor(dir.path));
  expect(notes).toEqual([]);
  expect(files[0]?.text).toContain("('1', 'wild'),\n  ('2', NULL);");
});
