import path from 'node:path';
import { expect, it } from 'vitest';
import { directory } from '../../test/strata.ts';
import { findProjects } from './detect/detect.ts';
import { readHistory } from './read.ts';
import { layOut } from './write.ts';

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
});
