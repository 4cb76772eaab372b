import { expect, test } from 'vitest';
import { foundBy } from './found-by.ts';

const tables =
  'CREATE TABLE a (id bigint PRIMARY KEY); CREATE TABLE c (id bigint PRIMARY KEY, b_id_of_old int);';

test('a foreign key is found where a column brought it, whatever names the column later', async () => {
  const found = await foundBy(
    'unindexed-foreign-key',
    'none',
    tables,
    'ALTER TABLE a ADD COLUMN b_id bigint REFERENCES c;',
    'ALTER TABLE a ADD COLUMN sub_id bigint; ALTER TABLE a ADD FOREIGN KEY (sub_id) REFERENCES c;',
    'ALTER TABLE a ALTER COLUMN b_id SET NOT NULL; ALTER TABLE a RENAME CONSTRAINT a_sub_id_fkey TO sub;',
  );
  expect(found).toEqual([
    '002: foreign key `a_b_id_fkey` (b_id) of public.a has no index',
    '003: foreign key `sub` (sub_id) of public.a has no index',
  ]);
});

test('a column is found where it was added, not where another is whose name holds its own', async () => {
  const found = await foundBy(
    'timestamp-without-zone',
    'none',
    tables,
    'ALTER TABLE a ADD COLUMN seen timestamp;',
    'ALTER TABLE a ADD COLUMN last_seen_by text;',
  );
  expect(found).toEqual([expect.stringMatching(/^002: .*`seen` of public\.a/)]);
});

test('a table without a primary key is found where it was made', async () => {
  const found = await foundBy(
    'no-primary-key',
    'none',
    'CREATE TABLE t (a int);',
    'ALTER TABLE t ADD COLUMN b int;',
  );
  expect(found).toEqual(['001: public.t has no primary key']);
});

test('policies that hold no more are found where row security is switched off', async () => {
  const found = await foundBy(
    'policy-without-row-security',
    'none',
    `${tables} ALTER TABLE a ENABLE ROW LEVEL SECURITY; CREATE POLICY own ON a USING (id = 1);`,
    'ALTER TABLE a DISABLE ROW LEVEL SECURITY;',
    'ALTER TABLE a ADD COLUMN name text;',
  );
  expect(found).toEqual([expect.stringMatching(/^002: public\.a has policy `own`, but row security is off/)]);
});

test('a view that is replaced without its security_invoker is found where it loses it', async () => {
  const found = await foundBy(
    'view-passes-row-security',
    'none',
    `${tables} ALTER TABLE a ENABLE ROW LEVEL SECURITY; CREATE POLICY own ON a USING (id = 1); CREATE ROLE reader;
     CREATE VIEW names WITH (security_invoker = true) AS SELECT id FROM a; GRANT SELECT ON names TO reader;`,
    'CREATE OR REPLACE VIEW names AS SELECT id FROM a;',
  );
  expect(found).toEqual(['002: reader may read public.names, which reads public.a past its row security']);
});

test('a table that loses its primary key is found where it does', async () => {
  const found = await foundBy(
    'no-primary-key',
    'none',
    'CREATE TABLE a (id bigint CONSTRAINT chosen PRIMARY KEY, b int UNIQUE); CREATE TABLE c (id bigint PRIMARY KEY);',
    'ALTER TABLE a DROP CONSTRAINT chosen; ALTER TABLE c DROP CONSTRAINT c_pkey, ADD PRIMARY KEY (id);',
    'ALTER TABLE a DROP CONSTRAINT a_b_key; ALTER TABLE c ADD COLUMN d int;',
    'ALTER TABLE c DROP COLUMN id;',
  );
  expect(found).toEqual([
    '002: public.a loses its primary key, and gets no other',
    '004: public.c loses its primary key, and gets no other',
  ]);
});
