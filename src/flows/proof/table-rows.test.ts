import { expect, test } from 'vitest';
import { compareRows, type RowsByTable } from './table-rows.ts';

test('what was written is looked up in long migrations once, not for each row', () => {
  const uuid = (run: number, i: number) => `${run}0000000-0000-4000-8000-${i.toString(16).padStart(12, '0')}`;
  const columns = ['id', 'ref'].map((name) => ({
    name,
    isCounter: false,
    isAlways: false,
    hasDefault: true,
    hasOwnCast: false,
  }));
  const run = (number: number): RowsByTable => {
    const rows = Array.from({ length: 5000 }, (_, i) => [
      uuid(number, i),
      i === 0 ? uuid(3, number) : uuid(4, i),
    ]);
    const table = { name: 't', columns, rows, isCut: false, unread: undefined, references: [] };
    return new Map([['t', table]]);
  };
  const texts = [`INSERT INTO t VALUES ('${uuid(3, 1).toUpperCase()}')`, 'SELECT 1234;\n'.repeat(400_000)];
  const begin = performance.now();
  const [difference] = compareRows(run(1), run(2), texts);
  expect(difference).toMatchObject({
    onlyBefore: [`id: a random UUID, ref: ${uuid(3, 1)}`],
    onlyAfter: ['id: a random UUID, ref: a random UUID'],
  });
  expect(performance.now() - begin).toBeLessThan(3000);
});
