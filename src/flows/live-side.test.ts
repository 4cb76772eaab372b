import { expect, test, vi } from 'vitest';
import { directory } from '../../test/strata.ts';
import type { Database } from '../engine/engine.ts';
import { liveServer } from '../engine/live-server.suite.ts';
import { hintText } from '../model/hint.ts';
import type { SoftReference } from '../model/policies.ts';
import type { ProjectReport } from '../model/report.ts';
import { type CheckOptions, check } from './check.ts';
import { plainRules, plainSettings as settings } from './plain-settings.suite.ts';
import { databaseWith, prismaRowSql, rowsFor } from './prisma-ledger.suite.ts';

const server = liveServer();

const rules = plainRules('/nowhere');

const first = '20260101000000_users';
const second = '20260102000000_audit';
const third = '20260103000000_posts';
const sql: Readonly<Record<string, string>> = {
  [first]: 'CREATE TABLE users (\n  id serial PRIMARY KEY,\n  name text NOT NULL,\n  manager int\n);\n',
  [second]: `CREATE FUNCTION audit() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RETURN NEW;
END $$;
CREATE TRIGGER audited BEFORE UPDATE ON users FOR EACH ROW EXECUTE FUNCTION audit();
`,
  [third]: 'CREATE TABLE posts (id int PRIMARY KEY, title text);\n',
};

const schema = `datasource db {
  provider = "postgresql"
}

model users {
  id      Int    @id @default(autoincrement())
  name    String
  manager Int?
  phone   String?
}

model posts {
  id    Int     @id
  title String?
}
`;

function project(more: Readonly<Record<string, string>> = {}) {
  return directory({
    'prisma/migrations/migration_lock.toml': 'provider = "postgresql"\n',
    ...Object.fromEntries(
      Object.entries(sql).map(([name, text]) => [`prisma/migrations/${name}/migration.sql`, text]),
    ),
    ...more,
  });
}

const row = rowsFor(sql);

function liveWith(names: readonly string[], then?: string): Promise<Database> {
  return databaseWith(server, sql, names, then);
}

async function look(
  dir: string,
  database: Database,
  more: Partial<CheckOptions> = {},
): Promise<ProjectReport> {
  const report = await check({
    cwd: dir,
    dirs: [dir],
    failOn: 'error',
    settingsOf: async () => settings,
    live: { url: database.url as string, ignoresOf: async () => [], today: '2026-11-20' },
    ...more,
  });
  expect(JSON.stringify(report)).not.toContain(new URL(database.url as string).password);
  return report.projects[0] as ProjectReport;
}

const all = [first, second, third];
const told = ({ findings }: ProjectReport) => findings.map(({ rule, severity }) => `${severity} ${rule}`);

test('a live database that is as its migrations made it adds nothing but its numbers', async () => {
  using dir = project();
  const report = await look(dir.path, await liveWith(all));
  expect(report.findings).toEqual([]);
  expect(report.live).toMatchObject({ applied: 3, pending: 0, drifted: 0 });
});

test('what differs is told with its cause, its place and the commands that settle it', async () => {
  using dir = project();
  const report = await look(
    dir.path,
    await liveWith(
      all,
      `DROP FUNCTION audit() CASCADE; ALTER TABLE users ALTER name TYPE varchar(40); CREATE INDEX by_name ON users (name);
       COMMENT ON TABLE users IS 'people';`,
    ),
  );
  expect(told(report)).toEqual([
    'error live-missing',
    'error live-missing',
    'error live-difference',
    'warning live-extra',
    'info live-extra',
  ]);
  expect(report.findings[0]).toMatchObject({
    message: 'Function public.audit() is missing in the live database, though its migration is applied.',
    where: { file: `prisma/migrations/${second}/migration.sql`, line: 1, column: 1 },
    migration: second,
    hint: [
      'Bring the database back to its migrations:',
      { code: "strata repair --revert --object 'function public.audit()' --live URL" },
      'Or let a new migration say what the database has:',
      { code: "strata repair --adopt --object 'function public.audit()' --live URL" },
    ],
  });
  expect(report.findings[2]).toMatchObject({
    message: 'Column public.users.name in the live database differs from the applied migrations in type.',
    where: { file: `prisma/migrations/${first}/migration.sql`, line: 1 },
  });
  expect(report.findings[2]?.notes.slice(0, 2)).toEqual([
    'The migrations: text NOT NULL',
    'The live database: character varying(40) NOT NULL',
  ]);
  expect(report.findings.at(-1)?.message).toBe(
    'The comment on table public.users is in the live database, and no applied migration makes it.',
  );
  expect(report.live?.drifted).toBe(5);
});

test('a column whose default alone differs is told of as a whole', async () => {
  using dir = project();
  const report = await look(dir.path, await liveWith(all, 'ALTER TABLE users ALTER id DROP DEFAULT'));
  expect(report.findings).toMatchObject([
    {
      message: 'Column public.users.id in the live database differs from the applied migrations in default.',
      migration: first,
      where: { line: 1 },
    },
  ]);
  expect(report.findings[0]?.notes[1]).toBe('The live database: integer NOT NULL');
});

test('a page shows the three sides of every difference', async () => {
  using dir = project({ 'prisma/schema.prisma': schema });
  const database = await liveWith(
    [first, second],
    `ALTER TABLE users ALTER name TYPE varchar(40); ALTER TABLE users ADD phone text; ${sql[third]}
     CREATE OR REPLACE FUNCTION audit() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN OLD; END $$;`,
  );
  const { detail, findings } = await look(dir.path, database, { withDetail: true });
  const rows = new Map(detail?.differences?.map((one) => [one.object, one]));
  expect(rows.get('column public.users.phone')).toMatchObject({
    history: null,
    declared: 'text',
    live: 'text',
  });
  expect(rows.get('column public.users.name')).toMatchObject({
    history: 'text NOT NULL',
    declared: 'text NOT NULL',
    live: 'character varying(40) NOT NULL',
  });
  const audit = rows.get('function public.audit()');
  expect(audit?.history).toContain('RETURN NEW');
  expect(audit?.live).toContain('RETURN OLD');
  expect(audit?.declared).toBeUndefined();
  const posts = rows.get('table public.posts');
  expect(posts?.history).toContain(`-- ${third}, pending`);
  expect(posts?.live).toContain('CREATE TABLE public.posts');
  const phone = findings.filter(({ message }) => message.includes('users.phone'));
  expect(phone).toMatchObject([
    {
      rule: 'declared-not-made',
      severity: 'error',
      message:
        'Field users.phone (column public.users.phone) is declared in prisma/schema.prisma, but no migration makes it. The live database has it as it is declared.',
      where: { file: 'prisma/schema.prisma', line: 9 },
    },
  ]);
  expect(phone[0]?.notes).toEqual([
    'prisma/schema.prisma: text',
    'The live database: text',
    expect.stringContaining('it was pushed without one'),
  ]);
  expect(hintText(phone[0]?.hint ?? [])).toMatch(
    /^The live database is as it is declared: .*\nstrata repair --adopt --object 'column public.users.phone' --live URL\nBring the migrations/,
  );
  expect(hintText(findings.find(({ message }) => message.includes('public.posts'))?.hint ?? [])).toBe(
    `Write down what is there already, once proven:\nstrata repair --record ${third} --live URL`,
  );
});

test('an object that each of the three has in other words is one finding with all of them', async () => {
  using dir = project({ 'prisma/schema.prisma': schema.replace('manager Int?', 'manager BigInt?') });
  const { findings } = await look(
    dir.path,
    await liveWith(all, 'ALTER TABLE users ALTER manager TYPE smallint; ALTER TABLE users ADD phone text'),
  );
  const manager = findings.filter(({ message }) => message.includes('users.manager'));
  expect(manager).toMatchObject([
    {
      rule: 'declared-difference',
      message: expect.stringMatching(/The live database has it as neither of them says\.$/),
    },
  ]);
  expect(manager[0]?.notes.slice(0, 2)).toEqual(['The migrations: integer', 'prisma/schema.prisma: bigint']);
  expect(manager[0]?.notes).toContain('The live database: smallint');
  expect(hintText(manager[0]?.hint ?? [])).toMatch(
    /^Bring the database back to its migrations:\nstrata repair --revert/,
  );
});

test('objects whose names differ in their letters alone are told of each by itself', async () => {
  using dir = project({ 'prisma/schema.prisma': schema.replace('phone   String?', 'Phone   String?') });
  const { findings } = await look(dir.path, await liveWith(all, 'ALTER TABLE users ADD "PHONE" text'));
  expect(findings.map(({ message }) => message)).toEqual([
    'Field users.Phone (column public.users."Phone") is declared in prisma/schema.prisma, but no migration makes it.',
    'Column public.users."PHONE" is in the live database, and no applied migration makes it.',
  ]);
});

test('what was declared and never made is told of on the live side as well', async () => {
  using dir = project({ 'prisma/schema.prisma': schema });
  const { detail } = await look(dir.path, await liveWith(all), { withDetail: true });
  expect(detail?.differences).toMatchObject([
    { object: 'column public.users.phone', history: null, declared: 'text', live: null },
  ]);
});

test('the ledger is told of: pending, failed, edited, unknown and out of order', async () => {
  using dir = project();
  const gone = row('20260104000000_gone', { text: 'x' });
  const log = `E'A migration failed to apply.\\nERROR: canceling statement'`;
  const failed = prismaRowSql(second, sql[second] as string, { finished: 'NULL', log });
  const report = await look(
    dir.path,
    await liveWith(
      [],
      `${sql[first]}${row(first, { text: 'CREATE TABLE users (id int);' })}${failed}${gone}`,
    ),
  );
  expect(told(report)).toEqual([
    'error failed-migration',
    'warning edited-after-applied',
    'warning unknown-migration',
    'info pending-migration',
  ]);
  expect(report.findings[0]?.notes).toEqual(['Its ledger says: ERROR: canceling statement']);
  expect(report.findings.at(-1)?.message).toMatch(/^One migration is pending on postgres.*: .*_posts\.$/);
  expect(report.notChecked.join('\n')).toContain('does not hold');
  const late = await look(dir.path, await liveWith([first, third]));
  expect(late.findings).toMatchObject([
    { rule: 'out-of-order-migration', migration: second, where: { line: 1 } },
  ]);
});

test('sequences are told of before they end, also where only their column is too small', async () => {
  using dir = project({
    'prisma/migrations/20260104000000_counters/migration.sql':
      'CREATE SEQUENCE "Wide"; CREATE TABLE counters (id int PRIMARY KEY DEFAULT nextval(\'"Wide"\'), down int);\nCREATE SEQUENCE down INCREMENT -1;\nCREATE SEQUENCE again AS smallint CYCLE;\n',
  });
  const counters = `CREATE SEQUENCE "Wide"; CREATE TABLE counters (id int PRIMARY KEY DEFAULT nextval('"Wide"'), down int);
    CREATE SEQUENCE down INCREMENT -1; CREATE SEQUENCE again AS smallint CYCLE;`;
  const report = await look(
    dir.path,
    await liveWith(
      all,
      `${counters}${row('20260104000000_counters', { text: 'x' })}
       SELECT setval('users_id_seq', 1717986919); SELECT setval('"Wide"', 2100000000);
       SELECT setval('again', 32766); SELECT setval('down', -5);`,
    ),
  );
  const found = report.findings.filter(({ rule }) => rule === 'sequence-near-end');
  expect(found).toMatchObject([
    {
      severity: 'error',
      message:
        'Sequence public."Wide", which public.counters.id (integer) takes its values from, has reached 2,100,000,000: 97 % of the way to 2,147,483,647.',
    },
    { severity: 'warning' },
  ]);
  expect(hintText(found[0]?.hint ?? [])).toContain(
    'ALTER TABLE public.counters ALTER COLUMN id TYPE bigint;',
  );
  expect(hintText(found[0]?.hint ?? [])).not.toContain('ALTER SEQUENCE');
  expect(hintText(found[1]?.hint ?? [])).toContain('ALTER SEQUENCE public.users_id_seq AS bigint;');
});

test('orphans of soft references are counted, and one that cannot be keeps no other from it', async () => {
  using dir = project();
  const database = await liveWith(
    all,
    "INSERT INTO users (name, manager) VALUES ('a', 1), ('b', 77), ('c', 78)",
  );
  const softReferences = [
    { from: 'nowhere.id', to: 'users.id' },
    { from: 'users.manager', to: 'users.id' },
  ];
  const report = await look(dir.path, database, {
    rulesOf: async () => ({ ...rules, policies: { softReferences }, levels: { 'soft-reference': 'off' } }),
  });
  expect(report.findings.find(({ rule }) => rule === 'orphaned-reference')).toMatchObject({
    severity: 'error',
    message: '2 rows of the live database point at nothing: users.manager → users.id, such as 77, 78.',
  });
  expect(report.notChecked.join('\n')).toMatch(
    /Orphans of nowhere\.id → users\.id were not counted: .*nowhere/,
  );
});

test('however many soft references there are, a check opens the same sessions', async () => {
  using dir = project();
  const database = await liveWith(all);
  await using control = await database.connect('owner', { guarded: false });
  const sessionsOf = async (softReferences: readonly SoftReference[]) => {
    await look(dir.path, database, { rulesOf: async () => ({ ...rules, policies: { softReferences } }) });
    const others =
      'SELECT FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()';
    await vi.waitFor(async () => expect(await control.query(others)).toEqual([]), 10_000);
    const [row] = await control.query<{ n: number }>(
      'SELECT sessions::int AS n FROM pg_stat_database WHERE datname = current_database()',
    );
    return row?.n ?? 0;
  };
  const reference = { from: 'users.manager', to: 'users.id' };
  const [before, without] = [await sessionsOf([]), await sessionsOf([])];
  const withTwo = await sessionsOf([reference, { ...reference, from: 'posts.id' }]);
  expect(without - before).toBeGreaterThan(0);
  expect(withTwo - without).toBe(without - before);
});

test('the configuration may put up with drift, and allow what only a live database shows', async () => {
  using dir = project();
  const database = await liveWith(
    all,
    'CREATE TABLE scratch (id int PRIMARY KEY); ALTER TABLE users ADD fax text',
  );
  const allowances = [{ rule: 'live-extra', about: 'users.fax', because: 'goes next week' }];
  const rulesOf = async () => ({ ...rules, allowances, levels: { 'small-key': 'off' as const } });
  const ignoresOf = async () => [{ object: 'table scratch', because: 'belongs to another program' }];
  const withLive = await look(dir.path, database, {
    rulesOf,
    live: { url: database.url as string, ignoresOf, today: '2026-11-20' },
  });
  expect(withLive.findings.filter(({ rule }) => /live|suppression/.test(rule))).toEqual([]);
  expect(withLive.allowed).toBe(2);
  const { projects } = await check({
    cwd: dir.path,
    dirs: [dir.path],
    failOn: 'error',
    settingsOf: async () => settings,
    rulesOf,
  });
  expect(projects[0]?.findings.filter(({ rule }) => /suppression/.test(rule))).toEqual([]);
});

test('where an applied migration does not replay, no difference is more than a warning', async () => {
  const broken = '20260104000000_broken';
  const text = 'CREATE TABLE made (id int PRIMARY KEY);\nALTER TABLE nowhere ADD COLUMN x int;\n';
  using dir = project({ [`prisma/migrations/${broken}/migration.sql`]: text });
  const database = await liveWith(all, `${row(broken, { text })} DROP TABLE posts;`);
  const report = await look(dir.path, database);
  expect(told(report).filter((one) => one.includes('live'))).toEqual([
    'warning live-missing',
    'warning live-missing',
  ]);
  expect(report.notChecked.join('\n')).toContain(`${broken} fails when it is replayed`);
});

test('a database is beside one history, and one that does not answer is an error', async () => {
  using dir = project({ 'other/migrations/001_a.sql': 'CREATE TABLE a (id int PRIMARY KEY);\n' });
  const live = {
    url: 'postgres://nobody:secret@127.0.0.1:1/x',
    ignoresOf: async () => [],
    today: '2026-11-20',
  };
  const base = { cwd: dir.path, failOn: 'error', settingsOf: async () => settings, live } as const;
  await expect(check({ ...base, dirs: [dir.path] })).rejects.toMatchObject({
    code: 'usage',
    hint: expect.stringContaining('other/migrations'),
  });
  const knex = await server.databaseWith('CREATE TABLE knex_migrations (id int, name text)');
  const refusing = { ...base.live, url: knex.url as string };
  expect(await check({ ...base, live: refusing, dirs: [`${dir.path}/other`] })).toMatchObject({
    ok: false,
    projects: [
      {
        findings: [
          {
            rule: 'live-unread',
            message: expect.stringMatching(/^The live database was not compared: knex_migrations says/),
            hint: expect.stringContaining('strata repair --record'),
          },
        ],
      },
    ],
  });
  await expect(check({ ...base, dirs: [`${dir.path}/other`] })).rejects.toMatchObject({
    code: 'live',
    message: expect.not.stringContaining('secret'),
  });
});
