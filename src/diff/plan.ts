import { StrataError } from '../model/errors.ts';
import { kindOf, type ObjectId } from '../model/object-id.ts';
import type { Plan, Step } from '../model/plan.ts';
import type { Schema } from '../model/schema.ts';
import { makeWhole } from './kinds/indexes/whole-index.ts';
import { kinds } from './kinds/kinds.ts';
import { delayNotValid } from './kinds/not-nulls/late-not-null.ts';
import { openRings } from './kinds/not-nulls/swapped-names.ts';
import { takeInitialPrivileges } from './kinds/privileges/initial-privileges.ts';
import { remaindersAfter } from './kinds/trees/own-copies.ts';
import { treesOf } from './kinds/trees/partitions.ts';
import { CycleError, type Group } from './planner/action.ts';
import { ChangeSet } from './planner/change-set.ts';
import { orderActions } from './planner/order-actions.ts';
import { stepsOf } from './steps/steps.ts';

/** How a plan is to be made; nothing is asked for by default. */
export interface PlanOptions {
  /** Block tables in use for moments only, at the price of more steps and transactions. */
  readonly online?: boolean;
  /** Everything has to fit into one transaction: what would need a COMMIT in between is replaced instead. */
  readonly isOneTransaction?: boolean;
  /**
   * Also plan what no definition says. `copies`: which inherited parts are local as well, and the order of parents.
   * `copies-and-names`: partitions are detached for a moment, too, where their NOT NULLs are to have other names; not online, which
   * would keep others from their rows for a name.
   */
  readonly beyondDefinitions?: 'copies' | 'copies-and-names';
}

/** Plans the way from one Schema to another: every step in an order that PostgreSQL accepts. Pure. */
export function planChanges(from: Schema, to: Schema, options: PlanOptions = {}): Plan {
  const { plan, further } = planBoth(from, to, options);
  return further ?? plan;
}

/** A plan, and one that goes on from where it ends. */
interface TwoPlans {
  readonly plan: Plan;
  /** The same steps, and then those for what no definition says; undefined where there are none, or nobody asked for them. */
  readonly further: Plan | undefined;
}

/** Plans what definitions say, and the same with what is beyond them, so that this can be left out where they do not arrive. Pure. */
export function planBoth(from: Schema, to: Schema, options: PlanOptions): TwoPlans {
  const leavesRows = new Set<ObjectId>();
  for (;;) {
    try {
      return planBothLeaving(from, to, options, leavesRows);
    } catch (error) {
      if (!(error instanceof StrataError && error.cause instanceof CycleError)) throw error;
      const stopped = treesOf(error.cause.cycles.flat(), from).filter((table) => !leavesRows.has(table));
      if (stopped.length === 0) throw error;
      for (const table of stopped) leavesRows.add(table);
    }
  }
}

/** `leavesRows` as in a Context. */
function planBothLeaving(
  from: Schema,
  to: Schema,
  options: PlanOptions,
  leavesRows: ReadonlySet<ObjectId>,
): TwoPlans {
  const changeSet = (start: Schema) => new ChangeSet(start, to, kinds, { ...options, leavesRows });
  const whole = changeSet(from);
  const opening = openRings(whole, whole.changes);
  const set = opening === undefined ? whole : changeSet(opening.from);
  delayNotValid(set);
  const main = { changes: whole.changes, steps: [...(opening?.steps ?? []), ...planSet(set, options)] };
  const rest = options.beyondDefinitions === undefined ? undefined : planOwnCopies(set, main.steps, options);
  return { plan: wholePlan(main), further: rest && wholePlan(main, rest) };
}

type Part = Pick<Plan, 'changes' | 'steps'>;

function wholePlan(...parts: readonly Part[]): Plan {
  return {
    changes: parts.flatMap(({ changes }) => changes),
    steps: withSession(parts.flatMap(({ steps }) => steps)),
    renameOffers: [],
  };
}

function planSet(set: ChangeSet, options: PlanOptions): readonly Step[] {
  const isOnline = options.online === true;
  const steps = (group: Group) => stepsOf(group, set, kinds, isOnline);
  const planned = orderGroups(set, isOnline).flatMap(steps);
  if (isOnline) return planned;
  return makeWhole(planned, set, (fact) =>
    steps({ lead: { verb: 'create', id: fact.id, fact }, inlined: [] }),
  );
}

/** Plans what the steps leave to do for children; undefined where there is nothing, or no order can be found for it. */
function planOwnCopies(set: ChangeSet, steps: readonly Step[], options: PlanOptions): Part | undefined {
  const parts: Part[] = [];
  for (const { from, to } of remaindersAfter(set, steps, options)) {
    const further = new ChangeSet(from, to, kinds, options);
    try {
      parts.push({ changes: further.changes, steps: planSet(further, options) });
    } catch (error) {
      if (error instanceof StrataError) break;
      throw error;
    }
  }
  if (parts.length === 0) return undefined;
  return { changes: parts.flatMap((part) => part.changes), steps: parts.flatMap((part) => part.steps) };
}

function orderGroups(set: ChangeSet, isOnline: boolean): Group[] {
  try {
    const groups = orderActions(set, kinds, { isOnline, addConsequences: takeInitialPrivileges });
    const placeOf = ({ lead: { verb, fact, id } }: Group) => {
      const governs =
        kinds[fact.parent === undefined ? fact.kind : kindOf(fact.parent)].governsOthers === true;
      const isFirst =
        verb === 'alter'
          ? kinds[fact.kind].comesFirst?.(set.from.facts.get(id)!, fact) === true
          : verb === 'drop' && governs;
      return isFirst ? 0 : governs ? 2 : 1;
    };
    return [0, 1, 2].flatMap((place) => groups.filter((group) => placeOf(group) === place));
  } catch (error) {
    if (!(error instanceof CycleError)) throw error;
    throw new StrataError('project', `these changes wait for each other: ${error.message}`, {
      hint: 'A migration can be divided into two, of which one comes first. Where nothing is there yet, this is a gap of Strata: please report it.',
      cause: error,
    });
  }
}

/** Whether a statement makes a routine. */
export function makesRoutine({ sql }: Pick<Step, 'sql'>): boolean {
  return /^CREATE (OR REPLACE )?(FUNCTION|PROCEDURE)/.test(sql);
}

/** Function bodies are not checked while they are made: what they mention may come later. */
function withSession(steps: readonly Step[]): readonly Step[] {
  const first = steps.find(makesRoutine);
  if (first === undefined) return steps;
  const setting = (sql: string): Step => ({
    sql,
    object: first.object,
    verb: 'session',
    hazards: [],
    transaction: 'together',
  });
  return [setting('SET check_function_bodies = false'), ...steps, setting('RESET check_function_bodies')];
}
