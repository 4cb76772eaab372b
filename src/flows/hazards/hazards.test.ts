import { expect, test } from 'vitest';
import { historyOf } from '../../replay/rehearsal.suite.ts';
import { plainSettings } from '../plain-settings.suite.ts';
import { foreseeHazards } from './hazards.ts';

const applied =
  'CREATE TABLE a (id int); CREATE TABLE b (id int); CREATE TABLE größe (id int); CREATE TABLE "C c" (); CREATE TABLE d ();';

test('rows that are lost are foreseen however the statement is written', async () => {
  const pending = `TRUNCATE a, ONLY b;
WITH old AS (SELECT 1 AS id) DELETE FROM a USING old WHERE a.id = old.id;
WITH gone AS (DELETE FROM b RETURNING id) INSERT INTO a SELECT id FROM gone;
DELETE FROM größe;
delete /* all */ from only Public . "C c";
-- DELETE FROM a;
DO $$ BEGIN DELETE FROM d; DELETE FROM d; END $$;`;
  const history = historyOf([applied, pending]);
  const [first, second] = history.migrations;
  const { hazards } = await foreseeHazards(history, [first!], [second!], plainSettings);
  expect(hazards.map(({ line, message, probe }) => [line, message, probe])).toEqual([
    [1, 'All rows of a are lost: it is emptied.', 'SELECT EXISTS (SELECT FROM a)'],
    [1, 'All rows of b are lost: it is emptied.', 'SELECT EXISTS (SELECT FROM b)'],
    [2, 'Rows of a are deleted.', 'SELECT EXISTS (SELECT FROM a)'],
    [3, 'Rows of b are deleted.', 'SELECT EXISTS (SELECT FROM b)'],
    [4, 'Rows of "größe" are deleted.', 'SELECT EXISTS (SELECT FROM "größe")'],
    [5, 'Rows of public."C c" are deleted.', 'SELECT EXISTS (SELECT FROM public."C c")'],
    [7, 'Rows of public.d are deleted.', 'SELECT EXISTS (SELECT FROM public.d)'],
  ]);
});

test('a MERGE that deletes loses rows, and one that does not loses none', async () => {
  const pending = `MERGE INTO a USING (VALUES (1)) AS v (id) ON a.id = v.id WHEN NOT MATCHED BY SOURCE THEN DELETE;
WITH gone AS (MERGE INTO b USING a ON a.id = b.id WHEN MATCHED THEN DELETE RETURNING b.id) SELECT FROM gone;
DO $$ BEGIN MERGE INTO größe g USING a ON a.id = g.id WHEN MATCHED THEN DELETE; END $$;
MERGE INTO a USING b ON a.id = b.id WHEN NOT MATCHED THEN INSERT VALUES (b.id);
DO $$ BEGIN MERGE INTO a USING b ON a.id = b.id WHEN MATCHED THEN UPDATE SET id = 0; END $$;`;
  const history = historyOf([applied, pending]);
  const [first, second] = history.migrations;
  const { hazards } = await foreseeHazards(history, [first!], [second!], plainSettings);
  expect(hazards.map(({ line, message }) => [line, message])).toEqual([
    [1, 'Rows of a are deleted.'],
    [2, 'Rows of b are deleted.'],
    [3, 'Rows of public."größe" are deleted.'],
  ]);
});

test('rows of a table that is pending itself, or temporary, are nobody’s to lose', async () => {
  const history = historyOf([
    applied,
    'CREATE TABLE Fresh (id int); CREATE TEMP TABLE a AS SELECT 1;\nDELETE FROM FRESH; DELETE FROM a; TRUNCATE public.fresh;',
    'WITH x AS (SELECT 1) DELETE FROM fresh;',
  ]);
  const [first, ...rest] = history.migrations;
  expect((await foreseeHazards(history, [first!], rest, plainSettings)).hazards).toEqual([]);
});

test('rows are read under a lock where a table was there before, however it is called', async () => {
  const history = historyOf([
    'CREATE SCHEMA shop; CREATE TABLE shop."Order" (id int); CREATE TABLE "Order" (id int);',
    `CREATE TABLE fresh (id int); ALTER TABLE fresh ADD CHECK (id > 0);
ALTER TABLE shop."Order" ADD CHECK (id > 0);
ALTER TABLE "Order" ALTER COLUMN id TYPE bigint, ADD CHECK (id > 0);`,
  ]);
  const [first, second] = history.migrations;
  const { hazards } = await foreseeHazards(history, [first!], [second!], plainSettings);
  const heavy = hazards.filter(({ kind }) => kind !== 'may-fail');
  expect(heavy.map(({ line, kind, table }) => [line, kind, table])).toEqual([
    [2, 'scans', 'shop."Order"'],
    [3, 'rewrites', 'public."Order"'],
  ]);
});

test('others wait for an index only where it is built on a table that was there before', async () => {
  const history = historyOf([
    `CREATE SCHEMA shop; CREATE TABLE posts (id int PRIMARY KEY); CREATE TABLE shop.posts (id int);
CREATE TABLE parts (id int) PARTITION BY RANGE (id); CREATE TABLE part_1 PARTITION OF parts FOR VALUES FROM (1) TO (2);`,
    `CREATE TABLE comments (id int PRIMARY KEY, post int REFERENCES posts);
CREATE INDEX ON comments (post); CREATE INDEX CONCURRENTLY late ON posts (id);
CREATE INDEX early ON shop.posts (id);
CREATE INDEX whole ON parts (id);
ALTER TABLE posts ADD COLUMN name text, ADD UNIQUE (name);`,
  ]);
  const [first, second] = history.migrations;
  const { hazards } = await foreseeHazards(history, [first!], [second!], plainSettings);
  expect(hazards.map(({ line, kind, message, table }) => [line, kind, message, table])).toEqual([
    [3, 'blocks-writes', 'Nobody writes shop.posts while early is built.', 'shop.posts'],
    [4, 'blocks-writes', 'Nobody writes public.parts while part_1_id_idx is built.', 'public.parts'],
    [5, 'blocks-reads', 'Nobody reads or writes public.posts while posts_name_key is built.', 'public.posts'],
  ]);
});
