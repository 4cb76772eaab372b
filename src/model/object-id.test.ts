import { expect, test } from 'vitest';
import { idWords, kindWords, titleOf } from './object-id.ts';

test('kinds and objects are said in words', () => {
  expect(kindWords('materialized-view')).toBe('materialized view');
  expect(titleOf({ what: 'foreign-table', name: 'public."a:b-c"' })).toBe('foreign table public."a:b-c"');
  expect(idWords('materialized-view:public."a-b"')).toBe('materialized view public."a-b"');
  expect(idWords('comment:table:public.users')).toBe('comment table:public.users');
});
