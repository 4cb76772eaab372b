import type { ServerError, Session } from '../db/session.ts';
import { adaptSql } from '../engine/stubs/stubs.ts';
import type { Step } from '../model/plan.ts';

/** A step that the server refused. */
export interface RefusedStep {
  readonly step: Step;
  readonly error: ServerError;
}

/** Runs steps as their transaction rules say: neighbours together in one transaction, others alone. Stops at the first refusal. */
export async function applySteps(session: Session, steps: readonly Step[]): Promise<RefusedStep | undefined> {
  for (const batch of batches(steps)) {
    const isBlock = batch[0]?.transaction !== 'alone';
    const text = [
      ...(isBlock ? ['BEGIN'] : []),
      ...batch.map(({ sql }) => adaptSql(sql)),
      ...(isBlock ? ['COMMIT'] : []),
    ].join(';\n');
    const { completed, error } = await session.run(text);
    if (error === undefined) continue;
    await session.run('ROLLBACK');
    const failed = batch[Math.min(Math.max(completed - (isBlock ? 1 : 0), 0), batch.length - 1)] as Step;
    return { step: failed, error };
  }
  return undefined;
}

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
