import { readSchema } from '../../src/catalog/read-schema.ts';
import { batches } from '../../src/diff/batches.ts';
import { diffSchemas } from '../../src/diff/diff.ts';
import { planChanges } from '../../src/diff/plan.ts';
import { planFollowing, planRenames } from '../../src/diff/renames/plan.ts';
import { parseRename } from '../../src/diff/renames/tasks.ts';
import type { Change, Step } from '../../src/model/plan.ts';
import type { Schema } from '../../src/model/schema.ts';
import type { ArenaDatabase } from './arena.ts';
import { type Judge, judge } from './judges.ts';
import type { Batches, Planner } from './trial.ts';

/** Judges with Strata's own reader: no difference may be left, and no second plan. */
export function ownJudge(): Judge {
  return judge('strata', readAnew, explainChanges);
}

/** As a comparison of files does. */
const reading = { secrets: 'kept' } as const;

const everything = { beyondDefinitions: 'copies-and-names' } as const;

/** Plans with Strata, as `strata diff` does: told renames run on a copy first, and the rest is planned from there. */
export const ownPlanner: Planner = async (from, to, told) => {
  const schema = await asItWas(from);
  const goal = await asItWas(to);
  const renames = planRenames(schema, told.map(parseRename));
  if (renames.length === 0) return batchesOf(planChanges(schema, goal, everything).steps);
  await using copy = await from.rebuild();
  const renamed = async (steps: readonly Step[]) => {
    const { error } = await copy.session.run(steps.map(({ sql }) => sql).join(';\n'));
    if (error !== undefined) throw new Error(`${error.message} in a rename`);
    return await readSchema(copy.session, reading);
  };
  const following = planFollowing(await renamed(renames), goal);
  const start = await renamed(following);
  return batchesOf([...renames, ...following, ...planChanges(start, goal, everything).steps]);
};

const asFirstRead = new WeakMap<ArenaDatabase, Promise<Schema>>();

/** What a database held when it was first read, by the judge or for a plan: both ways are planned before either is gone. */
function asItWas(database: ArenaDatabase): Promise<Schema> {
  return asFirstRead.get(database) ?? readAnew(database);
}

function readAnew(database: ArenaDatabase): Promise<Schema> {
  const read = readSchema(database.session, reading);
  if (!asFirstRead.has(database)) asFirstRead.set(database, read);
  return read;
}

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
  return batches(steps).map((batch) => batch.map(({ sql }) => sql).join(';\n'));
}
