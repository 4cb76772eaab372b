import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { directory } from '../../test/strata.ts';
import type { Database } from '../engine/engine.ts';
import { ask, liveServer } from '../engine/live-server.suite.ts';
import { liveCommandFor } from '../model/live-project.ts';
import type { Status } from '../model/status.ts';
import { noPaint } from '../report/paint.ts';
import { statusJson, statusReport } from '../report/status.ts';
import { deploy } from './deploy.ts';
import { plainDeploy, plainSettings as settings } from './plain-settings.suite.ts';
import { prismaLedgerSql, prismaRowSql } from './prisma-ledger.suite.ts';
import { status } from './status.ts';

const server = liveServer();

const lock = { 'prisma/migrations/migration_lock.toml': 'provider = "postgresql"\n' };
const file = (name: string) => `prisma/migrations/${name}/migration.sql`;
const users = '20260101000000_users';
const posts = '20260102000000_posts';
const usersSql = 'CREATE TABLE users (id int PRIMARY KEY);\n';
const postsSql = 'CREATE TABLE posts (id int PRIMARY KEY);\n';

const liveWith = (sql: string) => server.databaseWith(prismaLedgerSql + sql);

function look(dir: string, { url }: Pick<Database, 'url'>): Promise<Status> {
  return status({ cwd: dir, dir, url: url as string, settingsOf: async () => settings });
}

const shown = (found: Status) =>
  statusReport(found, { paint: noPaint, width: 100 }, liveCommandFor('.', false))
    .replace(found.shownUrl, 'URL')
    .replace(/ at \d.*$/m, '');

test('applied and pending migrations are well', async () => {
  using dir = directory({ ...lock, [file(users)]: usersSql, [file(posts)]: postsSql });
  const found = await look(dir.path, await liveWith(prismaRowSql(users, usersSql)));
  expect(found.ok).toBe(true);
  expect(shown(found)).toBe(`prisma/migrations on URL PostgreSQL 18.4, ledger public._prisma_migrations
  ✓ 1 migration applied, the last is ${users}
  + ${posts} is pending

1 applied and 1 pending.
`);
});

test('a database without a ledger has everything pending', async () => {
  using dir = directory({ ...lock, [file(users)]: usersSql });
  const found = await look(dir.path, await server.createDatabase());
  expect(found.ok).toBe(true);
  expect(shown(found)).toContain('no ledger yet (public._prisma_migrations)');
});

test('a failed migration is told with what its runner wrote and what is left of it', async () => {
  using dir = directory({ ...lock, [file(users)]: usersSql, [file(posts)]: postsSql });
  const log = `E'A migration failed to apply.\\nDatabase error:\\nERROR: canceling statement'`;
  const database = await liveWith(
    prismaRowSql(users, usersSql) + prismaRowSql(posts, postsSql, { finished: 'NULL', log }),
  );
  const found = await look(dir.path, database);
  expect(found.ok).toBe(false);
  expect(shown(found)).toContain(`  ✗ ${posts} was begun and never finished
      ERROR: canceling statement
      Prisma goes no further until this is settled (P3009).
      It runs in one transaction, and nothing of it is there.
      When its cause is mended:
      strata deploy --retry ${posts}`);
});

test('a failed migration that somebody finished by hand is told by what is there', async () => {
  using dir = directory({ ...lock, [file(users)]: usersSql, [file(posts)]: postsSql });
  const stuck = prismaRowSql(users, usersSql) + prismaRowSql(posts, postsSql, { finished: 'NULL' });
  const found = await look(dir.path, await liveWith(stuck + postsSql));
  expect(shown(found)).toContain(`      Everything that it makes is there: somebody finished it by hand.
      strata repair --record ${posts}`);
});

test.each(['public', 'app'])(
  'what another tool has half applied in %s is told statement by statement, and deploy goes on there',
  async (schema) => {
    const text = `CREATE TABLE posts (id int PRIMARY KEY);
ALTER TABLE users ADD COLUMN n int, ADD CONSTRAINT n_is CHECK (n > 0);
COMMIT;
CREATE TYPE mood AS ENUM ('sad');
CREATE INDEX users_n ON users (n);
`;
    using dir = directory({ ...lock, [file(users)]: usersSql, [file(posts)]: text });
    const made = await server.databaseWith(
      `CREATE SCHEMA IF NOT EXISTS ${schema}; SET search_path = ${schema}; ${prismaLedgerSql}
     ${prismaRowSql(users, usersSql)}${prismaRowSql(posts, text, { finished: 'NULL', log: `'boom'` })}${usersSql}
     CREATE TABLE posts (id int PRIMARY KEY); ALTER TABLE users ADD COLUMN n int, ADD CONSTRAINT n_is CHECK (n > 0);`,
    );
    const database = { url: `${made.url}?schema=${schema}` };
    const found = await look(dir.path, database);
    expect(found.entries[1]).toMatchObject({ resumeAt: 3 });
    expect(shown(found)).toContain(`      It does not run in one transaction. Of its statements
      1 is there: CREATE TABLE posts (id int PRIMARY KEY)
      2 is there: ALTER TABLE users ADD COLUMN n int, ADD CONSTRAINT n_is CHECK (n > 0)
      4 is not there: CREATE TYPE mood AS ENUM ('sad')
      5 is not there: CREATE INDEX users_n ON users (n)
      When its cause is mended, go on behind statement 3:
      strata deploy --retry ${posts} --done 3`);
    const options = { ...plainDeploy(dir.path, database.url), retry: posts, rehearse: false };
    const refused = { message: `${posts} cannot have stopped behind statement 2` };
    await expect(deploy({ ...options, done: 2 })).rejects.toMatchObject(refused);
    await expect(deploy({ ...options, done: 2, dryRun: true })).rejects.toMatchObject(refused);
    const plain = { ...options, retry: undefined };
    await expect(deploy(plain)).rejects.toThrow(`${posts} was begun and never finished`);
    const { ok } = await deploy({ ...options, done: 3 });
    expect(ok).toBe(true);
    expect((await look(dir.path, database)).ok).toBe(true);
  },
);

test('of a migration that never failed no statement is passed over', async () => {
  const text = 'CREATE TABLE posts (id int PRIMARY KEY);\nCOMMIT;\nCREATE INDEX ON posts (id);\n';
  using dir = directory({ ...lock, [file(users)]: usersSql, [file(posts)]: text });
  const database = await liveWith(prismaRowSql(users, usersSql) + usersSql);
  const options = { ...plainDeploy(dir.path, database.url as string), retry: posts, rehearse: false };
  await expect(deploy({ ...options, done: 2 })).rejects.toThrow(
    `${posts} did not fail: prisma calls it pending`,
  );
  expect((await deploy({ ...options, done: 0 })).ok).toBe(true);
});

test('a name that a shell would read as more than one word is quoted in commands', async () => {
  const name = '20260102000000_$(rm) posts';
  using dir = directory({ ...lock, [file(name)]: postsSql });
  const found = await look(dir.path, await liveWith(prismaRowSql(name, postsSql, { finished: 'NULL' })));
  expect(shown(found)).toContain(`strata deploy --retry '${name}'\n`);
});

test('what the folder does not hold, and what comes too late, are told', async () => {
  using dir = directory({ ...lock, [file(users)]: usersSql, [file(posts)]: postsSql });
  const database = await liveWith(prismaRowSql(posts, postsSql) + prismaRowSql('20260103000000_gone', 'x'));
  const found = await look(dir.path, database);
  expect(shown(found)).toContain(`! ${users} is pending, but comes before migrations that are applied`);
  expect(shown(found)).toContain(`  ! 20260103000000_gone is applied, but the folder does not hold it
      It was deleted or renamed, or this is an older version of the project.
      Put its file back, or take the version of the project that holds it.
`);
});

/** A project under Git. */
function committed(files: Readonly<Record<string, string>>) {
  const dir = directory(files);
  const git = (...words: string[]) =>
    execFileSync('git', ['-c', 'user.name=T', '-c', 'user.email=t@example.com', ...words], { cwd: dir.path });
  git('init', '-q');
  git('add', '.');
  git('commit', '-q', '-m', 'users');
  return dir;
}

/** A project under Git whose first migration was edited after it was committed. */
function editedProject(now: string) {
  const dir = committed({ ...lock, [file(users)]: usersSql });
  writeFileSync(join(dir.path, file(users)), now);
  return dir;
}

test('an edit that makes the same schema may be taken as it is', async () => {
  using dir = editedProject(`-- people\n${usersSql}`);
  const found = await look(dir.path, await liveWith(prismaRowSql(users, usersSql)));
  expect(found.entries[0]).toMatchObject({ text: 'edited', effect: { kind: 'same' } });
  expect(shown(found)).toContain(`It makes the same schema as what was applied.
      To take the file as it is now:
      strata bless ${users}`);
});

test('an edit that makes another schema is shown with the difference', async () => {
  using dir = editedProject('CREATE TABLE users (id int PRIMARY KEY, name text);\n');
  const found = await look(dir.path, await liveWith(prismaRowSql(users, usersSql)));
  expect(found.entries[0]?.effect).toEqual({
    kind: 'different',
    differences: ['adds column public.users.name'],
  });
  expect(JSON.parse(statusJson(found)).migrations[0]).toMatchObject({ name: users, text: 'edited' });
});

test('what an edit changes is told in the words of SQL, and of texts of several lines only that they differ', async () => {
  const body = (text: string) =>
    `CREATE FUNCTION f() RETURNS int LANGUAGE plpgsql AS $$\nBEGIN\n  RETURN ${text};\nEND $$;\n`;
  const before = usersSql + body('1');
  using dir = committed({ ...lock, [file(users)]: before });
  writeFileSync(join(dir.path, file(users)), usersSql.replace('int', 'bigint') + body('2'));
  const found = await look(dir.path, await liveWith(prismaRowSql(users, before)));
  expect(found.entries[0]?.effect).toMatchObject({
    differences: [
      'changes column public.users.id: type integer → bigint',
      'changes function public.f(): source',
    ],
  });
});

test('the text before an edit has its placeholders filled in', async () => {
  const text = `CREATE SCHEMA \${app};\nCREATE TABLE \${app}.users (id int);\n`;
  using dir = committed({ 'flyway.conf': 'flyway.placeholders.app=shop\n', 'sql/V1__users.sql': text });
  const database = await server.createDatabase();
  await deploy(plainDeploy(dir.path, database.url as string));
  writeFileSync(join(dir.path, 'sql/V1__users.sql'), `-- people\n${text}`);
  const [entry] = (await look(dir.path, database)).entries;
  expect(entry).toMatchObject({ text: 'edited', effect: { kind: 'same' } });
});

test('an edit of a text that is nowhere to be found is told as unknown', async () => {
  using dir = directory({ ...lock, [file(users)]: usersSql });
  const found = await look(dir.path, await liveWith(prismaRowSql(users, 'something else')));
  expect(found.entries[0]?.effect).toMatchObject({ kind: 'unknown' });
});

test('Supabase keeps the statements: no Git is needed to judge an edit', async () => {
  using dir = directory({
    'supabase/config.toml': 'project_id = "x"\n',
    'supabase/migrations/20260101000000_users.sql': 'CREATE TABLE users (id int PRIMARY KEY, name text);\n',
  });
  const database = await server.createDatabase();
  await using session = await database.connect('owner', { guarded: false });
  await session.query(`CREATE SCHEMA supabase_migrations;
    CREATE TABLE supabase_migrations.schema_migrations (version text PRIMARY KEY, statements text[], name text);
    INSERT INTO supabase_migrations.schema_migrations VALUES ('20260101000000', '{CREATE TABLE users (id int PRIMARY KEY)}', 'users')`);
  const found = await look(dir.path, database);
  expect(found.entries[0]?.effect).toEqual({
    kind: 'different',
    differences: ['adds column public.users.name'],
  });
});

test('a privilege that is missing is named, and the least ones that are documented are enough', async () => {
  using dir = directory({ ...lock, [file(users)]: usersSql });
  const database = await liveWith(prismaRowSql(users, usersSql));
  await using admin = await database.connect('superuser');
  await admin.query("CREATE ROLE reader LOGIN PASSWORD 'secret'");
  const url = new URL(database.url as string);
  [url.username, url.password] = ['reader', 'secret'];
  const asReader = () =>
    status({ cwd: dir.path, dir: dir.path, url: url.toString(), settingsOf: async () => settings });
  await expect(asReader()).rejects.toMatchObject({
    code: 'live',
    message: expect.stringContaining('permission denied for table _prisma_migrations'),
    hint: expect.stringContaining('docs/live.md'),
  });
  await admin.query('GRANT SELECT ON public._prisma_migrations TO reader');
  expect((await asReader()).ok).toBe(true);
});

test('a half-applied migration that was recorded by hand is applied, and --retry alone says too little of one', async () => {
  const text = 'CREATE TABLE posts (id int);\nCOMMIT;\nALTER TABLE users ADD UNIQUE (nothing);\n';
  using dir = directory({ ...lock, [file(users)]: usersSql, [file(posts)]: text });
  const database = await liveWith(prismaRowSql(users, usersSql) + usersSql);
  const options = { ...plainDeploy(dir.path, database.url as string), rehearse: false };
  expect((await deploy(options)).ok).toBe(false);
  await expect(deploy({ ...options, retry: posts })).rejects.toThrow(`${posts} is half applied`);
  expect((await look(dir.path, database)).entries[1]?.halfApplied?.isEdited).toBe(false);
  writeFileSync(join(dir.path, file(posts)), `${text}-- edited\n`);
  expect(shown(await look(dir.path, database))).toContain('It was edited since. Put the text back');
  await expect(deploy({ ...options, dryRun: true })).rejects.toThrow(
    `${posts} was edited after a part of it (1 transaction) was applied`,
  );
  writeFileSync(join(dir.path, file(posts)), text);
  await ask(database, 'UPDATE _prisma_migrations SET finished_at = now() WHERE finished_at IS NULL');
  const found = await look(dir.path, database);
  expect(found).toMatchObject({ ok: true, entries: [{}, { state: 'applied', halfApplied: undefined }] });
});
