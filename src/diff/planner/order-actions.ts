import type { Fact } from '../../model/schema.ts';
import type { Kinds } from '../kind.ts';
import { type Action, CycleError, type Group } from './action.ts';
import { Arrangement } from './arrangement.ts';
import type { ChangeSet } from './change-set.ts';

/** What the order goes by besides the rules of kinds. */
interface OrderOptions {
  /** Whether tables in use are to be blocked for moments only. */
  readonly isOnline: boolean;
  /** Adds facts that follow from what the change set creates so far. */
  readonly addConsequences: (set: ChangeSet) => void;
}

/**
 * Orders the actions of a change set, and folds children into the statements of their parents where the order allows. What takes
 * long is created last, so that other objects are missing for a moment only.
 */
export function orderActions(
  set: ChangeSet,
  kinds: Kinds,
  { isOnline, addConsequences }: OrderOptions,
): Group[] {
  for (;;) {
    // What was replaced to open a cycle has consequences too.
    addConsequences(set);
    try {
      return new Arrangement(set, kinds, isOnline).order();
    } catch (error) {
      if (!(error instanceof CycleError)) throw error;
      // All at once, since arranging everything again takes long where there is much.
      const opened = error.cycles.filter((cycle) => openCycle(cycle, set, kinds));
      if (opened.length === 0) throw error;
    }
  }
}

/** Opens a cycle by the cheapest way there is: replaces, sketches or renames something on it; false where nothing can be done. */
function openCycle(actions: readonly Action[], set: ChangeSet, kinds: Kinds): boolean {
  const facts = actions.map(({ fact }) => fact).sort((a, b) => (a.id < b.id ? -1 : 1));
  const replace = (when: 'first' | 'last') =>
    facts.some(({ kind, id }) => kinds[kind].replacedOnCycle === when && set.replaceAltered(id));
  const sketch = (when: 'first' | 'last') => {
    const isDue = ({ kind }: Fact) => (kinds[kind].isSketchedLast === true) === (when === 'last');
    const sketched = facts.find(
      (fact) =>
        isDue(fact) && !set.sketched.has(fact.id) && kinds[fact.kind].sketch?.(fact, false) !== undefined,
    );
    if (sketched !== undefined) set.sketched.set(sketched.id, new Set(facts.map(({ id }) => id)));
    return sketched !== undefined;
  };
  return (
    replace('first') ||
    sketch('first') ||
    facts.some(({ id }) => set.dropLate(id)) ||
    replace('last') ||
    sketch('last')
  );
}
