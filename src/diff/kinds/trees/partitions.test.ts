import { expect, test } from 'vitest';
import { testArena } from '../../../../test/judge/arena.ts';
import { readSchema } from '../../../catalog/read-schema.ts';
import { planChanges } from '../../plan.ts';
import { columnsInKey } from './partitions.ts';

const { holding } = testArena();

test('columns whose names are words of a partition key are no part of it', async () => {
  const table = (type: string) =>
    `CREATE TABLE t (at timestamp, month ${type}, "Odd one" int) PARTITION BY RANGE (date_trunc('month', at), "Odd one")`;
  await using before = await holding(table('int'));
  await using after = await holding(table('bigint'));
  const [from, to] = [await readSchema(before.session), await readSchema(after.session)];
  expect(columnsInKey('table:public.t', from)).toEqual(['at', '"Odd one"']);
  expect(planChanges(from, to).steps.map(({ sql }) => sql)).toEqual([
    'ALTER TABLE public.t ALTER COLUMN month TYPE bigint',
  ]);
});
