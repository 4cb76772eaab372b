import { expect, test } from 'vitest';
import { orphansJson, orphansReport } from './orphans.ts';
import { noPaint } from './paint.ts';

const reference = { from: 'orders.user_id', to: 'users.id' };
const sql = 'SELECT a.* FROM orders a;';

test('orphans are told with some of their values and the SQL that lists them all', () => {
  const counted = [
    { reference, rows: 0, examples: [], sql },
    { reference, rows: 1, examples: ['7'], sql },
    { reference, rows: 12, examples: ['7', '8'], sql },
  ];
  const found = { counted, notCounted: [{ reference, reason: 'permission denied for table orders' }] };
  expect(orphansReport(found, { paint: noPaint, width: 80 })).toBe(`✓ orders.user_id → users.id: no orphans
✗ orders.user_id → users.id: 1 orphan, such as 7
  SELECT a.* FROM orders a;
✗ orders.user_id → users.id: 12 orphans, such as 7, 8
  SELECT a.* FROM orders a;
? orders.user_id → users.id: not counted: permission denied for table orders
`);
  expect(JSON.parse(orphansJson(found))).toEqual({
    version: 1,
    orphans: counted,
    notCounted: found.notCounted,
  });
});
