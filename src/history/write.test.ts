import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { directory } from '../../test/strata.ts';
import { findProjects } from './detect/detect.ts';
import { readHistory } from './read.ts';
import { layOut, layOutAs } from './write.ts';

const cases = path.resolve(import.meta.dirname, '../../cases/history');

const draft = {
  up: ['ALTER TABLE users ADD email text;\n'],
  down: ['ALTER TABLE users DROP email;\n'],
  lost: [],
  isAlone: false,
};

/** The text of the next migration of a case, under the marks that the case's own files have. */
async function nextText(name: string): Promise<string | undefined> {
  const { projects } = await findProjects(path.join(cases, name));
  const history = await readHistory(projects[0]!);
  return layOut(history, 'email', [draft], new Date(0)).files[0]?.text;
}

const up = 'ALTER TABLE users ADD email text;\n\n';
const down = 'ALTER TABLE users DROP email;\n';

it.each([
  ['sql-migrate', `-- +migrate Up\n${up}-- +migrate Down\n${down}`],
  ['tern', `${up}---- create above / drop below ----\n${down}`],
  ['sections-own', `-- ======== UP ========\n${up}-- ======= DOWN =======\n${down}`],
  ['plain-node-pg-migrate', `-- Up Migration\n${up}-- Down Migration\n${down}`],
])('writes both ways into one file as %s does', async (name, expected) => {
  expect(await nextText(name)).toBe(expected);
});

it('says that a statement of its own runs outside of a transaction where the runner has a word for it', async () => {
  const { projects } = await findProjects(path.join(cases, 'sql-migrate'));
  const history = await readHistory(projects[0]!);
  const { files, migrations } = layOut(history, 'email', [{ ...draft, isAlone: true }], new Date(0));
  expect(files[0]?.text).toMatch(
    /^-- \+migrate Up notransaction\n[\s\S]*\n-- \+migrate Down notransaction\n/,
  );
  expect(migrations[0]?.transaction).toBe('autocommit');
});

const table = 'CREATE TABLE users (id int);\n';

it.each([
  {
    runner: 'sqlx',
    files: { 'Cargo.toml': '[dependencies]\nsqlx = "0.8"\n', 'migrations/1_users.sql': table },
    written: ['migrations/2_email.sql', 'rollbacks/2_email.sql'],
    apart: /^-- no-transaction\nALTER/,
    transactions: ['block', 'simple-query'],
  },
  {
    runner: 'sqlx, with downs',
    files: {
      'Cargo.toml': '[dependencies]\nsqlx = "0.8"\n',
      'migrations/1_users.up.sql': table,
      'migrations/1_users.down.sql': 'DROP TABLE users;\n',
    },
    written: ['migrations/2_email.up.sql', 'migrations/2_email.down.sql'],
    apart: /^-- no-transaction\nALTER/,
    transactions: ['block', 'simple-query'],
  },
  {
    runner: 'tern',
    files: { 'migrations/001_users.sql': `${table}---- create above / drop below ----\nDROP TABLE users;\n` },
    written: ['migrations/002_email.sql'],
    apart:
      /^---- tern: disable-tx ----\nALTER[^-]*---- create above \/ drop below ----\n---- tern: disable-tx ----\nALTER/,
    transactions: ['block', 'autocommit'],
  },
  {
    runner: 'sql-migrate, without downs so far',
    files: { 'migrations/001_users.sql': `-- +migrate Up\n${table}` },
    written: ['migrations/002_email.sql'],
    apart: /^-- \+migrate Up notransaction\nALTER[^-]*-- \+migrate Down notransaction\nALTER/,
    transactions: ['block', 'autocommit'],
  },
  {
    runner: 'a runner of pairs with the direction behind the number',
    files: { 'migrations/001_up_users.sql': table, 'migrations/001_down_users.sql': 'DROP TABLE users;\n' },
    written: ['migrations/002_up_email.sql', 'migrations/002_down_email.sql'],
    apart: /^ALTER/,
    transactions: ['simple-query', 'simple-query'],
  },
])(
  'what is written for $runner is read back as it was meant',
  async ({ files, written, apart, transactions }) => {
    for (const isAlone of [false, true]) {
      using dir = directory(files as Readonly<Record<string, string>>);
      const { projects } = await findProjects(dir.path);
      const writing = layOut(await readHistory(projects[0]!), 'email', [{ ...draft, isAlone }], new Date(0));
      expect(writing.files.map(({ file }) => file)).toEqual(written);
      if (isAlone) expect(writing.files[0]?.text).toMatch(apart);
      for (const { file, text } of writing.files) {
        mkdirSync(path.dirname(path.join(dir.path, file)), { recursive: true });
        writeFileSync(path.join(dir.path, file), text);
      }
      const { migrations } = await readHistory(projects[0]!);
      const { name, up, down } = writing.migrations[0]!;
      expect(migrations).toHaveLength(2);
      expect(migrations[1]).toMatchObject({ name, up, down, transaction: transactions[isAlone ? 1 : 0] });
    }
  },
);

it.each(['', ' Migration'])(
  'sqlx runs the whole of a file, whatever its comments look like',
  async (word) => {
    using dir = directory({
      'Cargo.toml': '[dependencies]\nsqlx = "0.8"\n',
      'migrations/1_users.sql': `-- UP${word}\n${table}-- DOWN${word}\nDROP TABLE users;\n`,
    });
    const { projects } = await findProjects(dir.path);
    const { migrations } = await readHistory(projects[0]!);
    expect(migrations[0]).toMatchObject({ up: { firstLine: 1, text: expect.stringContaining('DROP') } });
    expect(migrations[0]?.down).toBeUndefined();
  },
);

it("numbers behind a drizzle journal's entries that bear no number", async () => {
  using dir = directory({
    'drizzle/meta/_journal.json': '{"version": "7", "entries": [{"tag": "0000_users", "when": 1}]}',
    'drizzle/0000_users.sql': table,
  });
  const { projects } = await findProjects(dir.path);
  const { files, migrations } = layOut(await readHistory(projects[0]!), 'email', [draft], new Date(0));
  expect(migrations[0]?.name).toBe('0001_email');
  expect(files.at(-1)?.text).toContain('"idx": 1');
});

it('numbers a migration behind those that are code', async () => {
  const { projects } = await findProjects(path.join(cases, 'goose-simple'));
  const history = await readHistory(projects[0]!);
  const { files } = layOut(history, 'email', [draft], new Date(0));
  expect(files.map(({ file }) => file)).toEqual(['migrations/12_email.sql']);
});

it('adds nothing to numbered folders', async () => {
  const { projects } = await findProjects(path.join(cases, 'plain-folders'));
  const history = await readHistory(projects[0]!);
  expect(() => layOut(history, 'email', [draft], new Date(0))).toThrow('lie in numbered folders');
});

it.each(['plain-node-pg-migrate', 'drizzle-journal'])(
  'tells of files that must not be deployed together where %s does just that',
  async (name) => {
    const { projects } = await findProjects(path.join(cases, name));
    const history = await readHistory(projects[0]!);
    const told = 'runs all pending files in one transaction';
    expect(layOut(history, 'email', [draft, draft], new Date(0)).notes.join()).toContain(told);
    expect(layOut(history, 'email', [draft], new Date(0)).notes.join()).not.toContain(told);
  },
);

it('says which name a new one cannot come behind, where names are compared as text', async () => {
  using dir = directory(
    Object.fromEntries(
      Array.from({ length: 10 }, (_, i) => [
        `db/migrations/${i + 1}_t.sql`,
        `-- migrate:up\nCREATE TABLE t${i} (id int);\n-- migrate:down\nDROP TABLE t${i};\n`,
      ]),
    ),
  );
  const { projects } = await findProjects(dir.path);
  const history = await readHistory(projects[0]!);
  expect(() => layOut(history, 'email', [draft], new Date(0))).toThrow(
    '10_email would run before 9_t: dbmate compares names as text',
  );
  const { files } = layOutAs(history, '9_email', draft, new Date(0));
  expect(files.map(({ file }) => file)).toEqual(['db/migrations/9_email.sql']);
});

it('puts a name that is given into the words of the files', async () => {
  using dir = directory({
    'migrations/3.do.add.sql': 'CREATE TABLE t (id int);\n',
    'migrations/3.undo.add.sql': 'DROP TABLE t;\n',
  });
  const { projects } = await findProjects(dir.path);
  const history = await readHistory(projects[0]!);
  const { files, migrations } = layOutAs(history, '3.email', draft, new Date(0));
  expect(files.map(({ file }) => file)).toEqual(['migrations/3.do.email.sql', 'migrations/3.undo.email.sql']);
  expect(migrations.map(({ name }) => name)).toEqual(['3.email']);
});
