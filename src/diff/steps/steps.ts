import type { Step } from '../../model/plan.ts';
import type { Kinds, Statement, Statements } from '../kind.ts';
import type { Action, Group } from '../planner/action.ts';
import type { ChangeSet } from '../planner/change-set.ts';
import { hazardsInUse, worstFirst } from './hazards.ts';

/**
 * The steps that carry out a group of actions: the statements of the kind that leads it, or, online, what takes their place. What
 * does so says its hazards in their order.
 */
export function stepsOf(group: Group, set: ChangeSet, kinds: Kinds, isOnline: boolean): readonly Step[] {
  const { verb, fact, id } = group.lead;
  const subject = set.to.facts.get(id) ?? fact;
  const step = ({ sql, hazards: said = [], transaction = 'together' }: Statement): Step => {
    const hazards = said.length === 0 ? said : hazardsInUse(subject, said, set, kinds);
    return { sql, object: id, verb: stepVerbs[verb], hazards, transaction };
  };
  return statementsOf(group, set, kinds)
    .map(inFull)
    .flatMap((statement) => {
      const instead = isOnline ? statement.online?.() : undefined;
      if (instead !== undefined) return instead.map(inFull).map(step);
      const plain = step({ ...statement, hazards: worstFirst(statement.hazards ?? []) });
      const outline = isOnline ? statement.outline?.() : undefined;
      return [outline === undefined ? plain : { ...plain, outline }];
    });
}

function inFull(statement: string | Statement): Statement {
  return typeof statement === 'string' ? { sql: statement } : statement;
}

function statementsOf({ lead, inlined }: Group, set: ChangeSet, kinds: Kinds): Statements {
  const { verb, fact, id } = lead;
  const rules = kinds[fact.kind];
  switch (verb) {
    case 'create':
      return rules.create(fact, set, inlined);
    case 'drop':
      return set.retired.has(id) ? rules.retire!(fact, set).aside : rules.drop(fact, set);
    case 'discard':
      return rules.retire!(fact, set).discard;
    case 'save':
      return rules.refill!(fact, set)!.save;
    case 'refill':
      return rules.refill!(fact, set)!.fill;
    case 'sketch':
    case 'hollow':
      return rules.sketch!(fact, verb === 'hollow')!;
    case 'alter':
      return rules.alter(set.from.facts.get(id)!, fact, set) as Statements;
  }
}

const stepVerbs = {
  create: 'create',
  drop: 'drop',
  alter: 'alter',
  discard: 'drop',
  save: 'alter',
  refill: 'alter',
  sketch: 'create',
  hollow: 'alter',
} as const satisfies Record<Action['verb'], Step['verb']>;
