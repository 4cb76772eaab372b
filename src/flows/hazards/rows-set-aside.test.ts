import { expect, test } from 'vitest';
import { liveServer } from '../../engine/live-server.suite.ts';
import { hazardsOf, lossesOf, visitsAfterPlan } from './losses.suite.ts';

const server = liveServer();

const plain =
  'CREATE TABLE visits (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, day int NOT NULL, note varchar(9));';
const divided = `CREATE TABLE visits (id bigint GENERATED ALWAYS AS IDENTITY, day int NOT NULL, note text, PRIMARY KEY (id, day))
  PARTITION BY LIST (day);
CREATE TABLE first PARTITION OF visits FOR VALUES IN (1); CREATE TABLE rest PARTITION OF visits DEFAULT;`;

test.each([false, true])(
  'rows of a table that a plan divides, or makes plain again, are not asked about (online: %s)',
  async (online) => {
    const rows = 'INSERT INTO visits (day) VALUES (1), (15)';
    expect(await visitsAfterPlan(server, { start: plain, goal: divided, rows, online })).toEqual([
      { in: 'first', id: 1, day: 1 },
      { in: 'rest', id: 2, day: 15 },
    ]);
    const short = divided.replace('bigint', 'int').replace('text', 'varchar(9)');
    expect(await visitsAfterPlan(server, { start: short, goal: plain, rows, online })).toEqual([
      { in: 'visits', id: 1, day: 1 },
      { in: 'visits', id: 2, day: 15 },
    ]);
  },
);

const columns = 'id, day, note';
const save = (
  names = columns,
) => `CREATE TABLE public.aside AS SELECT ${names} FROM public.visits WITH NO DATA;
LOCK TABLE public.visits IN ACCESS EXCLUSIVE MODE; INSERT INTO public.aside SELECT ${names} FROM public.visits;`;
const back = (where = '', names = columns) =>
  `INSERT INTO public.visits (${names}) OVERRIDING SYSTEM VALUE SELECT ${names} FROM public.aside${where};`;
const remade = `DROP TABLE visits; ${divided}`;

/** Whether a deploy would not drop the table, since it holds rows that are lost. */
async function isRefused(change: string, byHand: string, later = 'SELECT 1'): Promise<boolean> {
  const changes = { 'migrations/002_change.sql': change, 'migrations/003_later.sql': later };
  const losses = await lossesOf(server, { 'migrations/001.sql': plain, ...changes }, byHand, '001');
  return losses.some((loss) => loss.isRefused);
}

test('of rows that are set aside, those are asked about that are lost all the same', async () => {
  const rows = 'INSERT INTO visits (day) VALUES (1), (12)';
  const whole = `${save()} ${remade} ${back()} DROP TABLE aside;`;
  expect(await isRefused(whole, rows)).toBe(false);
  expect(await isRefused(`${save()} ${remade} ${back(' WHERE day < 13')} DROP TABLE aside;`, rows)).toBe(
    false,
  );
  const part = `${save()} ${remade} ${back(' WHERE day < 12')} DROP TABLE aside;`;
  expect(await isRefused(part, rows)).toBe(true);
  const fewer = `${save('id, day')} ${remade} ${back('', 'id, day')}`;
  expect(await isRefused(fewer, rows)).toBe(true);
  expect(await isRefused(whole, `${rows}; ALTER TABLE visits ADD by_hand int`)).toBe(true);
  expect(await isRefused(`${save()} ${remade} DROP TABLE aside;`, rows)).toBe(true);
  expect(await isRefused(`${save()} ${remade} TRUNCATE aside; ${back()}`, rows)).toBe(true);
  expect(await isRefused(`${whole} DELETE FROM visits;`, rows)).toBe(true);
  expect(await isRefused(whole.replace(/LOCK TABLE[^;]+;/, ''), rows)).toBe(true);
  expect(await isRefused(whole, rows, 'DELETE FROM visits')).toBe(true);
  expect(await isRefused(whole, rows, 'DROP TABLE rest')).toBe(true);
});

test('rows that leave with their partition are not asked about, and those are that a new rule refuses', async () => {
  const start = `CREATE TABLE visits (id int, day int NOT NULL) PARTITION BY LIST (day); CREATE TABLE one PARTITION OF visits FOR VALUES IN (1);
    CREATE TABLE two PARTITION OF visits FOR VALUES IN (2);`;
  const goal = `CREATE TABLE two (id int, day int NOT NULL); CREATE TABLE visits (id int CHECK (id > 1), day int NOT NULL) PARTITION BY RANGE (day);
    CREATE TABLE first PARTITION OF visits FOR VALUES FROM (0) TO (2);`;
  const rows = 'INSERT INTO visits VALUES (5, 1), (6, 2)';
  expect(await visitsAfterPlan(server, { start, goal, rows, online: false })).toEqual([
    { in: 'first', id: 5, day: 1 },
  ]);
  const files = { 'migrations/001.sql': plain };
  const remake = remade.replace('note text', 'note text CHECK (length(note) > 1)');
  const rule = async (change: string) => {
    const changes = { ...files, 'migrations/002.sql': change };
    const hazards = await hazardsOf(server, changes, `INSERT INTO visits (day, note) VALUES (1, 'x')`, '001');
    return hazards.filter(({ kind }) => kind === 'may-fail').map(({ message }) => message);
  };
  expect(await rule(`${save()} ${remake} ${back()} DROP TABLE aside;`)).toEqual([
    'Rows of public.visits may violate visits_note_check.',
  ]);
  expect(await rule(remake)).toEqual([]);
});
