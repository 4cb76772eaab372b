import { expect, test } from 'vitest';
import { liveServer } from '../../engine/live-server.suite.ts';
import { lossesOf, visitsAfterPlan } from './losses.suite.ts';

const server = liveServer();

const tree = (bounds: readonly [string, string]) => `
CREATE TABLE visits (id int GENERATED ALWAYS AS IDENTITY, day int NOT NULL, twice int GENERATED ALWAYS AS (day * 2) STORED, PRIMARY KEY (id, day))
  PARTITION BY RANGE (day);
CREATE TABLE early PARTITION OF visits FOR VALUES ${bounds[0]};
CREATE TABLE late PARTITION OF visits FOR VALUES ${bounds[1]};
CREATE TABLE rest PARTITION OF visits DEFAULT;`;

test.each([false, true])(
  'rows that a plan moves to other partitions are not asked about (online: %s)',
  async (online) => {
    const rows = await visitsAfterPlan(server, {
      start: tree(['FROM (0) TO (10)', 'FROM (10) TO (20)']),
      goal: tree(['FROM (0) TO (5)', 'FROM (5) TO (30)']),
      rows: 'INSERT INTO visits (day) VALUES (1), (7), (15), (25), (99)',
      online,
    });
    expect(rows).toEqual([
      { in: 'early', id: 1, day: 1 },
      { in: 'late', id: 2, day: 7 },
      { in: 'late', id: 3, day: 15 },
      { in: 'late', id: 4, day: 25 },
      { in: 'rest', id: 5, day: 99 },
    ]);
  },
);

const two = 'CREATE TABLE a (id int PRIMARY KEY, "Note" text); CREATE TABLE b (id int, "Note" text);';
const moves =
  'WITH moved AS (DELETE FROM a RETURNING id, "Note") INSERT INTO b (id, "Note") SELECT id, "Note" FROM moved';

/** The lines of the second file that a deploy asks about, since they delete rows. */
async function asked(lines: readonly string[], { byHand = '', first = two } = {}) {
  const files = { 'migrations/001_two.sql': first, 'migrations/002_move.sql': `${lines.join(';\n')};` };
  const losses = await lossesOf(server, files, `INSERT INTO a (id) VALUES (1); ${byHand}`, '001_two');
  expect(losses.map(({ message, isRefused }) => [isRefused, message])).toEqual(
    losses.map(() => [true, 'Rows of a are deleted.']),
  );
  return losses.map(({ line = 0 }) => lines[line - 1]);
}

test('rows that are returned and inserted again, all of them with all they hold, are moved', async () => {
  const others = 'CREATE TABLE c (id int, note text); CREATE TABLE other (a int REFERENCES a);';
  const lines = [
    moves,
    moves.replace('FROM a', 'FROM a WHERE id > 0').concat(' ORDER BY id'),
    moves.replace('RETURNING id, "Note"', 'RETURNING "Note", id'),
    'CREATE TABLE d (id int, "Note" text)',
    moves.replace('INTO b', 'INTO d'),
    'ALTER TABLE a RENAME "Note" TO note',
    moves.replaceAll('"Note"', 'note').replace('INTO b', 'INTO c'),
  ];
  expect(await asked(lines.slice(0, 5))).toEqual([]);
  expect(await asked(lines.slice(5), { first: `${two} ${others}` })).toEqual([]);
});

test('rows of which some do not arrive, or not with all they hold, are lost', async () => {
  const first = `${two} CREATE TABLE short (id int, "Note" name); CREATE TABLE watched (id int, "Note" text);
    CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END';
    CREATE TRIGGER skips BEFORE INSERT ON watched FOR EACH ROW EXECUTE FUNCTION f();
    CREATE UNIQUE INDEX ON b (id);`;
  const lossy = [
    `${moves} WHERE id > 1`,
    `${moves} LIMIT 1`,
    `${moves} JOIN b USING (id, "Note")`,
    `${moves} ON CONFLICT DO NOTHING`,
    moves.replace('SELECT', 'SELECT DISTINCT'),
    moves.replaceAll(', "Note"', ''),
    moves.replace('SELECT id, "Note"', 'SELECT id, NULL'),
    moves.replace('INTO b', 'INTO short'),
    moves.replace('INTO b', 'INTO watched'),
    'WITH gone AS (DELETE FROM a RETURNING id), moved AS (SELECT id FROM gone LIMIT 1) INSERT INTO b (id) SELECT id FROM moved',
  ];
  expect(await asked(lossy, { first })).toEqual(lossy);
  const into = (table: string) => moves.replace('INTO b', `INTO ${table}`);
  const detours = [
    'CREATE TEMP TABLE t (id int, "Note" text)',
    into('t'),
    'CREATE TABLE d (id int, "Note" text)',
    into('d'),
    'TRUNCATE d',
  ];
  expect(await asked(detours)).toEqual([into('t'), into('d')]);
});

test.each([
  'ALTER TABLE a ADD by_hand int DEFAULT 1',
  'CREATE TABLE child (more int) INHERITS (a); INSERT INTO child VALUES (2, NULL, 3)',
  'CREATE TABLE part_of (a int REFERENCES a ON DELETE CASCADE)',
  'CREATE RULE none AS ON INSERT TO b DO INSTEAD NOTHING',
])('where somebody has done %j by hand, a move takes something away', async (byHand) => {
  expect(await asked([moves], { byHand })).toEqual([moves]);
});
