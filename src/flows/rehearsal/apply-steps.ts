import type { ServerError, Session } from '../../db/session.ts';
import { batches } from '../../diff/batches.ts';
import type { ActAs, Database } from '../../engine/engine.ts';
import { adaptSql } from '../../engine/stand-ins/stand-ins.ts';
import type { Step } from '../../model/plan.ts';
import { isReservedTo, runOnBehalf } from '../../replay/on-behalf.ts';
import { offsetOfPosition } from '../../sql/locate.ts';

/** A step that the server refused. */
export interface RefusedStep {
  readonly step: Step;
  readonly error: ServerError;
}

/**
 * Runs steps as their transaction rules say: neighbours together in one transaction, others alone. What only a superuser may
 * make is made on the role's behalf, in a transaction of its own. Stops at the first refusal.
 */
export async function applySteps(
  database: Database,
  as: ActAs,
  steps: readonly Step[],
): Promise<RefusedStep | undefined> {
  if (steps.length === 0) return undefined;
  await using session = await database.connect(as, { guarded: false });
  const waiting = batches(steps).map((batch) => [...batch]);
  for (let batch = waiting.shift(); batch !== undefined; batch = waiting.shift()) {
    const refused = await applyBatch(session, batch);
    if (refused === undefined) continue;
    const at = batch.indexOf(refused.step);
    if (!isReservedTo(refused.error)) return refused;
    const before = at === 0 ? undefined : await applyBatch(session, batch.slice(0, at));
    if (before !== undefined) return before;
    const helped = await runOnBehalf(database, session, adaptSql(refused.step.sql), false);
    if (helped === undefined) return refused;
    if (helped.error !== undefined) return { step: refused.step, error: helped.error };
    if (at < batch.length - 1) waiting.unshift(batch.slice(at + 1));
  }
  return undefined;
}

async function applyBatch(session: Session, batch: readonly Step[]): Promise<RefusedStep | undefined> {
  const isBlock = batch[0]?.transaction !== 'alone';
  const pieces = batch.map(({ sql }) => adaptSql(sql));
  const sent = isBlock ? ['BEGIN', ...pieces, 'COMMIT'] : pieces;
  const { completed, error } = await session.run(sent.join(';\n'));
  if (error === undefined) return undefined;
  await session.run('ROLLBACK');
  const reached = (completed === 0 ? pieceAt(sent, error) : completed) - (isBlock ? 1 : 0);
  return { step: batch[Math.min(Math.max(reached, 0), batch.length - 1)] as Step, error };
}

/**
 * The index of the piece with a syntax error. PostgreSQL parses all of them before it runs any, so only the error's position
 * tells.
 */
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
