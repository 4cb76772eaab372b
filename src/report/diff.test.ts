import { expect, test } from 'vitest';
import type { Plan, Step } from '../model/plan.ts';
import { diffSummary, renameLines } from './diff.ts';
import { noPaint } from './paint.ts';

function step(verb: Step['verb'], sql: string): Step {
  return { sql, object: 'enum:public.kind', verb, hazards: [], transaction: 'together' };
}

test('a summary begins with the names that change, and tells of none that only steps aside', () => {
  const steps = [
    step('rename', 'ALTER TABLE public.t RENAME COLUMN a TO b'),
    step('drop', 'ALTER TYPE public.kind RENAME TO kind_replaced'),
  ];
  const summary = diffSummary({ changes: [], steps, renameOffers: [] }, { paint: noPaint, width: 100 });
  expect(summary).toContain('~ ALTER TABLE public.t RENAME COLUMN a TO b');
  expect(summary).not.toContain('kind_replaced');
});

test('an offered rename can be pasted into a shell', () => {
  const offer = (from: string, to: string) =>
    ({ from, to, because: 'same type' }) as Plan['renameOffers'][number];
  const renameOffers = [
    offer('column:public.t.a', 'column:public.t.b'),
    offer('column:public."T".a', 'column:public."T"."bC"'),
  ];
  expect(renameLines({ changes: [], steps: [], renameOffers })).toEqual([
    'Renamed? public.t.a and public.t.b look alike (same type): --rename public.t.a=public.t.b',
    `Renamed? public."T".a and public."T"."bC" look alike (same type): --rename 'public."T".a=public."T"."bC"'`,
  ]);
});
