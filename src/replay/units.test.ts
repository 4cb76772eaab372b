import { expect, test } from 'vitest';
import type { Transaction } from '../model/migration.ts';
import { composeText } from './units.ts';

const units = (text: string, transaction: Transaction) =>
  composeText({ file: 'x.sql', text, firstLine: 1 }, transaction).units.map(({ kind, statements, ending }) =>
    [kind === 'bare' ? 'bare' : ending, ...statements.map(({ number }) => number)].join(' '),
  );

const index = 'CREATE INDEX CONCURRENTLY i ON t (a)';

test('a block is one transaction, up to a COMMIT of its own', () => {
  expect(units('A; B; C', 'block')).toEqual(['runner 1 2 3']);
  expect(units('A; COMMIT; B; C', 'block')).toEqual(['own-commit 1 2', 'runner 3 4']);
});

test('a simple query is one transaction up to each COMMIT, unless it is one statement', () => {
  expect(units('A; B', 'simple-query')).toEqual(['runner 1 2']);
  expect(units('A; BEGIN; B; COMMIT; C', 'simple-query')).toEqual(['own-commit 1 2 3 4', 'runner 5']);
  expect(units('BEGIN; A; ROLLBACK', 'simple-query')).toEqual(['own-other 1 2 3']);
  expect(units(index, 'simple-query')).toEqual(['bare 1']);
  expect(units(`A; ${index}`, 'simple-query')).toEqual(['runner 1 2']);
});

test('the first statement of a pipeline stands outside of its transaction, and so does the first after a COMMIT', () => {
  expect(units(`${index}; A; B`, 'pipeline')).toEqual(['bare 1', 'runner 2 3']);
  expect(units(`A; COMMIT; ${index}; B`, 'pipeline')).toEqual(['own-commit 1 2', 'bare 3', 'runner 4']);
});

test('autocommit takes statements one by one, and transactions that the file opens as they are', () => {
  expect(units(`A; BEGIN; B; C; COMMIT; ${index}; D`, 'autocommit')).toEqual([
    'runner 1',
    'own-commit 2 3 4 5',
    'bare 6',
    'runner 7',
  ]);
  expect(units('BEGIN; A', 'autocommit')).toEqual(['runner 1 2']);
});

test('plain SQL is one transaction unless a statement refuses', () => {
  expect(units('A; B', 'auto')).toEqual(['runner 1 2']);
  expect(units(`A; ${index}`, 'auto')).toEqual(['runner 1', 'bare 2']);
  expect(units("ALTER TYPE t ADD VALUE 'x'; SELECT 'x'; B", 'auto')).toEqual([
    'runner 1',
    'runner 2',
    'runner 3',
  ]);
});

test('statements carry their lines and the rows of COPY', () => {
  const text = '-- first\nSELECT 1;\n\nCOPY t FROM stdin;\n1\n2\n\\.\n';
  const { units: composed } = composeText({ file: 'x.sql', text, firstLine: 10 }, 'block');
  expect(composed[0]?.statements).toEqual([
    { number: 1, sql: 'SELECT 1', line: 11 },
    { number: 2, sql: 'COPY t FROM stdin', line: 13, copyData: '1\n2\n' },
  ]);
});

test('an empty migration has nothing to run', () => {
  expect(units('-- nothing', 'block')).toEqual([]);
});
