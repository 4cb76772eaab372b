import { expect, test } from 'vitest';
import { liveServer } from '../../engine/live-server.suite.ts';
import { lossesOf, visitsAfterPlan } from './losses.suite.ts';

const server = liveServer();

const visits = `CREATE TABLE visits (id int GENERATED ALWAYS AS IDENTITY, day int NOT NULL, "Note" text, PRIMARY KEY (id, day))
  PARTITION BY RANGE (day);`;
const two = `${visits} CREATE TABLE early PARTITION OF visits FOR VALUES FROM (0) TO (10);
CREATE TABLE late PARTITION OF visits FOR VALUES FROM (10) TO (20) PARTITION BY LIST (day);
CREATE TABLE late_rest PARTITION OF late DEFAULT;`;
const merged = (end: number) =>
  `${visits} CREATE TABLE whole PARTITION OF visits FOR VALUES FROM (0) TO (${end});`;

test.each([false, true])(
  'rows that a plan takes over from partitions that it drops are not asked about (online: %s)',
  async (online) => {
    const insert = 'INSERT INTO visits (day) VALUES (1), (15)';
    const rows = await visitsAfterPlan(server, { start: two, goal: merged(20), rows: insert, online });
    expect(rows).toEqual([
      { in: 'whole', id: 1, day: 1 },
      { in: 'whole', id: 2, day: 15 },
    ]);
  },
);

const taken = (where: string, columns = 'id, day, "Note"') => `
ALTER TABLE visits DETACH PARTITION early; ALTER TABLE visits DETACH PARTITION late;
CREATE TABLE whole PARTITION OF visits FOR VALUES FROM (0) TO (15);
INSERT INTO public.visits (${columns}) OVERRIDING SYSTEM VALUE SELECT ${columns} FROM public.early;
INSERT INTO public.visits (${columns}) OVERRIDING SYSTEM VALUE SELECT ${columns} FROM public.late_rest${where};`;
const drops = 'DROP TABLE early; DROP TABLE late_rest; DROP TABLE late;';

/** Which tables a deploy would not drop, since they hold rows. */
async function refused(change: string, byHand: string, later = 'SELECT 1'): Promise<readonly unknown[]> {
  const changes = { 'migrations/002_change.sql': change, 'migrations/003_later.sql': later };
  const files = { 'migrations/001_two.sql': two, ...changes };
  const losses = await lossesOf(server, files, byHand, '001_two');
  return losses.filter(({ isRefused }) => isRefused).map(({ message }) => message);
}

test('of rows that are copied out of a partition, those are asked about that are lost all the same', async () => {
  const rows = 'INSERT INTO visits (day) VALUES (1), (12)';
  const fits = ' WHERE day < 15';
  const [early, late] = ['early', 'late_rest'].map(
    (name) => `Rows of public.${name} are lost: the table is dropped.`,
  );
  expect(await refused(taken(fits) + drops, rows)).toEqual([]);
  expect(await refused(taken(fits) + drops, `${rows}, (17)`)).toEqual([late]);
  expect(await refused(taken(fits) + drops, `${rows}; ALTER TABLE early ADD CHECK (day < 9)`)).toEqual([]);
  expect(await refused(taken(fits) + drops, `${rows}; ALTER TABLE visits ADD by_hand int DEFAULT 1`)).toEqual(
    [early, late],
  );
  expect(await refused(taken(fits, 'id, day') + drops, rows)).toEqual([early, late]);
  const all = 'All rows of public.early are lost: the table is dropped.';
  expect(await refused(taken(fits) + drops, rows, 'DROP TABLE whole')).toContain(all);
  expect(await refused(taken(fits) + drops, rows, 'TRUNCATE whole')).toContain(all);
  const unrelated = 'CREATE TABLE a (i int); ALTER TABLE a ADD j int; INSERT INTO a VALUES (1)';
  expect(await refused(taken(fits) + drops, rows, unrelated)).toEqual([]);
  expect(await refused(`${taken(fits)} DELETE FROM visits; ${drops}`, rows)).toContain(all);
});
