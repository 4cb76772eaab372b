import { expect, test } from 'vitest';
import type { ObjectId } from '../../model/object-id.ts';
import type { Plan, Step } from '../../model/plan.ts';
import type { Schema } from '../../model/schema.ts';
import { ownCastSql } from '../own-cast.suite.ts';
import { plainSettings } from '../plain-settings.suite.ts';
import { type LoadOptions, openPrelude, readDatabase } from '../rehearsal/ground.ts';
import { unreadSql } from '../unread.suite.ts';
import { provePlan } from './prove-plan.ts';

const load: LoadOptions = { cwd: '.', settings: plainSettings, platform: 'none' };

/** Proves a plan that was written by hand, where its own statements make the goal. */
async function prove(start: string, steps: readonly Step[]) {
  await using engine = await openPrelude(load);
  const run = async (sql: string): Promise<Schema> => {
    await using session = await engine.main.connect('owner', { guarded: false });
    expect((await session.run(sql)).error).toBeUndefined();
    return await readDatabase(engine.main, load);
  };
  await run(start);
  const database = await engine.createDatabase({ like: engine.main });
  const goal = await run(steps.map(({ sql }) => sql).join(';\n'));
  const plan: Plan = { changes: [], steps, renameOffers: [] };
  return (await provePlan(plan, goal, { engine, database }, load)).proof;
}

function step(object: ObjectId, sql: string, says?: string): Step {
  const hazards = says === undefined ? [] : [{ kind: 'destroys-data' as const, message: says }];
  return { sql, object, verb: 'alter', hazards, transaction: 'together' };
}

const rename = (object: ObjectId, sql: string): Step => ({ ...step(object, sql), verb: 'rename' });

const dropped = (table: string) =>
  step(`column:${table}.note`, `ALTER TABLE ${table} DROP COLUMN note`, 'The values are lost.');

test('a declared loss of a column is none of a column of that name in another table', async () => {
  const start = 'CREATE TABLE a (id int, note text); CREATE TABLE b (id int, note text)';
  const emptied = step('table:public.a', 'UPDATE public.a SET note = NULL');
  await expect(prove(start, [dropped('public.b'), emptied])).rejects.toMatchObject({
    code: 'unproven',
    message: 'the plan loses the values of public.a.note without saying so',
  });
});

test('losses are declared by new names, and those of children with their parent', async () => {
  const start = `CREATE TABLE a (id int, note text, more text); CREATE TABLE b () INHERITS (a);
    CREATE TABLE c (id int, note text)`;
  const { destroyed } = await prove(start, [
    rename('table:public.a', 'ALTER TABLE public.a RENAME TO z'),
    rename('column:public.z.more', 'ALTER TABLE public.z RENAME COLUMN more TO extra'),
    step('column:public.z.extra', 'UPDATE public.z SET extra = NULL', 'The values are lost.'),
    dropped('public.z'),
    step('table:public.c', 'DROP TABLE public.c', 'All rows are lost.'),
  ]);
  expect(destroyed).toEqual([
    'the values of public.a.more',
    'the values of public.a.note',
    'the values of public.b.more',
    'the values of public.b.note',
    'the rows of public.c',
  ]);
});

test('rows that a partitioned table loses are declared of it, or of the partition that held them', async () => {
  const start = `CREATE TABLE a (id int) PARTITION BY LIST (id); CREATE TABLE a1 PARTITION OF a FOR VALUES IN (1);
    CREATE TABLE rest PARTITION OF a DEFAULT; INSERT INTO a VALUES (1), (2)`;
  const drop = (says?: string) => step('table:public.a1', 'DROP TABLE public.a1', says);
  const emptied = step('table:public.rest', 'DELETE FROM public.rest');
  await expect(prove(start, [drop(), emptied])).rejects.toMatchObject({
    code: 'unproven',
    message: 'the plan loses the rows of public.a without saying so',
  });
  const { destroyed } = await prove(start, [drop('All rows are lost.')]);
  expect(destroyed).toEqual([expect.stringMatching('rows of public.a$')]);
});

test('a table that is renamed and then made anew holds its rows under the new name', async () => {
  const renames = [
    rename('table:public.a', 'ALTER TABLE public.a RENAME TO z'),
    rename('column:public.z.note', 'ALTER TABLE public.z RENAME COLUMN note TO more'),
  ];
  const anew = (columns: string) => [
    step('table:public.z', `CREATE TABLE aside AS SELECT ${columns} FROM z`),
    step('table:public.z', 'DROP TABLE z'),
    step('table:public.z', 'CREATE TABLE z (id int, more text)'),
    step('table:public.z', `INSERT INTO z (${columns}) SELECT ${columns} FROM aside`),
    step('table:public.z', 'DROP TABLE aside'),
  ];
  const start = 'CREATE TABLE a (id int, note text)';
  const proof = await prove(start, [...renames, ...anew('id, more')]);
  expect(proof).toMatchObject({ survived: ['public.a'], destroyed: [] });
  await expect(prove(start, [...renames, ...anew('id')])).rejects.toMatchObject({ code: 'unproven' });
});

test('sample rows are made where an operator of the user is as good a match as one of the system', async () => {
  const start = `CREATE TABLE a (id int, CHECK (id > 0)); CREATE DOMAIN numbers AS int[];
    CREATE FUNCTION same(numbers, numbers) RETURNS boolean LANGUAGE sql AS 'SELECT true';
    CREATE OPERATOR = (FUNCTION = same, LEFTARG = numbers, RIGHTARG = numbers)`;
  const { survived } = await prove(start, [step('table:public.a', 'ALTER TABLE public.a ADD COLUMN b int')]);
  expect(survived).toEqual(['public.a']);
});

test('a column that is made anew with another type and takes over all values loses none', async () => {
  const start = "CREATE TABLE a (id int, day date); INSERT INTO a VALUES (1, '2026-03-04'), (2, NULL)";
  const anew = step(
    'column:public.a.day',
    `ALTER TABLE public.a RENAME COLUMN day TO day_own;
     ALTER TABLE public.a ADD COLUMN day timestamptz;
     UPDATE public.a SET day = day_own;
     ALTER TABLE public.a DROP COLUMN day_own`,
  );
  expect((await prove(start, [anew])).destroyed).toEqual([]);
  const emptied = step('table:public.a', 'UPDATE public.a SET day = NULL WHERE id = 1');
  await expect(prove(start, [anew, emptied])).rejects.toMatchObject({
    message: 'the plan loses the values of public.a.day without saying so',
  });
});

test('rows are counted by a role that is no superuser, since casts and indexes may run code of the user', async () => {
  const emptied = step('table:public.moods', 'UPDATE public.moods SET note = NULL');
  await expect(prove(ownCastSql, [emptied])).rejects.toMatchObject({
    message: 'the plan loses the values of public.moods.note without saying so',
  });
});

test('a table whose rows cannot be counted is not said to have kept them', async () => {
  const added = step('table:public.regions', 'ALTER TABLE public.regions ADD more int');
  expect(await prove(unreadSql, [added])).toMatchObject({ survived: [], withoutRows: ['public.regions'] });
});

test('values that a plan changes without saying so are found, where they read alike before and after', async () => {
  const start = `CREATE TYPE mood AS ENUM ('sad'); CREATE TABLE a (id int, note varchar(20), more text, m mood);
    CREATE TABLE b () INHERITS (a);
    CREATE COLLATION any_case (provider = icu, locale = 'und-u-ks-level2', deterministic = false)`;
  const mixed = step('table:public.a', 'UPDATE public.a SET note = more, more = note WHERE id = 1');
  const message = 'the plan changes the values of public.a.more without saying so';
  await expect(prove(start, [mixed])).rejects.toMatchObject({ code: 'unproven', message });
  const told = step('column:public.a.id', 'ALTER TABLE public.a ALTER id SET DEFAULT 1', 'Triggers fire.');
  expect((await prove(start, [mixed, told])).survived).toContain('public.a');
  const others = [
    step('column:public.a.note', "ALTER TABLE public.a ALTER note TYPE text USING note || '!'"),
    step('enum:public.mood', "ALTER TYPE mood RENAME VALUE 'sad' TO 'blue'"),
    step('column:public.a.more', 'ALTER TABLE public.a ALTER more TYPE text COLLATE any_case'),
  ];
  expect((await prove(start, others)).survived).toEqual(['public.a', 'public.b']);
});

test('values that a plan changes in a table that takes the place of another are found', async () => {
  const anew = `CREATE TABLE aside AS TABLE public.a; DROP TABLE public.a; CREATE TABLE public.a (id int, n int);
    INSERT INTO public.a SELECT id, id + 1 FROM aside; DROP TABLE aside`;
  await expect(prove('CREATE TABLE a (id int, n int)', [step('table:public.a', anew)])).rejects.toThrow(
    'the plan changes the values of public.a.n without saying so',
  );
});
