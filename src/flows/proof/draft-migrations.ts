import { batches } from '../../diff/batches.ts';
import { makesRoutine } from '../../diff/plan.ts';
import { reverseRenames } from '../../diff/renames/tasks.ts';
import { writeStep } from '../../diff/write-steps.ts';
import type { DraftMigration } from '../../history/writing/draft.ts';
import { StrataError } from '../../model/errors.ts';
import type { Plan, Rename, Step } from '../../model/plan.ts';
import type { Schema } from '../../model/schema.ts';
import { applySteps } from '../rehearsal/apply-steps.ts';
import { actingRole, type Ground, type LoadOptions, readDatabase } from '../rehearsal/ground.ts';
import { createServerThings } from '../sources/server-things.ts';
import { withOwnerGrants } from './owner-grants.ts';
import { planTransition } from './plan-transition.ts';

/**
 * Divides a plan into migrations; a step that cannot share a transaction gets a migration of its own. Each is run on a clone, and
 * its down is planned from the schema that it made. `renames` are the plan's.
 */
export async function draftMigrations(
  plan: Plan,
  renames: readonly Rename[],
  start: Schema,
  { engine, database }: Ground,
  options: LoadOptions,
): Promise<readonly DraftMigration[]> {
  const walk = await engine.createDatabase({ like: database });
  try {
    const drafts: DraftMigration[] = [];
    let before = start;
    for (const [i, batch] of divide(plan.steps).entries()) {
      const refused = await applySteps(walk, actingRole(options.settings), batch);
      if (refused !== undefined)
        throw new StrataError(
          'unproven',
          `a step of the migration is refused: ${refused.error.message} at\n${refused.step.sql}`,
          { hint: 'Nothing was written. This is a gap of Strata: please report it with both definitions.' },
        );
      const after = await readDatabase(walk, options);
      await createServerThings(walk, before);
      const back = i === 0 ? reverseRenames(before, renames, after) : [];
      const way = { ...options, renames: back, online: false, isOneTransaction: true };
      const down = withOwnerGrants(
        await planTransition(after, before, { engine, database: walk }, way),
        before,
      );
      drafts.push({
        up: batch.map(writeStep),
        down: down.steps.map(writeStep),
        lost: lostBy(batch, down.steps),
        isAlone: batch.some(({ transaction }) => transaction === 'alone'),
      });
      before = after;
    }
    return drafts;
  } finally {
    await walk.drop();
  }
}

/** Steps that share a transaction. Settings of the session are set in each batch that needs them. */
function divide(steps: readonly Step[]): readonly (readonly Step[])[] {
  const session = steps.filter(({ verb }) => verb === 'session');
  const divided = batches(steps.filter(({ verb }) => verb !== 'session'));
  const [first, last] = [session[0], session.at(-1)];
  if (first === undefined || last === undefined) return divided;
  return divided.map((batch) => (batch.some(makesRoutine) ? [first, ...batch, last] : batch));
}

/** Sentences on what the up destroys, and on what may stop the down. */
function lostBy(up: readonly Step[], down: readonly Step[]): readonly string[] {
  const told = (steps: readonly Step[], kinds: readonly string[]) =>
    steps.flatMap(({ hazards }) =>
      hazards.filter(({ kind }) => kinds.includes(kind)).map(({ message }) => message),
    );
  const destroyed = told(up, ['destroys-data']);
  const stops = told(down, ['may-fail']).map((message) => `It may be refused: ${message}`);
  return [...new Set([...destroyed, ...(destroyed.length === 0 ? [] : stops)])];
}
