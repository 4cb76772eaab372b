import type { ServerError, Session } from '../db/session.ts';
import { adaptSql } from '../engine/stubs/stubs.ts';
import type { Step } from '../model/plan.ts';
import { offsetOfPosition } from '../sql/locate.ts';

/** A step that the server refused. */
export interface RefusedStep {
  readonly step: Step;
  readonly error: ServerError;
}

/** Runs steps as their transaction rules say: neighbours together in one transaction, others alone. Stops at the first refusal. */
export async function applySteps(session: Session, steps: readonly Step[]): Promise<RefusedStep | undefined> {
  for (const batch of batches(steps)) {
    const isBlock = batch[0]?.transaction !== 'alone';
    const pieces = batch.map(({ sql }) => adaptSql(sql));
    const sent = isBlock ? ['BEGIN', ...pieces, 'COMMIT'] : pieces;
    const { completed, error } = await session.run(sent.join(';\n'));
    if (error === undefined) continue;
    await session.run('ROLLBACK');
    const reached = (completed === 0 ? pieceAt(sent, error) : completed) - (isBlock ? 1 : 0);
    return { step: batch[Math.min(Math.max(reached, 0), batch.length - 1)] as Step, error };
  }
  return undefined;
}

/** What the parser cannot read is found before anything runs; only its position tells where it is. */
function pieceAt(sent: readonly string[], { position }: ServerError): number {
  if (position === undefined) return 0;
  const offset = offsetOfPosition(sent.join(';\n'), position);
  let end = 0;
  for (const [i, piece] of sent.entries()) {
    end += piece.length + ';\n'.length;
    if (offset < end) return i;
  }
  return sent.length - 1;
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
