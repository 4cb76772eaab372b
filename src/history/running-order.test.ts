import { expect, test } from 'vitest';
import type { Runner } from '../model/migration.ts';
import { runningOrders } from './running-order.ts';

test.each<[Runner, readonly string[]]>([
  ['plain', ['9_a', '10_b', '10_c']],
  ['goose', ['9_a', '00010_b', '11_a']],
  ['flyway', ['V1_9__a', 'V1.10__b', 'V2__a', 'R__views']],
  ['prisma', ['10_b', '9_a']],
  ['dbmate', ['10_b', '9_a']],
  ['supabase', ['10_b', '9_a']],
  ['drizzle', ['20250101000000_a', '20250101000000_B', '20250102000000_a']],
])('%s runs these one after the other', (runner, names) => {
  expect([...names].reverse().sort(runningOrders[runner])).toEqual(names);
});
