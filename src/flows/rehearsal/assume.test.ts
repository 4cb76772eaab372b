import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { History } from '../../model/migration.ts';
import type { ProjectReport } from '../../model/report.ts';
import { cold } from '../../replay/rehearsal.suite.ts';
import { rehearse } from '../../replay/rehearse.ts';
import { check } from '../check.ts';
import { plainSettings } from '../plain-settings.suite.ts';
import { rehearseAssuming } from './assume.ts';

let dir: string;

beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'strata-assume-'));
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

const rules = {
  preset: 'recommended',
  policies: {},
  levels: {},
  allowances: [],
  sharesAllowances: false,
  ownRules: [],
  baseline: '',
  writesBaseline: false,
  sizes: undefined,
  since: undefined,
  today: '2026-01-01',
} as const;

/** The report on one file, as `strata check case.sql` gives it. */
async function checkFile(
  name: string,
  sql: string,
  beside: Record<string, string> = {},
): Promise<ProjectReport> {
  const folder = join(dir, name);
  mkdirSync(folder);
  writeFileSync(join(folder, 'case.sql'), sql);
  for (const [file, text] of Object.entries(beside)) writeFileSync(join(folder, file), text);
  const report = await check({
    cwd: folder,
    dirs: [join(folder, 'case.sql')],
    failOn: 'error',
    settingsOf: async () => ({ ...plainSettings, cache: false }),
    rulesOf: async () => rules,
  });
  return report.projects[0] as ProjectReport;
}

function found({ findings }: ProjectReport): readonly string[] {
  return findings
    .filter(({ severity }) => severity !== 'info')
    .map(({ severity, rule }) => `${severity} ${rule}`);
}

const cases: readonly [title: string, sql: string, found: readonly string[], assumed: RegExp][] = [
  [
    'a table with a column, of the type that its change is dearest from',
    'ALTER TABLE shop.orders ALTER COLUMN total TYPE bigint;',
    ['warning table-rewrite'],
    /table shop\.orders \(total integer\); schema shop/,
  ],
  [
    'both sides of a foreign key, and the key that it leans on',
    'ALTER TABLE orders ADD CONSTRAINT orders_buyer FOREIGN KEY (buyer) REFERENCES buyers (code);',
    ['warning foreign-key-scan'],
    /table orders \(buyer text\); table buyers \(code text\)/,
  ],
  [
    'what an IF EXISTS would pass over',
    'DROP TABLE IF EXISTS orders;',
    ['warning drop-table'],
    /table orders/,
  ],
  [
    'a schema that an IF EXISTS would pass over, with tables that nobody knows',
    'DROP SCHEMA IF EXISTS legacy CASCADE;',
    ['warning drop-table'],
    /schema legacy/,
  ],
  [
    'a table that has its name in common with one in another schema, which the file makes',
    'CREATE TABLE archive.posts (id bigint PRIMARY KEY);\nDROP TABLE app.posts;',
    ['warning drop-table'],
    /table app\.posts; schema archive; schema app/,
  ],
  [
    'what the guard of a DO block would pass over',
    `DO $$ BEGIN
  IF EXISTS (SELECT FROM information_schema.columns WHERE table_name = 'orders' AND column_name = 'mail') THEN
    ALTER TABLE orders RENAME COLUMN mail TO email;
  END IF;
  IF to_regclass('shop.parcels') IS NOT NULL THEN
    ALTER TABLE shop.parcels RENAME TO packets;
  END IF;
END $$;`,
    ['warning rename-column', 'warning rename-table'],
    /table orders \(mail text\); table shop\.parcels; schema shop/,
  ],
  [
    'statistics, with a table to have them of',
    'ALTER STATISTICS shop.by_place SET STATISTICS 200;\nALTER STATISTICS by_day RENAME TO by_date;',
    [],
    /statistics by_day; statistics shop\.by_place/,
  ],
  [
    'the type, the value before, the role, the trigger function, the index and the constraint that are named',
    `ALTER TYPE mood ADD VALUE 'calm' AFTER 'sad';
GRANT SELECT ON orders TO reader;
CREATE TRIGGER touch BEFORE UPDATE ON orders FOR EACH ROW EXECUTE FUNCTION touch();
ALTER TABLE orders ADD CONSTRAINT orders_code UNIQUE USING INDEX orders_code_idx;
ALTER TABLE orders DROP CONSTRAINT orders_old;`,
    [],
    /type mood; role reader; function touch\(\); index orders_code_idx; constraint orders_old/,
  ],
  [
    'the check that proves what SET NOT NULL would read',
    `ALTER TABLE orders VALIDATE CONSTRAINT orders_note_set;
ALTER TABLE orders ALTER COLUMN note SET NOT NULL;`,
    [],
    /constraint orders_note_set/,
  ],
  [
    'what operators, conflicts, aliases and operator classes ask of columns',
    `INSERT INTO tags (key, n) VALUES ('a', 1) ON CONFLICT (key) DO NOTHING;
DELETE FROM tags t USING tags u WHERE t.place < u.place;
UPDATE visits SET seen = seen + 1 WHERE data ->> 'kind' = 'x' AND is_done;
CREATE INDEX CONCURRENTLY ON docs USING hnsw (embedding vector_cosine_ops);
ALTER TABLE visits OWNER TO keeper;`,
    [],
    /table tags \(key text, n text, place text\); table visits \(seen bigint, data jsonb, is_done boolean\); table docs \(embedding vector\(3\)\)/,
  ],
  [
    'the type that a foreign key of a table of its own asks for',
    `CREATE TABLE tokens (id text PRIMARY KEY, user_id text NOT NULL REFERENCES users (id));
UPDATE tickets SET author_id = u.id FROM users u WHERE u.id = tickets.owner_id;`,
    [],
    /table users \(id text\); table tickets \(author_id text, owner_id text\)/,
  ],
  [
    'a partitioned table and its partition',
    `ALTER TABLE logs DETACH PARTITION logs_old;
CREATE TABLE measures_2024 PARTITION OF measures FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');`,
    ['warning detach-partition-blocks'],
    /table measures \(id timestamptz\); partition logs_old/,
  ],
  [
    'what the server names without the schema that the statement says',
    `DROP TABLE old, shop.older;
ALTER TABLE IF EXISTS shop.orders RENAME TO purchases;
COMMENT ON COLUMN shop.purchases.total IS 'with tax';
ALTER TABLE shop.purchases RENAME CONSTRAINT orders_pkey TO purchases_pkey;`,
    ['warning drop-table', 'warning drop-table', 'warning rename-table'],
    /table old; table shop\.orders \(total text\); table shop\.older; .*constraint orders_pkey/,
  ],
  [
    'values of an enum, and a type that a column becomes by itself',
    `ALTER TABLE orders ADD COLUMN mood mood DEFAULT 'calm';
ALTER TABLE orders ALTER COLUMN mail TYPE shop.address;
ALTER DOMAIN positive ADD CONSTRAINT positive_check CHECK (value > 0);`,
    ['warning table-rewrite', 'warning domain-constraint'],
    /table orders \(mail integer\); domain positive; type mood; schema shop; domain shop\.address/,
  ],
  [
    'procedures, functions without a list of types, what aggregates and wide rows ask for',
    `CALL refresh_all(1, 'x');
DROP FUNCTION old_total;
SELECT sum(total), string_to_array(tags, ',') FROM orders GROUP BY 2;
INSERT INTO levels VALUES (1, 'low'), (2, 'high');
WITH gone AS (DELETE FROM visits WHERE is_old RETURNING *) INSERT INTO archive SELECT * FROM gone;`,
    [],
    /table orders \(total numeric, tags text\); table levels \(column_1 bigint, column_2 text\); .*table archive \(column_1 text\); procedure refresh_all\(integer, text\); function old_total\(\)/,
  ],
  [
    'columns by what their values are compared with, put into, or asked for',
    `ALTER TABLE visits ALTER COLUMN seen SET DEFAULT '1970-01-01 00:00:00+00';
ALTER TABLE visits ALTER COLUMN seen DROP DEFAULT, ALTER COLUMN seen TYPE timestamp, ALTER COLUMN left_at TYPE timestamp;
ALTER TABLE orders ADD COLUMN placed date, ADD COLUMN due date;
UPDATE orders SET placed = first_seen, due = last_seen;
ALTER TABLE orders ALTER COLUMN state TYPE text;
UPDATE orders SET due = NULL WHERE state = 'none' AND NOT shipped AND buyer_no = 1;
UPDATE orders SET shipped = true;
ALTER TABLE orders ADD COLUMN kind_new text;
UPDATE orders SET kind_new = kind;
ALTER TABLE orders DROP COLUMN kind;
ALTER TABLE orders RENAME COLUMN kind_new TO kind;`,
    [
      'warning narrowing-type',
      ...Array(2).fill('warning table-rewrite'),
      'warning unbounded-change',
      'warning work-under-lock',
      'warning table-rewrite',
      ...Array(2).fill('warning unbounded-change'),
      'warning drop-column',
    ],
    /table visits \(seen timestamptz, left_at date\); table orders \(.*\)/,
  ],
  [
    'parts of the same name of several tables, which all lean on one key',
    `ALTER TABLE a DROP CONSTRAINT "$1";
ALTER TABLE a ADD CONSTRAINT "$1" FOREIGN KEY (owner) REFERENCES owners (nr) NOT VALID;
ALTER TABLE b DROP CONSTRAINT "$1";
ALTER TABLE b ADD CONSTRAINT "$1" FOREIGN KEY (holder) REFERENCES owners (nr) NOT VALID;
UPDATE b SET place = 1 WHERE holder = 7;`,
    ['warning work-under-lock'],
    /constraint "\$1"; constraint "\$1"/,
  ],
  [
    'the index that CLUSTER goes by, and an extension that is dropped',
    `CLUSTER (VERBOSE) visits;
CLUSTER orders USING orders_place;
DROP EXTENSION pg_trgm;`,
    ['warning table-rewrite', 'warning table-rewrite', 'warning work-under-lock'],
    /table orders \(orders_place_key bigint NOT NULL\); extension pg_trgm; index visits_clustered; index orders_place/,
  ],
  [
    'indexes of which one is a part of the other, of tables that nobody makes',
    `ALTER INDEX visits_place ATTACH PARTITION visits_2024_place;
ALTER INDEX visits_place ATTACH PARTITION visits_2025_place;
CREATE INDEX levels_nr ON ONLY levels (nr);
CREATE INDEX CONCURRENTLY levels_1_nr ON levels_1 (nr);
ALTER INDEX levels_nr ATTACH PARTITION levels_1_nr;`,
    [],
    /table visits_place_table \(visits_place_key bigint NOT NULL\); table levels \(nr text\); .*partition levels_1/,
  ],
  [
    'indexes of odd names of which one is a part of the other',
    `CREATE INDEX "all (nr" ON ONLY levels (nr);
CREATE INDEX CONCURRENTLY "one (nr" ON levels_1 (nr);
ALTER INDEX "all (nr" ATTACH PARTITION "one (nr";`,
    [],
    /table levels \(nr text\); .*partition levels_1/,
  ],
  [
    'an index whose columns a primary key makes NOT NULL',
    'ALTER TABLE orders ADD PRIMARY KEY USING INDEX orders_code_idx;',
    ['warning set-not-null-scan'],
    /table orders \(orders_code_idx_key bigint\); index orders_code_idx/,
  ],
  [
    'columns that a copy of a table has from it',
    `SELECT * INTO backup FROM orders;
UPDATE backup SET state = 'old' WHERE nr = 1;
CREATE TEMP TABLE latest AS SELECT * FROM visits;
INSERT INTO latest (place, seen_at) VALUES ('here', now());`,
    [],
    /table orders \(state text, nr bigint\); table visits \(place text, seen_at timestamptz\)/,
  ],
  [
    'a type whose name has capitals, with its schema or as an array',
    `ALTER TYPE "Shop"."State" ADD VALUE 'paid' BEFORE 'shipped';
ALTER TABLE "Order" ADD COLUMN states "State"[] DEFAULT ARRAY['new']::"State"[];`,
    [],
    /type "Shop"\."State"; type "State"/,
  ],
  [
    'labels that several statements ask for, and a partition that goes',
    `UPDATE orders SET state = 'done' WHERE state = 'paid'::order_state;
ALTER TABLE orders ALTER COLUMN state SET DEFAULT 'open'::order_state;
CREATE VIEW open_orders AS SELECT state FROM orders WHERE state IN ('open'::order_state, 'paid'::order_state);
CREATE FUNCTION total(v visits) RETURNS text LANGUAGE sql AS $$ SELECT v.amount $$;
CREATE TABLE logs_26 PARTITION OF logs FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');
ALTER TABLE logs DETACH PARTITION logs_20;`,
    ['warning detach-partition-blocks'],
    /table orders \(state order_state\);.* partition logs_20; type order_state/,
  ],
  [
    'a table beside one of its name in another schema',
    `CREATE VIEW api.orders AS SELECT id, state FROM orders WHERE visible;
GRANT SELECT ON api.orders TO clerk;
CREATE TABLE stage.visits AS SELECT * FROM visits;
CREATE INDEX ON stage.visits (place);`,
    [],
    /table orders \(id bigint, state text, visible boolean\); table visits \(place text\)/,
  ],
  [
    'a partitioned table whose partitions a block makes, and their columns',
    `DO $$ BEGIN
  EXECUTE format('CREATE TABLE %I PARTITION OF orders FOR VALUES FROM (%L) TO (%L)', 'orders_26', '2026-01-01', '2027-01-01');
END $$;
CREATE TABLE orders_27 PARTITION OF orders FOR VALUES FROM ('2027-01-01') TO ('2028-01-01');
CREATE INDEX ON orders_27 (buyer);`,
    [],
    /table orders \(id timestamptz, buyer text\)/,
  ],
  [
    'a foreign table, the columns of a publication, a function that is a condition, and a column that is to count',
    `ALTER FOREIGN TABLE far ADD COLUMN extra text;
CREATE PUBLICATION news FOR TABLE visits (place), orders WHERE (state <> 'draft');
ALTER TABLE visits ADD CONSTRAINT seen CHECK (may_see(place)) NOT VALID;
ALTER TABLE orders ALTER COLUMN order_no DROP DEFAULT;
ALTER TABLE orders ALTER COLUMN order_no ADD GENERATED BY DEFAULT AS IDENTITY;`,
    ['warning identity-start'],
    /table far; table visits \(place text\); table orders \(state text, order_no bigint NOT NULL\)/,
  ],
  [
    'an index whose name holds a point, a view with its columns, and the row that a function takes',
    `ALTER INDEX "Order.no_unique" RENAME TO "Order_no_key";
ALTER VIEW late ALTER COLUMN days SET DEFAULT 1;
CREATE FUNCTION label(v visits) RETURNS text LANGUAGE sql STABLE AS $$ SELECT v.place || v.note $$;
ALTER TABLE visits_25 NO INHERIT visits;`,
    [],
    /table visits \(place text, note text\); index "Order.no_unique"; view late; child visits_25 of visits/,
  ],
  [
    'a function that is a condition of a MERGE',
    'MERGE INTO orders USING visits ON orders.visit_id = visits.id WHEN MATCHED AND is_late(visits.seen_at) THEN DELETE;',
    [],
    /table orders \(visit_id bigint\); table visits \(id bigint, seen_at timestamptz\); function is_late/,
  ],
  [
    'a column that two tables are joined by',
    'UPDATE orders SET note = u.name FROM visits v JOIN users u USING (user_no) WHERE v.id = orders.visit_id;',
    [],
    /table visits \(id bigint, user_no bigint\); table users \(name text, user_no bigint\)/,
  ],
  [
    'a table whose place another one takes',
    `CREATE TABLE orders_new (id bigint PRIMARY KEY, note text);
INSERT INTO orders_new SELECT id, note FROM orders;
DROP TABLE orders;
ALTER TABLE orders_new RENAME TO orders;`,
    ['warning drop-table'],
    /table orders \(id bigint, note text\)/,
  ],
  [
    'tablespaces and names of databases',
    `ALTER TABLE orders SET TABLESPACE fast;
CREATE TABLE notes (id bigint PRIMARY KEY USING INDEX TABLESPACE "Fast") TABLESPACE fast;
GRANT CONNECT ON DATABASE shop TO reader;`,
    ['warning undefined-database', 'warning table-rewrite'],
    /table orders\./,
  ],
];

for (const [title, sql, rulesFound, assumed] of cases) {
  test(`of a single file is taken to have been there: ${title}`, async () => {
    const report = await checkFile(title.replaceAll(/\W+/g, '-').slice(0, 40), sql);
    expect(found(report), JSON.stringify(report.findings, null, 1)).toEqual(rulesFound);
    expect(report.notChecked.join('\n')).toMatch(assumed);
    expect([report.migrations, report.rehearsed, report.trace?.migrations.length]).toEqual([1, 1, 1]);
  });
}

test('all that a statement asks for is learned before the next rehearsal', async () => {
  const text = `ALTER TABLE orders ALTER COLUMN total DROP NOT NULL, ADD CONSTRAINT buyer FOREIGN KEY (buyer) REFERENCES buyers (code) NOT VALID;
UPDATE orders o SET note = b.name FROM buyers b WHERE b.code = o.buyer AND o.note IS NULL;
CREATE INDEX orders_note ON orders (note) WHERE NOT is_done;
INSERT INTO levels (nr, name) SELECT nr, name FROM old_levels WHERE weight > 1 ON CONFLICT (nr) DO NOTHING;`;
  let rehearsals = 0;
  const history: History = {
    dir,
    layout: 'sql',
    runner: 'plain',
    folder: '.',
    platform: 'none',
    migrations: [
      { name: 'case', up: { file: 'case.sql', text, firstLine: 1 }, transaction: 'auto', hash: 'case' },
    ],
    findings: [],
  };
  const { rehearsal } = await rehearseAssuming(
    history,
    (one) => {
      rehearsals += 1;
      return rehearse(one, cold);
    },
    true,
  );
  const errors = rehearsal.trace.migrations.flatMap(({ statements }) => statements.map(({ error }) => error));
  expect(errors.filter((error) => error !== undefined)).toEqual([]);
  expect(rehearsals).toBe(3);
});

test('a type that a column of an assumed table gets is judged where it gets it', async () => {
  const { findings } = await checkFile('typed', 'ALTER TABLE app.users ALTER COLUMN seen TYPE timestamp;');
  expect(findings.map(({ rule }) => rule)).toContain('timestamp-without-zone');
});

test('what the file itself makes or drops is not taken to have been there', async () => {
  const report = await checkFile(
    'own',
    'CREATE TABLE notes (id bigint PRIMARY KEY);\nDROP TABLE notes;\nALTER TABLE notes ADD COLUMN body text;\n',
  );
  expect(found(report)).toEqual(['error undefined-table']);
  expect(report.notChecked).toEqual([]);
});

test('what fails for types that are guessed is not checked, what fails for those that are written is an error', async () => {
  const report = await checkFile(
    'guessed',
    `ALTER TABLE orders RENAME COLUMN ticket TO object;
ALTER TABLE orders ALTER COLUMN object TYPE bigint;
ALTER TABLE orders ADD COLUMN is_paid boolean DEFAULT random();
CREATE FUNCTION worth(o orders) RETURNS bigint LANGUAGE sql AS $$ SELECT o.amount $$;`,
  );
  expect(found(report).filter((one) => one.startsWith('error'))).toEqual(['error type-mismatch']);
  const said = report.notChecked.join('\n');
  for (const line of [2, 4])
    expect(said).toContain(`case.sql:${line} asks for other types than were guessed`);
});

test('a file is not compared with the schema that the whole history has to make', async () => {
  const report = await checkFile('declared', 'ALTER TABLE t ADD COLUMN note text;', {
    'schema.sql': 'CREATE TABLE t (id int PRIMARY KEY, note text); CREATE TABLE u (id int PRIMARY KEY);',
  });
  expect(report.findings.filter(({ message }) => message.includes('schema.sql'))).toEqual([]);
  expect(report.notChecked).toContain('schema.sql was not compared with a part of the migrations.');
});
