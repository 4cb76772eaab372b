import { planChanges } from '../../diff/plan.ts';
import { StrataError } from '../../model/errors.ts';
import type { ObjectId } from '../../model/object-id.ts';
import type { Fact, Schema } from '../../model/schema.ts';
import { count } from '../../model/words.ts';
import { applySteps } from '../rehearsal/apply-steps.ts';
import { actingRole, type Ground, type LoadOptions, openPrelude, readDatabase } from '../rehearsal/ground.ts';
import { ownersLate } from '../sources/owners-late.ts';
import type { LiveReading } from '../sources/read-live.ts';
import { createServerThings } from '../sources/server-things.ts';
import type { ComparedObjects } from './compared-objects.ts';

/** A live database, rebuilt on the throwaway PostgreSQL beside what its platform has before any migration. */
export interface RebuiltLive extends AsyncDisposable {
  /** What a server has before the first migration. */
  readonly prelude: Schema;
  readonly schema: Schema;
  readonly compared: ComparedObjects;
  readonly ground: Ground;
  /** Objects that could not be rebuilt: compared as they were read. */
  readonly left: ReadonlySet<ObjectId>;
  readonly notes: readonly string[];
}

/** The most objects that may be left out of rebuilding; each costs one more try. */
const mostLeft = 12;

/**
 * Rebuilds the compared objects of a live database, so that versions of PostgreSQL write their definitions alike. An object that
 * the throwaway PostgreSQL refuses is left out with everything that depends on it, and a note says so.
 */
export async function rebuildLive(
  { raw }: LiveReading,
  comparedBeside: (prelude: Schema) => ComparedObjects,
  options: LoadOptions,
): Promise<RebuiltLive> {
  const left = new Set<ObjectId>();
  const notes: string[] = [];
  for (;;) {
    const engine = await openPrelude(options);
    try {
      const prelude = await readDatabase(engine.main, options);
      const compared = comparedBeside(prelude);
      const goal = goalOf(raw, prelude, compared, left);
      await createServerThings(engine.main, goal);
      const refused = await applySteps(
        engine.main,
        actingRole(options.settings),
        ownersLate(planChanges(prelude, goal).steps),
      );
      if (refused === undefined) {
        const rebuilt = await readDatabase(engine.main, options);
        const ground = { engine, database: engine.main };
        const schema = { ...rebuilt, facts: withLeft(rebuilt, raw, left), notModelled: raw.notModelled };
        return {
          prelude,
          schema,
          compared,
          ground,
          left,
          notes,
          [Symbol.asyncDispose]: () => engine[Symbol.asyncDispose](),
        };
      }
      const { object } = refused.step;
      notes.push(
        `${object} cannot be rebuilt here and is compared as it is written there: ${refused.error.message}`,
      );
      if (left.size === raw.facts.size)
        throw new StrataError(
          'engine',
          `the live database cannot be rebuilt here: ${refused.error.message} at ${object}`,
          { hint: 'This is a gap of Strata: please report it with the definition of that object.' },
        );
      const before = left.size;
      addWithNeeding(raw, object, left);
      if (left.size === before || notes.length > mostLeft) {
        for (const id of raw.facts.keys()) left.add(id);
        const others = notes.length === 1 ? '' : ` (and ${count(notes.length - 1, 'other object')})`;
        const why = `${object}${others} cannot be rebuilt here: ${refused.error.message}`;
        notes.splice(
          0,
          notes.length,
          `Nothing is rebuilt here, and everything is compared as it is written there, which other versions of PostgreSQL write otherwise: ${why}`,
        );
      }
    } catch (error) {
      await engine[Symbol.asyncDispose]();
      throw error;
    }
    await engine[Symbol.asyncDispose]();
  }
}

/** The Schema of the prelude, with the compared objects as the live database has them. */
function goalOf(
  raw: Schema,
  prelude: Schema,
  compared: ComparedObjects,
  left: ReadonlySet<ObjectId>,
): Schema {
  const facts = new Map<ObjectId, Fact>();
  for (const [id, fact] of prelude.facts) if (!compared.has(id)) facts.set(id, fact);
  for (const [id, fact] of raw.facts) if (compared.has(id) && !left.has(id)) facts.set(id, fact);
  return { ...raw, facts: new Map([...facts].sort(([a], [b]) => (a < b ? -1 : 1))) };
}

function withLeft(rebuilt: Schema, raw: Schema, left: ReadonlySet<ObjectId>): Schema['facts'] {
  if (left.size === 0) return rebuilt.facts;
  const facts = new Map(rebuilt.facts);
  for (const id of left) {
    const fact = raw.facts.get(id);
    if (fact !== undefined) facts.set(id, fact);
  }
  return new Map([...facts].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Adds an object, its parts and everything that depends on them to `left`. */
function addWithNeeding({ facts }: Schema, object: ObjectId, left: Set<ObjectId>): void {
  if (!facts.has(object)) return;
  left.add(object);
  for (let grows = true; grows; ) {
    grows = false;
    for (const [id, { parent, dependsOn, goesWith }] of facts) {
      if (left.has(id)) continue;
      if (![parent, ...dependsOn, ...goesWith].some((other) => other !== undefined && left.has(other)))
        continue;
      left.add(id);
      grows = true;
    }
  }
}
