import { expect, test } from 'vitest';
import { findingsBy } from '../../../test/found-by.ts';

test('CASCADE tells of every other table that it empties, also of one whose name ends alike', async () => {
  const [found] = await findingsBy(
    'truncate',
    'none',
    'CREATE TABLE orders (id bigint PRIMARY KEY); CREATE TABLE old_orders (id bigint REFERENCES orders);',
    'TRUNCATE orders CASCADE;',
  );
  expect(found?.notes).toEqual(['CASCADE empties as well: public.old_orders.']);
});
