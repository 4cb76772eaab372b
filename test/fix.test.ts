import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, test as plain } from 'vitest';
import { check } from '../src/flows/check.ts';
import { fixProjects } from '../src/flows/fix.ts';
import { plainRules, plainSettings } from '../src/flows/plain-settings.suite.ts';
import type { RuleSettings } from '../src/model/rule-settings.ts';

const test = plain.concurrent;
const scratch = mkdtempSync(join(tmpdir(), 'strata-fix-'));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

type Files = Readonly<Record<string, string>>;

function write(dir: string, files: Files): void {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(dir, name)), { recursive: true });
    writeFileSync(join(dir, name), text);
  }
}

/** A repository with migrations that are committed, and others that are new. */
function repository(committed: Files, added: Files): string {
  const dir = mkdtempSync(join(scratch, 'project-'));
  const git = (...words: string[]) =>
    execFileSync('git', ['-C', dir, '-c', 'user.name=t', '-c', 'user.email=t@example.org', ...words]);
  write(dir, committed);
  git('init', '-q', '-b', 'main');
  git('add', '.');
  git('commit', '-q', '-m', 'one');
  write(dir, added);
  return dir;
}

async function fix(dir: string, rules: Partial<RuleSettings> = {}) {
  const [done] = await fixProjects({
    cwd: dir,
    dirs: [dir],
    now: new Date('2026-11-20T12:00:00Z'),
    settingsOf: async () => plainSettings,
    rulesOf: async () => ({ ...plainRules(dir), ...rules }),
  });
  return done!;
}

/** Every file below a folder, with its text. */
function tree(dir: string, folder: string): Files {
  const names = readdirSync(join(dir, folder), { recursive: true, withFileTypes: true }).filter((e) =>
    e.isFile(),
  );
  return Object.fromEntries(
    names
      .map((entry) => join(entry.parentPath, entry.name))
      .sort()
      .map((path) => [path.slice(join(dir, folder).length + 1), readFileSync(path, 'utf8')]),
  );
}

const init = `CREATE TABLE authors (id bigint PRIMARY KEY);
CREATE TABLE books (id bigint PRIMARY KEY, title text, pages bigint, author_id bigint);
CREATE INDEX books_pages_idx ON books (pages);
`;
const change = `-- What the shop asked for.
ALTER TABLE books ADD COLUMN language text;
CREATE INDEX books_title_idx ON books (title);
ALTER TABLE books ADD CONSTRAINT books_author_fkey FOREIGN KEY (author_id) REFERENCES authors (id);
ALTER TABLE books ADD CONSTRAINT books_pages_check CHECK (pages > 0);
ALTER TABLE books ALTER COLUMN title SET NOT NULL;
ALTER TABLE books ADD CONSTRAINT books_title_key UNIQUE (title, author_id);
DROP INDEX books_pages_idx;
`;

test('what keeps the files from being written ends the command, and is no fix that does not fit', async ({
  expect,
}) => {
  const added =
    'ALTER TABLE books ADD CONSTRAINT books_pages_check CHECK (pages > 0);\nALTER TABLE books ADD COLUMN language text;\n';
  const dir = repository({ 'migrations/001_init.sql': init }, { 'migrations/002_change.sql': added });
  // The book of a run elsewhere that is under way.
  writeFileSync(join(dir, '.strata-unfinished-00000000-1.json'), '{"changes":[],"made":[]}');
  await expect(fix(dir)).rejects.toMatchObject({
    code: 'usage',
    message: expect.stringContaining('another run of Strata is writing files'),
  });
  expect(tree(dir, 'migrations')['002_change.sql']).toBe(added);
});

test('a new Prisma migration keeps nobody waiting, and the schema is the same', async ({ expect }) => {
  const dir = repository(
    {
      'prisma/migrations/migration_lock.toml': 'provider = "postgresql"\n',
      'prisma/migrations/20260101000000_init/migration.sql': init,
    },
    { 'prisma/migrations/20260102000000_shop/migration.sql': change },
  );
  const { fixed, left } = await fix(dir);
  expect(left).toEqual([]);
  expect(fixed).toHaveLength(6);
  const {
    'migration_lock.toml': _,
    '20260101000000_init/migration.sql': kept,
    ...now
  } = tree(dir, 'prisma/migrations');
  expect(kept).toBe(init);
  expect(now).toMatchInlineSnapshot(`
    {
      "20260102000000_shop/migration.sql": "-- What the shop asked for.
    ALTER TABLE books ADD COLUMN language text;
    -- Moved to a later migration: CREATE INDEX books_title_idx ON books (title)
    ALTER TABLE books ADD CONSTRAINT books_author_fkey FOREIGN KEY (author_id) REFERENCES authors (id) NOT VALID;
    ALTER TABLE books ADD CONSTRAINT books_pages_check CHECK (pages > 0) NOT VALID;
    ALTER TABLE books ADD CONSTRAINT books_title_is_set CHECK (title IS NOT NULL) NOT VALID;
    -- Moved to a later migration: ALTER TABLE books ADD CONSTRAINT books_title_key UNIQUE (title, author_id)
    -- Moved to a later migration: DROP INDEX books_pages_idx
    ",
      "20261120120000_shop_online_1/migration.sql": "ALTER TABLE books VALIDATE CONSTRAINT books_author_fkey;

    ALTER TABLE books VALIDATE CONSTRAINT books_pages_check;

    ALTER TABLE books VALIDATE CONSTRAINT books_title_is_set;
    ",
      "20261120120001_shop_online_2/migration.sql": "CREATE INDEX CONCURRENTLY books_title_idx ON books (title);
    ",
      "20261120120002_shop_online_3/migration.sql": "ALTER TABLE books ALTER COLUMN title SET NOT NULL;

    ALTER TABLE books DROP CONSTRAINT books_title_is_set;
    ",
      "20261120120003_shop_online_4/migration.sql": "CREATE UNIQUE INDEX CONCURRENTLY books_title_key ON books (title, author_id);
    ",
      "20261120120004_shop_online_5/migration.sql": "ALTER TABLE books ADD CONSTRAINT books_title_key UNIQUE USING INDEX books_title_key;
    ",
      "20261120120005_shop_online_6/migration.sql": "DROP INDEX CONCURRENTLY books_pages_idx;
    ",
    }
  `);
});

test('what stands behind a moved statement on its line stays a statement', async ({ expect }) => {
  const dir = repository(
    { 'migrations/001_init.sql': `${init}CREATE TABLE settings (name text);\n` },
    {
      'migrations/002_shop.sql': `CREATE INDEX i ON books (title); INSERT INTO settings VALUES ('x'); DROP INDEX books_pages_idx; -- why
UPDATE settings SET name = 'y';
`,
    },
  );
  const { left } = await fix(dir);
  expect(left).toEqual([]);
  expect(
    tree(dir, 'migrations')['002_shop.sql'],
  ).toBe(`-- Moved to a later migration: CREATE INDEX i ON books (title)
INSERT INTO settings VALUES ('x'); -- Moved to a later migration: DROP INDEX books_pages_idx
-- why
UPDATE settings SET name = 'y';
`);
});

test('before the first commit all migrations are new', async ({ expect }) => {
  const dir = mkdtempSync(join(scratch, 'project-'));
  execFileSync('git', ['-C', dir, 'init', '-q']);
  write(dir, {
    'migrations/001_init.sql': init,
    'migrations/002_drop.sql': 'ALTER TABLE books ADD COLUMN tag text;\nDROP INDEX books_pages_idx;\n',
  });
  execFileSync('git', ['-C', dir, 'add', 'migrations/001_init.sql']);
  const { fixed, left } = await fix(dir);
  expect(left).toEqual([]);
  expect(fixed).toHaveLength(1);
  expect(tree(dir, 'migrations')).toMatchObject({
    '003_drop_online.sql': 'DROP INDEX CONCURRENTLY books_pages_idx;\n',
  });
});

test('a branch without a commit beside others that have some is told of as such', async ({ expect }) => {
  const dir = repository({ 'migrations/001_init.sql': init }, {});
  execFileSync('git', ['-C', dir, 'checkout', '-q', '--orphan', 'other']);
  await expect(fix(dir)).rejects.toMatchObject({
    code: 'usage',
    message: expect.stringContaining('HEAD has no commit'),
  });
});

test('a CHECK without a name is fixed under the one that PostgreSQL gives it', async ({ expect }) => {
  const dir = repository(
    { 'migrations/001_init.sql': init },
    {
      'migrations/002_checks.sql':
        'ALTER TABLE books ADD CHECK (books.pages > 0 AND pages < 9999);\nALTER TABLE books ADD CHECK (pages > author_id);\n',
    },
  );
  expect((await fix(dir)).left).toEqual([]);
  expect(tree(dir, 'migrations')).toMatchObject({
    '003_checks_online.sql': `ALTER TABLE books VALIDATE CONSTRAINT books_pages_check;

ALTER TABLE books VALIDATE CONSTRAINT books_check;
`,
  });
});

test('dbmate is told which migrations run without a transaction', async ({ expect }) => {
  const dir = repository(
    {
      'db/migrations/20260101000000_init.sql': `-- migrate:up\n${init}\n-- migrate:down\nDROP TABLE books, authors;\n`,
    },
    {
      'db/migrations/20260102000000_shop.sql':
        '-- migrate:up\nALTER TABLE books ADD COLUMN language text;\nCREATE INDEX books_title_idx ON books (title);\n\n-- migrate:down\nDROP INDEX books_title_idx;\nALTER TABLE books DROP COLUMN language;\n',
    },
  );
  const { files, left } = await fix(dir);
  expect(left).toEqual([]);
  expect(files).toHaveLength(2);
  const { '20260101000000_init.sql': _, ...now } = tree(dir, 'db/migrations');
  expect(now).toMatchInlineSnapshot(`
    {
      "20260102000000_shop.sql": "-- migrate:up
    ALTER TABLE books ADD COLUMN language text;
    -- Moved to 20261120120000_shop_online: CREATE INDEX books_title_idx ON books (title)

    -- migrate:down
    DROP INDEX books_title_idx;
    ALTER TABLE books DROP COLUMN language;
    ",
      "20261120120000_shop_online.sql": "-- migrate:up transaction:false
    CREATE INDEX CONCURRENTLY books_title_idx ON books (title);

    -- migrate:down transaction:false
    -- What this migration made goes with the down of 20260102000000_shop.
    ",
    }
  `);
});

test('a runner that applies all that is pending in one transaction gains nothing from a later migration', async ({
  expect,
}) => {
  const dir = repository(
    {
      'package.json': '{ "dependencies": { "node-pg-migrate": "8.0.0" } }',
      'migrations/1_init.sql': `-- Up Migration\n${init}`,
    },
    { 'migrations/2_shop.sql': '-- Up Migration\nCREATE INDEX books_title_idx ON books (title);\n' },
  );
  expect(await fix(dir)).toMatchObject({
    fixed: [],
    files: [],
    left: [expect.stringContaining('in one transaction')],
  });
});

test('what a comment, the configuration or the baseline allows is left as it was written', async ({
  expect,
}) => {
  const index = (name: string, why = '') =>
    `ALTER TABLE books ADD COLUMN ${name} text;\n${why}CREATE INDEX ON books (${name});\n`;
  const texts = {
    'migrations/002_said.sql': index(
      'said',
      '-- strata: allow index-blocks-writes because the shop is closed\n',
    ),
    'migrations/003_allowed.sql': index('allowed'),
    'migrations/004_known.sql': index('known'),
  };
  const dir = repository({ 'migrations/001_init.sql': init }, texts);
  const rules: Partial<RuleSettings> = {
    allowances: [{ rule: 'index-blocks-writes', in: '003_*', because: 'the shop is closed' }],
  };
  const baseline = join(dir, 'strata-baseline.json');
  await check({
    cwd: dir,
    dirs: [dir],
    failOn: 'never',
    settingsOf: async () => plainSettings,
    rulesOf: async () => ({ ...plainRules(dir), writesBaseline: true }),
  });
  const { version, findings } = JSON.parse(readFileSync(baseline, 'utf8'));
  const known = findings.filter(({ migration }: { migration?: string }) => migration === '004_known');
  writeFileSync(baseline, JSON.stringify({ version, findings: known }));
  expect(await fix(dir, rules)).toMatchObject({ fixed: [], files: [], left: [] });
  expect(tree(dir, 'migrations')).toMatchObject({ '003_allowed.sql': index('allowed') });
  rmSync(baseline);
  expect((await fix(dir, rules)).fixed).toEqual([expect.stringContaining('migrations/004_known.sql: ')]);
});

test('what git knows is left alone, since it may be applied', async ({ expect }) => {
  const dir = repository({ 'migrations/001_a.sql': init, 'migrations/002_b.sql': change }, {});
  expect(await fix(dir)).toMatchObject({ fixed: [], files: [], left: [] });
});

test('what would not arrive is left as it was, and the rest is fixed', async ({ expect }) => {
  const dir = repository(
    { 'migrations/001_a.sql': init },
    {
      'migrations/002_b.sql': `CREATE UNIQUE INDEX books_title_key ON books (title);
ALTER TABLE books ADD CONSTRAINT books_title_key UNIQUE USING INDEX books_title_key;
ALTER TABLE books ADD CONSTRAINT books_pages_check CHECK (pages > 0);
`,
    },
  );
  const { fixed, left } = await fix(dir);
  expect(fixed).toEqual([expect.stringContaining('books_pages_check')]);
  expect(left).toEqual([expect.stringContaining('books_title_key')]);
  const { '002_b.sql': text } = tree(dir, 'migrations');
  expect(text).toContain('CREATE UNIQUE INDEX books_title_key ON books (title);');
  expect(text).toContain('CHECK (pages > 0) NOT VALID;');
});

test('a history that does not replay is not touched', async ({ expect }) => {
  const dir = repository(
    { 'migrations/001_a.sql': init },
    { 'migrations/002_b.sql': `${change}SELECT nope;\n` },
  );
  expect((await fix(dir)).left).toEqual(['the history does not replay: mend that first']);
});
