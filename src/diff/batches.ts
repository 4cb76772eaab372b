import type { Step } from '../model/plan.ts';

/** Steps that share a transaction. A step that `commits` ends its batch; one that runs `alone` is a batch. */
export function batches(steps: readonly Step[]): readonly (readonly Step[])[] {
  const all: Step[][] = [];
  let open: Step[] | undefined;
  for (const step of steps) {
    if (step.transaction === 'alone') {
      all.push([step]);
      open = undefined;
      continue;
    }
    if (open === undefined) {
      open = [];
      all.push(open);
    }
    open.push(step);
    if (step.transaction === 'commits') open = undefined;
  }
  return all;
}
