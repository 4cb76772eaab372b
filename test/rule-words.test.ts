import { expect, test } from 'vitest';
import { hintText } from '../src/model/hint.ts';
import { findingsBy, findingsIn, foundBy, hintsBy, notesBy } from './found-by.ts';

test('a column that is added to a partitioned table is said to rewrite the table, by way of its partitions', async () => {
  const found = await foundBy(
    'table-rewrite',
    'none',
    `CREATE TABLE visits (id bigint, at date NOT NULL) PARTITION BY RANGE (at);
     CREATE TABLE visits_2024 PARTITION OF visits FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');`,
    'ALTER TABLE visits ADD COLUMN dice double precision DEFAULT random();',
  );
  expect(found).toEqual([expect.stringMatching(/^002: adding `dice` .* rewrites visits,/)]);
});

test('a generated column that is dropped is missed by code, and nothing that cannot be computed is lost', async () => {
  const found = await foundBy(
    'drop-column',
    'none',
    `CREATE TABLE parcels (id bigint PRIMARY KEY, w numeric, area numeric GENERATED ALWAYS AS (w * 2) VIRTUAL,
       kept numeric GENERATED ALWAYS AS (w + 1) STORED);
     ALTER TABLE parcels ALTER COLUMN kept DROP EXPRESSION;`,
    'ALTER TABLE parcels DROP COLUMN area; ALTER TABLE parcels DROP COLUMN kept;',
  );
  expect(found).toEqual([
    '002: code that still names `area` of parcels fails once it is dropped',
    '002: dropping `kept` of parcels loses what is in it, and code that still names it fails',
  ]);
});

test('a lock_timeout that is long is told with its length', async () => {
  const found = await foundBy(
    'no-lock-timeout',
    'none',
    'CREATE TABLE a (id bigint PRIMARY KEY);',
    "SET lock_timeout = '15min'; ALTER TABLE a ADD COLUMN b int;",
    "SET lock_timeout = '45s'; ALTER TABLE a ADD COLUMN c int;",
  );
  expect(found).toEqual([
    expect.stringMatching(/^002: .* and waits for it for up to 15 min; while it waits, every SELECT/),
    expect.stringMatching(/^003: .* for up to 45 s;/),
  ]);
});

test('what a partitioned table cannot do CONCURRENTLY is not proposed', async () => {
  const before = `CREATE TABLE sales (id bigint, day date) PARTITION BY RANGE (day);
    CREATE TABLE sales_2025 PARTITION OF sales FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
    CREATE INDEX sales_day ON sales (day); CREATE INDEX sales_id ON sales (id);`;
  const alone = expect.stringMatching(/^An index of a partitioned table cannot be dropped CONCURRENTLY\./);
  // By the second statement of a transaction nothing is locked that the first has not locked.
  const drops = 'DROP INDEX sales_day; DROP INDEX sales_id;';
  expect(await hintsBy('drop-index-blocks', 'none', before, drops)).toEqual([alone, alone]);
  const builds = 'CREATE INDEX ON sales (day, id); CREATE UNIQUE INDEX once ON sales (id, day);';
  expect(await hintsBy('index-blocks-writes', 'none', before, builds)).toEqual([
    expect.stringContaining('CREATE INDEX ON ONLY sales …;'),
    expect.stringContaining('CREATE UNIQUE INDEX once ON ONLY sales …;'),
  ]);
  expect(
    await hintsBy(
      'constraint-builds-index',
      'none',
      before,
      'ALTER TABLE sales ADD COLUMN n int; ALTER TABLE sales ADD CONSTRAINT once UNIQUE (id, day);',
    ),
  ).toEqual([expect.stringContaining('ALTER TABLE ONLY sales ADD CONSTRAINT once UNIQUE (id, day);')]);
  const found = await findingsIn(
    'none',
    `${before} CREATE TABLE days (day date PRIMARY KEY); CREATE INDEX sales_both ON sales (day, id);
     CREATE TABLE rest PARTITION OF sales DEFAULT;`,
    'ALTER TABLE sales ADD CONSTRAINT sales_days FOREIGN KEY (day) REFERENCES days;',
    'ALTER TABLE sales DETACH PARTITION sales_2025;',
  );
  const hintsOf = (id: string) =>
    found.filter(({ rule }) => rule === id).map(({ hint }) => hintText(hint ?? ''));
  expect(hintsOf('overlapping-index')).toContain('DROP INDEX public.sales_day;');
  expect(hintsOf('foreign-key-scan')).toEqual([
    expect.stringContaining('takes NOT VALID from PostgreSQL 18 on'),
  ]);
  expect(hintsOf('detach-partition-blocks')).toEqual([
    expect.stringContaining('none can be detached CONCURRENTLY'),
  ]);
});

test('of two columns that are dropped at once, each is told with what goes along with it', async () => {
  const found = await notesBy(
    'drop-column',
    'none',
    `CREATE TABLE t (a int, b int CHECK (b > 0), c int);
     CREATE INDEX of_a ON t (a); CREATE INDEX of_b ON t (b);`,
    'ALTER TABLE t DROP COLUMN IF EXISTS gone, DROP COLUMN a, DROP COLUMN b, DROP COLUMN c;',
  );
  expect(found).toEqual([
    'With it go: index public.of_a.',
    'With it go: table constraint t_b_check on public.t, index public.of_b.',
    '',
  ]);
});

test('the index that a foreign key with a period lacks is one by GiST', async () => {
  const found = await hintsBy(
    'unindexed-foreign-key',
    'none',
    `CREATE TABLE rooms (id int4range, open daterange, PRIMARY KEY (id, open WITHOUT OVERLAPS));
     CREATE TABLE stays (room int4range, during daterange, FOREIGN KEY (room, PERIOD during) REFERENCES rooms);`,
  );
  expect(found).toEqual(['CREATE INDEX CONCURRENTLY ON public.stays USING gist (room, during);']);
});

test('tables that a new partition locks are told with what each keeps waiting, and made apart it can be attached', async () => {
  const before = `CREATE TABLE halls (id bigint PRIMARY KEY);
    CREATE TABLE visits (day date, hall bigint REFERENCES halls, year int GENERATED ALWAYS AS (extract(year FROM day)) STORED)
      PARTITION BY RANGE (day);`;
  const made = "CREATE TABLE visits_25 PARTITION OF visits FOR VALUES FROM ('2025-01-01') TO ('2026-01-01')";
  const [found] = await findingsBy('referenced-lock', 'none', before, made);
  expect(found?.message).toBe(
    'this locks public.visits as well (ACCESS EXCLUSIVE): every SELECT, INSERT, UPDATE and DELETE on it waits; and public.halls as well (SHARE ROW EXCLUSIVE): every INSERT, UPDATE and DELETE on it waits, SELECT goes on until the transaction ends',
  );
  // Without its generated columns a table of the same shape cannot be attached.
  expect(hintText(found?.hint ?? '')).toContain(
    'CREATE TABLE visits_25 (LIKE visits INCLUDING DEFAULTS INCLUDING CONSTRAINTS INCLUDING GENERATED);',
  );
});
