import { batches } from '../../diff/batches.ts';
import { planChanges } from '../../diff/plan.ts';
import type { Unit } from '../../model/deployment.ts';
import type { DriftedObject } from '../../model/drift.ts';
import { StrataError } from '../../model/errors.ts';
import { type ObjectId, titleOf } from '../../model/object-id.ts';
import type { Plan, Step } from '../../model/plan.ts';
import type { Proof } from '../../model/proof.ts';
import type { Fact, Schema } from '../../model/schema.ts';
import { covers } from '../drift/judge-drift.ts';
import type { Sides } from '../drift/sides.ts';
import { maskWritten } from '../proof/masked-secrets.ts';
import { withOwnerGrants } from '../proof/owner-grants.ts';
import { provePlan } from '../proof/prove-plan.ts';

/** A plan for the live database, with its proof on a clone. */
interface ProvenWay {
  readonly plan: Plan;
  /** Undefined where there is nothing to do. */
  readonly proof: Proof | undefined;
}

/** The objects that were named, or all where none were. Throws a `usage` error for a name that no object has. */
export function chooseObjects(
  objects: readonly DriftedObject[],
  names: readonly string[],
): readonly DriftedObject[] {
  if (names.length === 0) return objects;
  for (const name of names) {
    if (objects.some((object) => covers({ object: name }, object))) continue;
    const known = objects.slice(0, 8).map(titleOf);
    throw new StrataError('usage', `nothing called ${name} has drifted`, {
      hint: known.length === 0 ? 'Nothing has drifted at all.' : `These have: ${known.join(', ')}`,
    });
  }
  return objects.filter((object) => names.some((name) => covers({ object: name }, object)));
}

/**
 * These objects and those that have to change together with them: missing objects that they need, and objects that depend on one
 * that goes. `direction`: towards the history (`revert`), or towards the database (`adopt`).
 */
export function withNeeded(
  ids: readonly ObjectId[],
  { changes, expected, live }: Sides,
  direction: 'revert' | 'adopt',
): ReadonlySet<ObjectId> {
  const changed = new Set(changes.map(({ id }) => id));
  const chosen = new Set(ids.filter((id) => changed.has(id)));
  const [from, to] = direction === 'revert' ? [live, expected] : [expected, live];
  for (let grows = true; grows; ) {
    const before = chosen.size;
    for (const id of changed) {
      const [had, wanted] = [from.facts.get(id), to.facts.get(id)];
      if (chosen.has(id)) {
        for (const other of needs(wanted))
          if (changed.has(other) && !from.facts.has(other)) chosen.add(other);
      } else if (
        wanted === undefined &&
        needs(had).some((other) => chosen.has(other) && !to.facts.has(other))
      ) {
        chosen.add(id);
      }
    }
    grows = chosen.size > before;
  }
  return chosen;
}

function needs(fact: Fact | undefined): readonly ObjectId[] {
  if (fact === undefined) return [];
  return fact.parent === undefined ? fact.dependsOn : [fact.parent, ...fact.dependsOn];
}

/** A Schema in which these objects are as in another one. */
export function withObjects(base: Schema, ids: ReadonlySet<ObjectId>, from: Schema): Schema {
  const facts = new Map(base.facts);
  for (const id of ids) {
    const fact = from.facts.get(id);
    if (fact === undefined) facts.delete(id);
    else facts.set(id, fact);
  }
  return { ...base, facts: new Map([...facts].sort(([a], [b]) => (a < b ? -1 : 1))) };
}

/** Plans how the live database gets back to its history for these objects, and proves it on a clone that holds rows. */
export async function planRevert(sides: Sides, ids: ReadonlySet<ObjectId>): Promise<ProvenWay> {
  const { rebuilt, expected, load, live } = sides;
  const unclear = [...ids].find((id) => rebuilt.left.has(id));
  if (unclear !== undefined) {
    throw new StrataError('unproven', `${unclear} cannot be rebuilt on the throwaway PostgreSQL`, {
      hint: 'So no way back can be proven for it. Leave it out with --object, or change it by hand.',
    });
  }
  const here = withoutLeft(rebuilt.schema, rebuilt.left);
  const goal = withObjects(here, ids, {
    ...expected,
    facts: withOwners(expected, rebuilt.schema, live, ids),
  });
  const plan: Plan = withOwnerGrants({ ...planChanges(here, goal), renameOffers: [] }, goal);
  if (plan.steps.length === 0) return { plan, proof: undefined };
  refuseMask(plan.steps);
  const { proof } = await provePlan(plan, goal, rebuilt.ground, load);
  return { plan, proof };
}

/** Run on a live database, a mask would take the place of the password that is there. */
function refuseMask(steps: readonly Step[]): void {
  const masked = maskWritten(steps);
  if (masked === undefined) return;
  throw new StrataError('unproven', `${masked} cannot be settled: its password is never read`, {
    hint: 'Change it by hand, with its password, or leave it out: name the other objects with --object.',
  });
}

function withoutLeft(schema: Schema, left: ReadonlySet<ObjectId>): Schema {
  if (left.size === 0) return schema;
  return { ...schema, facts: new Map([...schema.facts].filter(([id]) => !left.has(id))) };
}

/** The facts of the goal, with the owners of the live database where the migrations set none. */
function withOwners(
  expected: Schema,
  rebuilt: Schema,
  live: Schema,
  ids: ReadonlySet<ObjectId>,
): Schema['facts'] {
  const facts = new Map<ObjectId, Fact>();
  for (const id of ids) {
    const [fact, there] = [expected.facts.get(id), rebuilt.facts.get(id)];
    if (fact === undefined) continue;
    const owner = there?.definition.owner;
    const isKept = owner !== undefined && live.facts.get(id)?.definition.owner !== owner;
    facts.set(id, isKept ? { ...fact, definition: { ...fact.definition, owner } } : fact);
  }
  return facts;
}

/** The units in which steps run on a live database. */
export function unitsOf(steps: readonly Step[]): readonly Unit[] {
  let number = 0;
  return batches(steps).map((batch) => ({
    kind: batch[0]?.transaction === 'alone' ? ('bare' as const) : ('transaction' as const),
    ending: 'runner' as const,
    statements: batch.map(({ sql }) => {
      number += 1;
      return { number, sql, line: number };
    }),
  }));
}
