import type { Session } from '../../src/db/session.ts';

/** Three migrations of twelve statements: one transaction, then statements outside of any, then one transaction again. */
export const files = {
  'migrations/001_tables.sql': `CREATE TABLE t (id int PRIMARY KEY, n int NOT NULL);
INSERT INTO t SELECT i, i FROM generate_series(1, 1000) i;`,
  'migrations/002_indexes.sql': `CREATE TABLE u (id int, n int);
INSERT INTO u SELECT id, n FROM t;
CREATE INDEX CONCURRENTLY u_old ON u (id);
UPDATE t SET n = n + 1;
CREATE UNIQUE INDEX CONCURRENTLY u_id ON u (id);
DROP INDEX CONCURRENTLY u_old;`,
  'migrations/003_column.sql': `ALTER TABLE t ADD COLUMN c int;
UPDATE t SET c = n * 2;
ALTER TABLE t ALTER COLUMN c SET NOT NULL;
INSERT INTO u VALUES (2000, 0);`,
};
export const statements = 12;

/** The same, where each of the two builds waits before it begins for whoever holds the advisory lock 1 or 2. */
export const withGates = {
  ...files,
  'migrations/002_indexes.sql': files['migrations/002_indexes.sql']
    .replace('CREATE INDEX', 'SELECT pg_advisory_xact_lock(1);\n$&')
    .replace('CREATE UNIQUE INDEX', 'SELECT pg_advisory_xact_lock(2);\n$&'),
};

/** What is not as one undisturbed run would have left it. */
export async function lossesIn(session: Session): Promise<readonly string[]> {
  const [found] = await session.query<Record<string, number | boolean>>(
    `SELECT (SELECT count(*)::int FROM t) AS t, (SELECT sum(n)::int FROM t) AS n, (SELECT sum(c)::int FROM t) AS c,
            (SELECT count(*)::int FROM u) AS u, to_regclass('u_old') IS NULL AS "isDropped",
            (SELECT count(*)::int FROM pg_index WHERE indexrelid = to_regclass('u_id') AND indisvalid AND indisunique) AS "uId",
            (SELECT count(*)::int FROM pg_index WHERE NOT indisvalid) AS broken,
            (SELECT count(*)::int FROM strata.migrations) AS ledger,
            (SELECT count(*)::int FROM strata.progress) AS notes`,
  );
  const wanted = {
    t: 1000,
    n: 501_500,
    c: 1_003_000,
    u: 1001,
    isDropped: true,
    uId: 1,
    broken: 0,
    ledger: 3,
    notes: 0,
  };
  return Object.entries(wanted)
    .filter(([name, value]) => found?.[name] !== value)
    .map(([name, value]) => `${name} is ${found?.[name]}, not ${value}`);
}

/** Nothing is half recorded: what the ledger calls applied is there in whole. */
export async function halfRecorded(session: Session): Promise<readonly string[]> {
  const [there] = await session.query<{ ledger: boolean }>(
    "SELECT to_regclass('strata.migrations') IS NOT NULL AS ledger",
  );
  if (there?.ledger !== true) return [];
  const applied = new Set(
    (await session.query<{ name: string }>('SELECT name FROM strata.migrations')).map(({ name }) => name),
  );
  const marks = [
    ['001_tables', "to_regclass('t') IS NOT NULL"],
    ['002_indexes', "to_regclass('u_id') IS NOT NULL AND to_regclass('u_old') IS NULL"],
    ['003_column', "EXISTS (SELECT FROM pg_attribute WHERE attrelid = to_regclass('t') AND attname = 'c')"],
  ] as const;
  const wrong: string[] = [];
  for (const [name, mark] of marks) {
    const [row] = await session.query<{ is: boolean }>(`SELECT ${mark} AS is`);
    const isPossible = applied.has(name) ? row?.is === true : name === '002_indexes' || row?.is === false;
    if (!isPossible) wrong.push(`${name}: recorded ${applied.has(name)}, there ${row?.is}`);
  }
  return wrong;
}
