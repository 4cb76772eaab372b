import { expect, test } from 'vitest';
import type { Step } from '../model/plan.ts';
import { diffSummary } from './diff.ts';
import { noPaint } from './paint.ts';

function step(verb: Step['verb'], sql: string): Step {
  return { sql, object: 'enum:public.kind', verb, hazards: [], transaction: 'together' };
}

test('a summary begins with the names that change, and tells of none that only steps aside', () => {
  const steps = [
    step('alter', 'ALTER TABLE public.t RENAME COLUMN a TO b'),
    step('drop', 'ALTER TYPE public.kind RENAME TO kind_replaced'),
  ];
  const summary = diffSummary({ changes: [], steps, renameOffers: [] }, { paint: noPaint, width: 100 });
  expect(summary).toContain('~ ALTER TABLE public.t RENAME COLUMN a TO b');
  expect(summary).not.toContain('kind_replaced');
});
