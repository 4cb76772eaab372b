import { expect, test } from 'vitest';
import type { Fact } from '../../../model/schema.ts';
import type { Context } from '../../kind.ts';
import { askedOnce } from './tree.ts';

test('what has no answer is asked only once as well', () => {
  let calls = 0;
  const ask = askedOnce(
    ({ state }) => state,
    (): string | undefined => {
      calls += 1;
      return undefined;
    },
  );
  const [part, context] = [{} as Fact, { state: {} } as Context];
  expect([ask(part, context), ask(part, context), calls]).toEqual([undefined, undefined, 1]);
  ask(part, { ...context, state: {} });
  expect(calls).toBe(2);
});
