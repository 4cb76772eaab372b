import { expect, test } from 'vitest';
import { openArena } from '../../test/judge/arena.ts';

test('each query of a batch has its own rows, also where it has none', async () => {
  await using arena = await openArena();
  await using database = await arena.createDatabase();
  const answers = database.session.queryAll([
    'SELECT 1 AS one, NULL AS nothing',
    'SELECT 2 AS two WHERE false',
    `SELECT n, n::text AS text FROM generate_series(1, 2) AS n`,
  ]);
  expect(await Promise.all(answers)).toEqual([
    [{ one: 1, nothing: null }],
    [],
    [
      { n: 1, text: '1' },
      { n: 2, text: '2' },
    ],
  ]);
});

test('where one of a batch fails, those after it fail with it, and the session goes on', async () => {
  await using arena = await openArena();
  await using database = await arena.createDatabase();
  const answers = database.session.queryAll(['SELECT 1 AS one', 'SELECT 1 / 0', 'SELECT 3 AS three']);
  const after = database.session.query('SELECT 4 AS four');
  const outcomes = await Promise.allSettled(answers);
  expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'rejected']);
  expect(outcomes[2]).toMatchObject({ reason: { message: 'division by zero' } });
  expect(await after).toEqual([{ four: 4 }]);
});

test('a batch on a session that is closed fails and does not hang', async () => {
  await using arena = await openArena();
  const database = await arena.createDatabase();
  await database.session.close();
  await expect(Promise.all(database.session.queryAll(['SELECT 1']))).rejects.toThrow('closed');
});
