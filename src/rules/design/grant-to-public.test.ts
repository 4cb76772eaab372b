import { expect, test } from 'vitest';
import { findingsBy, foundBy } from '../../../test/found-by.ts';

test('what PUBLIC may do is named once, whoever grants it', async () => {
  const found = await foundBy(
    'grant-to-public',
    'none',
    'CREATE ROLE bob; GRANT bob TO CURRENT_USER; CREATE TABLE books (id bigint PRIMARY KEY);',
    'GRANT SELECT, INSERT ON books TO bob WITH GRANT OPTION; GRANT SELECT ON books TO PUBLIC;',
    'SET ROLE bob; GRANT SELECT, INSERT ON books TO PUBLIC;',
  );
  expect(found).toEqual([
    '003: PUBLIC, which is every role there will ever be, may INSERT, SELECT on public.books',
  ]);
});

test('the place is the GRANT on the table itself, not one on a table whose name begins alike', async () => {
  const [found] = await findingsBy(
    'grant-to-public',
    'none',
    'CREATE TABLE book (id bigint PRIMARY KEY); CREATE TABLE books (id bigint PRIMARY KEY);',
    'GRANT SELECT ON book TO PUBLIC; GRANT SELECT ON books TO CURRENT_USER;',
  );
  expect(found?.statement).toBe(1);
});
