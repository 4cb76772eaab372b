import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { directory } from '../../test/strata.ts';
import { noPaint } from '../report/paint.ts';
import { proveReport } from '../report/prove.ts';
import { diff } from './diff.ts';
import { plainSettings } from './plain-settings.suite.ts';
import { prove } from './prove.ts';

// Each test starts several engines, on a machine that may be busy with other tests.
vi.setConfig({ testTimeout: 180_000 });

const init = 'CREATE TABLE people (id integer PRIMARY KEY, name text);\n';
const proveIn = (cwd: string, generate = false) =>
  prove({ cwd, dirs: ['.'], settingsOf: async () => plainSettings, generate });

test('plans and downs are proven on PGlite as well, with the roles that they name', async () => {
  using dir = directory({
    'migrations/001_init.sql': init,
    'goal/schema.sql': `${init}CREATE TABLE pets (id int PRIMARY KEY); ALTER TABLE pets OWNER TO keeper;`,
  });
  const settingsOf = async () => ({
    ...plainSettings,
    engine: 'pglite' as const,
  });
  const { projects } = await prove({ cwd: dir.path, dirs: ['.'], settingsOf, generate: true });
  expect(projects[0]?.downs).toMatchObject([{ verdict: 'proven' }]);
  const sides = { from: '.', to: 'goal', renames: [], online: false, prove: true };
  const { sql, proof } = await diff({ cwd: dir.path, settingsOf, ...sides });
  expect(sql).toContain('ALTER TABLE public.pets OWNER TO keeper;');
  expect(proof?.survived).toEqual(['public.people']);
});

const history = (up: string, down: string) => ({
  'migrations/001_init.up.sql': init,
  'migrations/001_init.down.sql': 'DROP TABLE people;\n',
  'migrations/002_next.up.sql': up,
  'migrations/002_next.down.sql': down,
});
const cases: readonly (readonly [string, string, string, object])[] = [
  [
    'a down that brings all back',
    'ALTER TABLE people ADD a int;',
    'ALTER TABLE people DROP a;',
    { verdict: 'proven', lost: [] },
  ],
  [
    'a down that cannot bring values back',
    'ALTER TABLE people DROP name;',
    'ALTER TABLE people ADD name text;',
    { verdict: 'proven', lost: ['the values of public.people.name'] },
  ],
  [
    'a down that makes a NOT NULL anew under another table name',
    'ALTER TABLE people RENAME TO persons; ALTER TABLE persons DROP CONSTRAINT people_pkey, ALTER id DROP NOT NULL;',
    'ALTER TABLE persons ADD CONSTRAINT people_pkey PRIMARY KEY (id); ALTER TABLE persons RENAME TO people;',
    { verdict: 'proven' },
  ],
  [
    'a down that forgets an index',
    'ALTER TABLE people ADD a int; CREATE INDEX i ON people (id);',
    'ALTER TABLE people DROP a;',
    {
      verdict: 'unproven',
      message: 'its down does not bring back the schema: it still has index public.i',
    },
  ],
  [
    'a down of which only the template is there',
    'CREATE INDEX i ON people (id);',
    '/* Write the way back here */',
    { verdict: 'unproven', message: 'its down is empty: it still has index public.i' },
  ],
  [
    'a down that fails',
    'ALTER TABLE people ADD a int;',
    'ALTER TABLE people\n  DROP b;',
    {
      verdict: 'unproven',
      message: expect.stringContaining('its down fails: column "b"'),
      where: { file: 'migrations/002_next.down.sql', line: 1, column: 1 },
    },
  ],
  [
    'a down that loses rows that the up had kept',
    'ALTER TABLE people ADD a int;',
    'DROP TABLE people; CREATE TABLE people (id integer PRIMARY KEY, name text);',
    { verdict: 'unproven', message: 'its down loses the rows of public.people' },
  ],
  [
    'a down that deletes',
    'ALTER TABLE people ADD a int;',
    'ALTER TABLE people DROP a; DELETE FROM people WHERE id = 1;',
    { verdict: 'unproven', message: 'its down loses 1 of 3 rows of public.people' },
  ],
  [
    'a down that rows stop',
    'ALTER TABLE people DROP name;',
    'ALTER TABLE people ADD name text; ALTER TABLE people ALTER name SET NOT NULL; ALTER TABLE people ALTER name DROP NOT NULL;',
    { verdict: 'stops-on-rows' },
  ],
  [
    'a down after which the up fails',
    'CREATE ROLE strata_prove_a;',
    'SELECT 1;',
    { verdict: 'unproven', message: expect.stringContaining('after its down, its up fails') },
  ],
  [
    'a down that takes a role back',
    'CREATE ROLE strata_prove_b;',
    'DROP ROLE strata_prove_b;',
    { verdict: 'proven' },
  ],
];
test.each(cases)('the downs of a history are run and judged: %s', async (_title, up, down, expected) => {
  using one = directory(history(up, down));
  const { ok, projects } = await proveIn(one.path);
  expect(projects[0]?.downs[1]).toMatchObject(expected);
  expect(ok).toBe((expected as { verdict: string }).verdict !== 'unproven');
  expect(projects[0]?.stoppedAt).toBe(undefined);
});

test('sample rows refer to rows that are there, also by keys of several columns', async () => {
  const key = 'FOREIGN KEY (a, flag) REFERENCES p';
  using one = directory({
    'migrations/001_init.up.sql': `
      CREATE TABLE p (a int, flag boolean, PRIMARY KEY (a, flag)) PARTITION BY RANGE (a);
      CREATE TABLE p_low PARTITION OF p FOR VALUES FROM (0) TO (2);
      CREATE TABLE p_high PARTITION OF p FOR VALUES FROM (2) TO (1000);
      CREATE TABLE c (a int, flag boolean, CONSTRAINT known ${key});`,
    'migrations/001_init.down.sql': 'DROP TABLE c, p;',
    'migrations/002_next.up.sql': 'ALTER TABLE c DROP CONSTRAINT known;',
    'migrations/002_next.down.sql': `ALTER TABLE c ADD CONSTRAINT known ${key};`,
  });
  const { projects } = await proveIn(one.path);
  expect(projects[0]?.downs[1]).toMatchObject({ verdict: 'proven', message: undefined });
});

test('migrations without a down are told of, and get a planned one where asked', async () => {
  using one = directory({
    'migrations/001_init.sql': init,
    'migrations/002_next.sql': 'ALTER TABLE people ADD a int;',
  });
  const told = await proveIn(one.path);
  expect(told.ok).toBe(true);
  expect(told.projects[0]?.downs.map(({ verdict }) => verdict)).toEqual(['no-down', 'no-down']);
  const planned = await proveIn(one.path, true);
  expect(planned.projects[0]?.downs).toMatchObject([
    { verdict: 'proven', isGenerated: true, planned: expect.stringContaining('DROP TABLE') },
    { verdict: 'proven', isGenerated: true, planned: expect.stringContaining('DROP COLUMN') },
  ]);
});

test('a planned down gives a table its name back from the view that has it meanwhile', async () => {
  using one = directory({
    'migrations/001_init.sql': init,
    'migrations/002_next.sql': 'ALTER TABLE people RENAME TO persons; CREATE VIEW people AS TABLE persons;',
  });
  const { projects } = await proveIn(one.path, true);
  expect(projects[0]?.downs[1]).toMatchObject({
    verdict: 'proven',
    lost: [],
    planned: expect.stringContaining('ALTER TABLE public.persons RENAME TO people;'),
  });
});

test('a planned down makes anew what cannot have its name back', async () => {
  using one = directory({
    'migrations/001_init.sql': 'CREATE TABLE people (id int);',
    'migrations/002_next.sql': `ALTER TABLE people RENAME TO persons;
      CREATE TYPE spans AS RANGE (subtype = int, multirange_type_name = people);`,
  });
  const { projects } = await proveIn(one.path, true);
  expect(projects[0]?.downs[1]).toMatchObject({
    message: 'its down loses the rows of public.persons',
    planned: expect.not.stringContaining('RENAME TO people'),
  });
});

test('a planned down leaves out what no definition says where that does not run', async () => {
  using one = directory({
    'migrations/001_init.sql': `
      CREATE TABLE place (name text);
      CREATE TABLE town (name text) INHERITS (place);
      CREATE FUNCTION refuse() RETURNS event_trigger LANGUAGE plpgsql AS $$
        BEGIN
          IF current_query() LIKE '%NO INHERIT%' THEN RAISE 'the tables stay together'; END IF;
        END $$;
      CREATE EVENT TRIGGER refuse ON ddl_command_start EXECUTE FUNCTION refuse();`,
    'migrations/002_next.sql':
      'DROP TABLE town; CREATE TABLE town () INHERITS (place); ALTER TABLE place ADD COLUMN since date;',
  });
  const settingsOf = async () => ({ ...plainSettings, superuser: true });
  const { projects } = await prove({ cwd: one.path, dirs: ['.'], settingsOf, generate: true });
  expect(projects[0]?.downs[1]).toMatchObject({
    verdict: 'proven',
    planned: expect.stringMatching(/^(--.*\n)*ALTER TABLE public\.place DROP COLUMN since;\n$/),
  });
});

test('a proof begins with the schemas that the runner makes by itself', async () => {
  using one = directory({
    'flyway.conf': 'flyway.schemas=shop,audit\n',
    'sql/V1__init.sql':
      'CREATE TABLE people (id integer PRIMARY KEY); CREATE VIEW audit.v AS SELECT id FROM shop.people;',
    'sql/U1__init.sql': 'DROP VIEW audit.v; DROP TABLE people;',
  });
  const { ok, projects } = await proveIn(one.path);
  expect({ ok, verdict: projects[0]?.downs[0]?.verdict }).toEqual({ ok: true, verdict: 'proven' });
});

test.each([
  ['that is not there', 'nowhere.sql', 'seeds: no file is called nowhere.sql'],
  ['of a pattern that nothing matches', 'n*.sql', 'seeds: no file is called n*.sql'],
  ['that is a directory', 'rows', 'the seed rows cannot be read: it is a directory'],
  ['that is no text', 'binary.sql', 'the seed binary.sql cannot be read'],
])(
  'a configured seed %s is refused, since nothing would be proven with its rows',
  async (_, seed, message) => {
    using one = directory({ ...history('SELECT 1;', 'SELECT 1;'), 'rows/people.sql': '' });
    writeFileSync(join(one.path, 'binary.sql'), Buffer.from([0, 1, 2, 255, 254, 0, 7]));
    const settingsOf = async () => ({ ...plainSettings, seeds: [join(one.path, seed)] });
    const proof = prove({ cwd: one.path, dirs: ['.'], settingsOf, generate: false });
    await expect(proof).rejects.toThrow(message);
  },
);

test('planned downs are taken with the rows of the seeds, and seeds that cannot be used are told of', async () => {
  using one = directory({
    'migrations/001_init.sql': 'CREATE TABLE people (id int PRIMARY KEY, name text NOT NULL);',
    'migrations/002_loose.sql': 'ALTER TABLE people ALTER name DROP NOT NULL;',
    'rows.sql': 'INSERT INTO people VALUES (1, NULL);',
  });
  const settingsOf = async () => ({ ...plainSettings, seeds: [join(one.path, 'rows.sql')] });
  const proveWith = (generate: boolean) => prove({ cwd: one.path, dirs: ['.'], settingsOf, generate });
  const planned = await proveWith(true);
  expect(planned).toMatchObject({
    ok: false,
    notes: [],
    projects: [{ seeded: { rows: 1, verdict: 'unproven', where: undefined } }],
  });
  expect(planned.projects[0]?.seeded?.message).toContain("the down of 002_loose stops on the seed's rows");
  expect(proveReport(planned, { paint: noPaint, width: 100 })).toMatch(
    /not proven with the seed's rows\.\n$/,
  );
  expect((await proveWith(false)).notes).toEqual([
    'rows.sql of . brought no rows: the last migration has no down to prove with them',
  ]);
});

test('a proof stops where the history does not replay', async () => {
  using one = directory({
    'migrations/001_init.sql': init,
    'migrations/002_next.sql': 'nonsense',
    'migrations/003_next.sql': '',
  });
  expect(await proveIn(one.path)).toMatchObject({ ok: false, projects: [{ stoppedAt: '002_next' }] });
});
