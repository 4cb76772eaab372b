import { afterAll, expect, test } from 'vitest';
import { readSchema } from '../src/catalog/read-schema.ts';
import { planChanges } from '../src/diff/plan.ts';
import { testArena } from './judge/arena.ts';
import { startDumper } from './judge/dump.ts';
import { pgDumpJudge } from './judge/pg-dump.ts';
import { ownJudge, ownPlanner } from './judge/strata.ts';

// Both ways are tried by cases/diff/inheritance; here is what the plans say, and where there is none.
const arena = testArena();
const dumper = startDumper();
afterAll(() => dumper[Symbol.asyncDispose]());

/** The statements that bring a database which held `before` to `after`, what judges see otherwise then, and the rows. */
async function bring(before: string, after: string) {
  await using from = await arena.holding(before);
  await using to = await arena.holding(after);
  const { changes } = planChanges(await readSchema(from.session), await readSchema(to.session), {
    beyondDefinitions: 'copies',
  });
  const batches = await ownPlanner({ ...from, rebuild: () => arena.holding(before) }, to, []);
  const sql = batches.join(';\n');
  const { error } = await from.session.run(sql);
  expect(error?.message).toBeUndefined();
  const differences: string[] = [];
  for (const judge of [ownJudge(), pgDumpJudge(dumper)])
    differences.push((await judge.read(to)).differenceTo(await judge.read(from)));
  const rows = await from.session.query('SELECT tableoid::regclass::text AS of, * FROM event ORDER BY id');
  const told = changes.map((change) => [change.id, change.kind === 'alter' && change.properties]);
  return { sql, told, differences: differences.filter((one) => one !== ''), rows };
}

const event = `
  CREATE TABLE event (id int NOT NULL, at timestamp DEFAULT now(), place text, n int,
    twice int GENERATED ALWAYS AS (n * 2) STORED, CONSTRAINT n_small CHECK (n < 100));
  CREATE VIEW places AS SELECT place FROM event;`;

test('a column that came from a parent alone becomes the own one of a child too, and the others do not', async () => {
  const { differences, rows, told } = await bring(
    `${event} CREATE TABLE visit (badge text) INHERITS (event);
     INSERT INTO visit VALUES (1, '2026-01-01', 'Bern', 3, DEFAULT, 'b');`,
    `${event} CREATE TABLE visit (at timestamp DEFAULT now(), place text, badge text) INHERITS (event);`,
  );
  expect(differences).toEqual([]);
  expect(told).toEqual([
    ['column:public.visit.at', ['own']],
    ['column:public.visit.place', ['own']],
  ]);
  expect(rows).toMatchObject([{ of: 'visit', id: 1, place: 'Bern', twice: 6 }]);
});

test('where all of them become its own, nothing lends any meanwhile', async () => {
  const { differences, sql } = await bring(
    `${event} CREATE TABLE log (line text); CREATE TABLE note () INHERITS (log);`,
    `${event} CREATE TABLE log (line text); CREATE TABLE note (line text) INHERITS (log);`,
  );
  expect(differences).toEqual([]);
  expect(sql).toBe(
    'ALTER TABLE public.note NO INHERIT public.log;\nALTER TABLE public.note INHERIT public.log',
  );
});

test('a NOT NULL that came from a parent alone becomes the own one of a child too', async () => {
  const { differences, sql } = await bring(
    `${event} CREATE TABLE visit () INHERITS (event);`,
    `${event} CREATE TABLE visit (CONSTRAINT event_id_not_null NOT NULL id) INHERITS (event);`,
  );
  expect(differences).toEqual([]);
  expect(sql).toBe('ALTER TABLE public.visit ALTER COLUMN id SET NOT NULL');
});

test('a column that is to be its parents alone is told as one that writes its table anew', async () => {
  await using from = await arena.holding(`${event} CREATE TABLE visit (place text) INHERITS (event);`);
  await using to = await arena.holding(`${event} CREATE TABLE visit () INHERITS (event);`);
  const [was, is] = [await readSchema(from.session), await readSchema(to.session)];
  const { changes, steps } = planChanges(was, is, { beyondDefinitions: 'copies' });
  expect(changes).toMatchObject([{ id: 'column:public.visit.place', properties: ['own'] }]);
  const hazards = steps.flatMap((step) => step.hazards);
  expect(hazards).toEqual([
    {
      kind: 'rewrites',
      message: 'Having public.visit.place from its parent alone writes all of public.visit anew.',
    },
    {
      kind: 'blocks-reads',
      message: 'ACCESS EXCLUSIVE lock on public.visit: nobody reads or writes it while it is written anew.',
    },
  ]);
  expect(planChanges(was, is, { beyondDefinitions: 'copies', online: true }).steps).toEqual([]);
  expect(planChanges(was, is).steps).toEqual([]);
});

test('what cannot leave without taking more along stays as it is: with what is generated from it, beside what was not checked, with rows held elsewhere', async () => {
  const tables = `${event} CREATE TABLE old (n int);
    ALTER TABLE old ADD CONSTRAINT n_some CHECK (n > 0) NOT VALID;`;
  const { sql } = await bring(
    `${tables} CREATE TABLE kid () INHERITS (old); CREATE TABLE used () INHERITS (event);
     CREATE TABLE shelf (at timestamp) INHERITS (event); CREATE TABLE book (on_it shelf);`,
    `${tables} CREATE TABLE kid (n int) INHERITS (old); CREATE TABLE used (n int) INHERITS (event);
     CREATE TABLE shelf () INHERITS (event); CREATE TABLE book (on_it shelf);`,
  );
  expect(sql).toBe('');
});

test('a key of a new child leaves it the NOT NULL that it has from its parent alone', async () => {
  const { differences } = await bring(
    event,
    `${event} CREATE TABLE visit () INHERITS (event); ALTER TABLE visit ADD PRIMARY KEY (id);`,
  );
  expect(differences).toEqual([]);
});

test('columns that tables on several levels are to have from above alone go from the lowest table first', async () => {
  const levels = (a: string, b: string, c: string) => `${event}
    CREATE TABLE visit (${a}) INHERITS (event);
    CREATE TABLE stay (${b}) INHERITS (visit);
    CREATE TABLE night (${c}) INHERITS (stay);
    INSERT INTO night VALUES (1, '2026-01-01', 'Bern', 3);`;
  const { differences, rows } = await bring(
    levels('place text, n int', 'place text, n int', 'n int'),
    levels('', '', ''),
  );
  expect(differences).toEqual([]);
  expect(rows).toMatchObject([{ of: 'night', id: 1, place: 'Bern', n: 3, twice: 6 }]);
});
