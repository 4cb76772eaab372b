import { expect, test } from 'vitest';
import { findingsBy } from '../../../test/found-by.ts';

test('the last policy is missed where it is dropped', async () => {
  const found = await findingsBy(
    'row-security-without-policy',
    'none',
    'CREATE TABLE diaries (author text); ALTER TABLE diaries ENABLE ROW LEVEL SECURITY;',
    'CREATE POLICY own ON diaries USING (author = current_user);',
    'DROP POLICY own ON diaries;',
  );
  expect(found.map(({ migration, severity, message }) => [migration, severity, message])).toEqual([
    [
      '003',
      'warning',
      'public.diaries keeps its row security and loses its last policy: all but its owner see no rows',
    ],
  ]);
});
