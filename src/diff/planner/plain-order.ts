import type { Fact } from '../../model/schema.ts';
import type { Kinds } from '../kind.ts';
import type { Action } from './action.ts';
import type { ChangeSet } from './change-set.ts';

function actionsOf(set: ChangeSet, kinds: Kinds): Action[] {
  const actions: Action[] = [];
  const add = (verb: Action['verb'], fact: Fact) => actions.push({ verb, id: fact.id, fact });
  for (const id of set.dropped) add('drop', set.from.facts.get(id)!);
  for (const fact of refilled(set, kinds)) {
    add('save', fact);
    add('refill', fact);
  }
  for (const id of set.created) add('create', set.to.facts.get(id)!);
  for (const id of set.altered) add('alter', set.to.facts.get(id)!);
  for (const id of set.retired) add('discard', set.from.facts.get(id)!);
  for (const id of set.sketched.keys()) {
    if (set.created.has(id)) add('sketch', set.to.facts.get(id)!);
    if (set.dropped.has(id) || set.altered.has(id)) add('hollow', set.from.facts.get(id)!);
  }
  return actions;
}

/** The replaced facts that get their contents back, as they are before the change. */
export function refilled(set: ChangeSet, kinds: Kinds): readonly Fact[] {
  return [...set.dropped].flatMap((id) => {
    const fact = set.from.facts.get(id)!;
    return set.created.has(id) && kinds[fact.kind].refill?.(fact, set) !== undefined ? [fact] : [];
  });
}

/** Wider apart than the ranks of kinds. What is dropped comes between what is saved and what is made. */
const weights = { saved: -1000, made: 1000, discarded: 2000, slow: 3000 } as const;

/** The actions of a change set in the order where nothing asks for another: drops first, then by kind, position and id. */
export function inPlainOrder(
  set: ChangeSet,
  kinds: Kinds,
  takesLong: (fact: Fact) => boolean,
): readonly Action[] {
  const weightOf = ({ verb, fact }: Action) => {
    const { rank, isDroppedLate } = kinds[fact.kind];
    if (verb === 'save') return weights.saved - rank;
    if (verb === 'hollow' || (verb === 'drop' && isDroppedLate !== true)) return -rank;
    if (verb === 'create' && takesLong(fact)) return weights.slow + rank;
    return (verb === 'discard' ? weights.discarded : weights.made) + rank;
  };
  return actionsOf(set, kinds)
    .map((action) => ({ ...action, weight: weightOf(action), position: action.fact.position ?? 0 }))
    .sort((a, b) => a.weight - b.weight || a.position - b.position || (a.id < b.id ? -1 : 1));
}
