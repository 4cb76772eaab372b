import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { directory } from '../../../test/strata.ts';
import { ownCastSql } from '../own-cast.suite.ts';
import { plainSettings as settings } from '../plain-settings.suite.ts';
import { prove } from '../prove.ts';

/** Proves a project of these files, with the seeds that are named or that its layout names. */
async function proveFiles(files: Readonly<Record<string, string>>, seeds?: readonly string[]) {
  using dir = directory(files);
  const given = seeds === undefined ? {} : { seeds: seeds.map((seed) => join(dir.path, seed)) };
  const settingsOf = async () => ({ ...settings, ...given });
  const { ok, projects } = await prove({ cwd: dir.path, dirs: ['.'], settingsOf, generate: false });
  return { ok, downs: projects[0]?.downs.map(({ verdict }) => verdict), seeded: projects[0]?.seeded };
}

const people = {
  'migrations/001_people.sql':
    'CREATE TABLE people (id int PRIMARY KEY, age int CONSTRAINT young CHECK (age < 10));\n',
  'rollbacks/001_people.sql': 'DROP TABLE people;\n',
};
const anyAge = {
  ...people,
  'migrations/002_any_age.sql': 'ALTER TABLE people DROP CONSTRAINT young;\n',
};

describe('a history with seeds', () => {
  test('goes all the way down and up again with their rows, and says what each down gives up', async () => {
    const proof = await proveFiles(
      {
        ...people,
        'migrations/002_notes.sql':
          'ALTER TABLE people ADD COLUMN note text;\nCREATE TABLE pets (name text);\n',
        'rollbacks/002_notes.sql': 'DROP TABLE pets;\nALTER TABLE people DROP COLUMN note;\n',
        'seeds/1.sql': "INSERT INTO people VALUES (1, 5, 'a'), (2, 6, NULL);\n",
        'seeds/2.sql': "INSERT INTO pets VALUES ('Rex');\n",
      },
      ['seeds/*.sql'],
    );
    expect(proof).toEqual({
      ok: true,
      downs: ['proven', 'proven'],
      seeded: {
        files: ['seeds/1.sql', 'seeds/2.sql'],
        rows: 3,
        tables: 2,
        again: { changed: [], refused: expect.stringContaining('duplicate key') },
        downTo: '001_people',
        verdict: 'proven',
        message: undefined,
        where: undefined,
        givenUp: [
          { migration: '002_notes', lost: ['the values of public.people.note', 'the rows of public.pets'] },
          { migration: '001_people', lost: ['the rows of public.people'] },
        ],
      },
    });
  });

  test('gives up no rows of a table that a down makes anew and fills again', async () => {
    const { seeded } = await proveFiles(
      {
        ...people,
        'migrations/002_rows.sql':
          'CREATE TABLE aside AS TABLE people;\nDROP TABLE people;\nCREATE TABLE people (id int, age int) PARTITION BY RANGE (id);\nCREATE TABLE all_people PARTITION OF people DEFAULT;\nINSERT INTO people TABLE aside;\nDROP TABLE aside;\n',
        'rollbacks/002_rows.sql':
          'CREATE TABLE aside AS TABLE people;\nDROP TABLE people;\nCREATE TABLE people (id int PRIMARY KEY, age int CONSTRAINT young CHECK (age < 10));\nINSERT INTO people TABLE aside;\nDROP TABLE aside;\n',
        'seed.sql': 'INSERT INTO people VALUES (1, 5);\n',
      },
      ['seed.sql'],
    );
    expect(seeded?.givenUp).toEqual([{ migration: '001_people', lost: ['the rows of public.people'] }]);
  });

  test('is not proven where a down stops on their rows, which sample rows did not show', async () => {
    const proof = await proveFiles(
      {
        ...anyAge,
        'rollbacks/002_any_age.sql': '\nALTER TABLE people ADD CONSTRAINT young CHECK (age < 10);\n',
        'seed.sql': 'INSERT INTO people VALUES (1, 50);\n',
      },
      ['seed.sql'],
    );
    expect(proof).toMatchObject({
      ok: false,
      downs: ['proven', 'proven'],
      seeded: {
        verdict: 'unproven',
        message:
          'the down of 002_any_age stops on the seed\'s rows: check constraint "young" of relation "people" is violated by some row (23514)',
        where: { file: 'rollbacks/002_any_age.sql', line: 2, column: 1 },
        downTo: undefined,
      },
    });
  });

  test('is not proven where an up stops on what the downs left', async () => {
    const proof = await proveFiles(
      {
        'migrations/001_people.sql': 'CREATE TABLE people (id int PRIMARY KEY);\n',
        'migrations/002_first.sql': 'ALTER TABLE people ADD COLUMN first boolean;\n',
        'rollbacks/002_first.sql': 'ALTER TABLE people DROP COLUMN first;\n',
        'migrations/003_not_null.sql': 'ALTER TABLE people ALTER COLUMN first SET NOT NULL;\n',
        'rollbacks/003_not_null.sql': 'ALTER TABLE people ALTER COLUMN first DROP NOT NULL;\n',
        'seed.sql': 'INSERT INTO people VALUES (1, true);\n',
      },
      ['seed.sql'],
    );
    expect(proof.seeded).toMatchObject({
      verdict: 'unproven',
      downTo: '002_first',
      message: expect.stringContaining('after the downs, the up of 003_not_null stops on what they left'),
      where: { file: 'migrations/003_not_null.sql', line: 1, column: 1 },
    });
  });

  test('is not proven where the seed itself is refused', async () => {
    const files = {
      ...people,
      'seed.sql': 'INSERT INTO people VALUES (1, 5);\nINSERT INTO people VALUES (1, 6);\n',
    };
    const proof = await proveFiles(files, ['seed.sql']);
    expect(proof).toMatchObject({
      ok: false,
      seeded: {
        verdict: 'unproven',
        message: expect.stringContaining('the seed is refused: duplicate key'),
        where: { file: 'seed.sql', line: 2, column: 1 },
      },
    });
  });

  test('goes down as far as there are downs', async () => {
    const proof = await proveFiles(
      {
        'migrations/001_people.sql': people['migrations/001_people.sql'],
        'migrations/002_any_age.sql': anyAge['migrations/002_any_age.sql'],
        'rollbacks/002_any_age.sql': 'ALTER TABLE people ADD CONSTRAINT young CHECK (age < 10);\n',
        'seed.sql': 'INSERT INTO people VALUES (1, 5);\n',
      },
      ['seed.sql'],
    );
    expect(proof).toMatchObject({
      ok: true,
      downs: ['no-down', 'proven'],
      seeded: { verdict: 'proven', downTo: '002_any_age', givenUp: [] },
    });
  });
});

test('the seeds of a Supabase project are those that its config.toml names', async () => {
  const proof = await proveFiles({
    'supabase/config.toml': '[db.seed]\nenabled = true\nsql_paths = ["./seeds/*.sql"]\n',
    'supabase/migrations/20240101000000_people.sql': 'create table people (id int primary key);\n',
    'supabase/rollbacks/20240101000000_people.sql': 'drop table people;\n',
    'supabase/seeds/people.sql': 'insert into people values (1), (2);\n',
  });
  expect(proof.seeded).toMatchObject({ files: ['supabase/seeds/people.sql'], rows: 2, verdict: 'proven' });
});

describe('seeds that are run a second time', () => {
  const pets = {
    'migrations/001_pets.sql':
      'CREATE TABLE pets (name text PRIMARY KEY, fed int DEFAULT 0);\nCREATE TABLE log (said text);\n',
    'rollbacks/001_pets.sql': 'DROP TABLE pets, log;\n',
  };

  test.each([
    [
      'change nothing where they only add what is missing',
      [],
      'INSERT INTO pets VALUES ($$Rex$$) ON CONFLICT DO NOTHING;',
    ],
    ['add rows', ['public.log'], 'INSERT INTO log VALUES ($$seeded$$);'],
    [
      'overwrite rows',
      ['public.pets'],
      'INSERT INTO pets VALUES ($$Rex$$) ON CONFLICT (name) DO UPDATE SET fed = pets.fed + 1;',
    ],
  ])('%s', async (_, changed, seed) => {
    const proof = await proveFiles({ ...pets, 'seed.sql': `${seed}\n` }, ['seed.sql']);
    expect(proof).toMatchObject({ ok: true, seeded: { rows: 1, again: { changed, refused: undefined } } });
  });
});

test('rows are read by a role that is no superuser, by downs and by seeds', async () => {
  const proof = await proveFiles(
    {
      'migrations/001_moods.sql': ownCastSql,
      'migrations/002_more.sql': 'ALTER TABLE moods ADD COLUMN more text;\n',
      'rollbacks/002_more.sql': 'ALTER TABLE moods DROP COLUMN more; UPDATE moods SET note = NULL;\n',
      'seeds/1.sql':
        "INSERT INTO moods VALUES (1, 'calm', 'a', 'b') ON CONFLICT (id) DO UPDATE SET note = moods.note || 'c';\n",
    },
    ['seeds/*.sql'],
  );
  expect(proof).toMatchObject({
    downs: ['no-down', 'unproven'],
    seeded: {
      rows: 1,
      again: { changed: ['public.moods'], refused: undefined },
      givenUp: [
        {
          migration: '002_more',
          lost: ['the values of public.moods.more', 'the values of public.moods.note'],
        },
      ],
    },
  });
});
