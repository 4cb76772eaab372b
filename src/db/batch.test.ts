import { expect, test } from 'vitest';
import { openArena } from '../../test/judge/arena.ts';
import type { Asked } from './queryable.ts';

/** Questions whose answers are written down, one line for each row and each end. */
function listening(texts: readonly string[]): { log: unknown[]; questions: Asked[] } {
  const log: unknown[] = [];
  const questions = texts.map((text, i) => ({
    text,
    row: (row: unknown) => log.push([i, row]),
    done: () => log.push(`end of ${i}`),
  }));
  return { log, questions };
}

test('each question of a batch gets its own rows in order, also where it has none', async () => {
  await using arena = await openArena();
  await using database = await arena.createDatabase();
  const { log, questions } = listening([
    'SELECT 1 AS one, NULL AS nothing',
    'SELECT 2 AS two WHERE false',
    'SELECT n, n::text AS text FROM generate_series(1, 2) AS n',
  ]);
  await database.session.ask(questions);
  expect(log).toEqual([
    [0, { one: 1, nothing: null }],
    'end of 0',
    'end of 1',
    [2, { n: 1, text: '1' }],
    [2, { n: 2, text: '2' }],
    'end of 2',
  ]);
});

test('where one of a batch fails, nothing of those after it is handed on, and the session goes on', async () => {
  await using arena = await openArena();
  await using database = await arena.createDatabase();
  const { log, questions } = listening(['SELECT 1 AS one', 'SELECT 1 / 0', 'SELECT 3 AS three']);
  const asked = database.session.ask(questions);
  const after = database.session.query('SELECT 4 AS four');
  await expect(asked).rejects.toThrow('division by zero');
  expect(log).toEqual([[0, { one: 1 }], 'end of 0']);
  expect(await after).toEqual([{ four: 4 }]);
});

test('what fails in taking a row is what the batch fails with, and the session goes on', async () => {
  await using arena = await openArena();
  await using database = await arena.createDatabase();
  const { log, questions } = listening(['SELECT 1 AS one', 'SELECT 3 AS three']);
  const refusing = () => {
    throw new Error('not this one');
  };
  const asked = database.session.ask([{ text: 'SELECT 0', row: refusing }, ...questions]);
  await expect(asked).rejects.toThrow('not this one');
  expect(log).toEqual([]);
  expect(await database.session.query('SELECT 4 AS four')).toEqual([{ four: 4 }]);
});

test('a batch on a session that is closed fails and does not hang', async () => {
  await using arena = await openArena();
  const database = await arena.createDatabase();
  await database.session.close();
  await expect(database.session.ask([{ text: 'SELECT 1', row: () => {} }])).rejects.toThrow('closed');
});
