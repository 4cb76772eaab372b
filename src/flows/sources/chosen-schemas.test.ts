import { expect, test } from 'vitest';
import { directory } from '../../../test/strata.ts';
import { diff } from '../diff.ts';
import { dump } from '../dump.ts';
import { plainSettings } from '../plain-settings.suite.ts';

const settingsOf = async () => plainSettings;

const before = `
  CREATE SCHEMA a;
  CREATE SCHEMA b;
  CREATE TYPE b.mood AS ENUM ('good', 'bad');
  CREATE TABLE a.people (id int PRIMARY KEY, mood b.mood);
  CREATE VIEW b.everybody AS SELECT * FROM a.people;
`;
const sides = { 'before.sql': before, 'after.sql': before.replace('id int', 'id bigint') };

type Choice = { readonly schemas?: readonly string[]; readonly exclude?: readonly string[] };

async function compare(from: string, to: string, choice: Choice, prove = true) {
  using dir = directory(sides);
  return await diff({ cwd: dir.path, from, to, settingsOf, renames: [], online: false, prove, ...choice });
}

test.each([
  [
    'before.sql',
    { schemas: ['a'] },
    'column a.people.id is used by view b.everybody',
    'To compare that as well: add --schema b.',
  ],
  [
    'before.sql',
    { exclude: ['b'] },
    'column a.people.id is used by view b.everybody',
    'leave out --exclude b.',
  ],
  ['before.sql', { schemas: ['b'] }, 'view b.everybody needs table a.people', 'add --schema a.'],
  ['empty', { schemas: ['a'] }, 'table a.people needs enum b.mood', 'add --schema b.'],
])(
  'a plan from %s that %j makes impossible is refused by what was left out',
  async (from, choice, message, hint) => {
    await expect(compare(from, 'after.sql', choice)).rejects.toMatchObject({
      code: 'usage',
      message: `${message}, which the choice of schemas leaves out, so the plan does not run`,
      hint: expect.stringContaining(hint),
    });
  },
);

test('what is the same on both sides may be left out, and used', async () => {
  const more = before.replace('mood b.mood', 'mood b.mood, former_mood b.mood');
  using dir = directory({ 'before.sql': before, 'after.sql': more });
  const asked = {
    cwd: dir.path,
    from: 'before.sql',
    to: 'after.sql',
    settingsOf,
    renames: [],
    online: false,
  };
  const { proof, sql } = await diff({ ...asked, schemas: ['a'], prove: true });
  expect(sql).toBe('ALTER TABLE a.people ADD COLUMN former_mood b.mood;\n');
  expect(proof).toBeDefined();
});

test('SQL that needs what was left out says so where it is not run', async () => {
  const note =
    'table a.people needs enum b.mood, which the choice of schemas leaves out: without that the SQL does not run';
  expect((await compare('empty', 'after.sql', { schemas: ['a'] }, false)).notes).toEqual([note]);
  using dir = directory(sides);
  const source = { cwd: dir.path, source: 'after.sql', settingsOf };
  expect((await dump({ ...source, schemas: ['a'] })).notes).toEqual([note]);
  expect((await dump(source)).notes).toEqual([]);
});

test('a schema that is chosen and is not there is wrong usage', async () => {
  using dir = directory(sides);
  const dumped = (schemas: readonly string[]) =>
    dump({ cwd: dir.path, source: 'after.sql', settingsOf, schemas });
  await expect(dumped(['a', 'nowhere'])).rejects.toMatchObject({
    code: 'usage',
    message: 'there is no schema nowhere',
    hint: 'To choose one that is there: --schema a, --schema b, --schema public',
  });
  await expect(dumped(['publik'])).rejects.toMatchObject({ hint: 'Did you mean --schema public?' });
  expect((await dumped(['a', 'b'])).notes).toEqual([]);
  await expect(compare('before.sql', 'after.sql', { schemas: ['N'] })).rejects.toMatchObject({
    code: 'usage',
    message: 'neither side has a schema "N"',
  });
});

test('a schema that only one side has may be chosen', async () => {
  const { sql } = await compare('empty', 'after.sql', { schemas: ['b', 'a'] });
  expect(sql).toContain('CREATE TABLE a.people');
});

test('a schema that is left out and is not there is told of', async () => {
  using dir = directory(sides);
  const exclude = ['nope', 'pg_catalog'];
  const { notes } = await dump({ cwd: dir.path, source: 'after.sql', settingsOf, exclude });
  expect(notes).toEqual(['there is no schema nope']);
  expect((await compare('before.sql', 'after.sql', { exclude })).notes).toEqual([
    'neither side has a schema nope',
  ]);
});
