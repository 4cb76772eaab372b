import { readSchema } from '../../src/catalog/read-schema.ts';
import { diffSchemas } from '../../src/diff/diff.ts';
import { planChanges } from '../../src/diff/plan.ts';
import type { Change, Step } from '../../src/model/plan.ts';
import type { Schema } from '../../src/model/schema.ts';
import { type Judge, judge } from './judges.ts';
import type { Batches, Planner } from './trial.ts';

/** Judges with Strata's own reader: no difference may be left, and no second plan. */
export function ownJudge(): Judge {
  return judge('strata', (database) => readSchema(database.session), explainChanges);
}

/** Plans with Strata, as `strata diff` does. */
export const ownPlanner: Planner = async (from, to) =>
  batchesOf(planChanges(await readSchema(from.session), await readSchema(to.session)).steps);

function explainChanges(first: Schema, second: Schema): string {
  const changes = diffSchemas(first, second);
  if (changes.length > 0) return changes.map(describe).join('\n');
  return planChanges(first, second)
    .steps.map(({ sql }) => `  no change but a step: ${sql}`)
    .join('\n');
}

function describe(change: Change): string {
  if (change.kind !== 'alter') return `  ${change.kind} ${change.id}`;
  const properties = change.properties.map((name) => {
    const [before, after] = [change.before.definition[name], change.after.definition[name]];
    return `${name}: ${JSON.stringify(before)} -> ${JSON.stringify(after)}`;
  });
  return `  alter ${change.id} ${properties.join(', ')}`;
}

function batchesOf(steps: readonly Step[]): Batches {
  const batches: string[] = [];
  let open: string[] = [];
  const close = () => {
    if (open.length > 0) batches.push(open.join(';\n'));
    open = [];
  };
  for (const { sql, transaction } of steps) {
    if (transaction === 'alone') close();
    open.push(sql);
    if (transaction !== 'together') close();
  }
  close();
  return batches;
}
