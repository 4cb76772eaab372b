import { expect, test } from 'vitest';
import { findingsBy } from '../../../test/found-by.ts';

test('a search_path is missed where the function loses its settings', async () => {
  const found = await findingsBy(
    'security-definer-path',
    'none',
    "CREATE FUNCTION one() RETURNS int LANGUAGE sql SECURITY DEFINER SET search_path = '' AS 'SELECT 1';",
    'ALTER FUNCTION one() RESET ALL;',
  );
  expect(found.map(({ migration }) => migration)).toEqual(['002']);
});
