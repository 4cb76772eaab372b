import { expect, test } from 'vitest';
import { runnerWords } from './runner-words.ts';

test('a runner of plain SQL is told by its ledger how to leave the transaction out', () => {
  const plain = { runner: 'plain' } as const;
  expect(runnerWords({ ...plain, usualLedgerTable: '_sqlx_migrations' })).toMatchObject({
    name: 'sqlx',
    outside: expect.stringContaining('-- no-transaction'),
  });
  expect(runnerWords({ ...plain, usualLedgerTable: 'pgmigrations' }).name).toBe('the runner');
  expect(runnerWords({ ...plain, runner: 'goose', usualLedgerTable: '_sqlx_migrations' }).name).toBe('goose');
});
