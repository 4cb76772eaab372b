import type { Hazard } from '../../../model/plan.ts';
import type { Definition, Fact, Schema } from '../../../model/schema.ts';
import { splitLast } from '../../../postgres/identifier.ts';
import { list } from '../../definition.ts';
import type { Context } from '../../kind.ts';
import { hazard } from './hazard.ts';

// DISABLE and a policy that allows more stop no program and hide no row: who then sees more is what the goal says, as with a GRANT.

/** What ENABLE ROW LEVEL SECURITY hides: where it was forced already, from the owner as well. */
export function hazardsOfRowSecurity(table: string, was: Definition, is: Definition): Hazard[] {
  if (!is.rowSecurity) return [];
  return [
    hazard('breaks-code', `Roles without a policy on ${table} see none of its rows any more.`),
    ...(was.forceRowSecurity ? hazardsOfForcedRowSecurity(table, is) : []),
  ];
}

/** What FORCE ROW LEVEL SECURITY hides from the owner, as whom most applications connect. */
export function hazardsOfForcedRowSecurity(table: string, is: Definition): Hazard[] {
  if (!is.rowSecurity || !is.forceRowSecurity) return [];
  const message = `The owner of ${table} sees only those of its rows that a policy allows.`;
  return [hazard('breaks-code', message)];
}

/** Roles see what any permissive policy allows them: that is less without this one. */
export function hazardsOfDroppedPolicy(policy: Fact, context: Context): Hazard[] {
  const isGone = !context.to.facts.has(policy.id) && !policy.definition.restrictive;
  return isGone ? allowsLess(policy, 'lose', context) : [];
}

/** Roles see what every restrictive policy allows them: that is less with one more. One that is made anew may be another. */
export function hazardsOfNewPolicy(policy: Fact, context: Context): Hazard[] {
  const before = context.from.facts.get(policy.id);
  const isSameType = before !== undefined && before.definition.restrictive === policy.definition.restrictive;
  if (isSameType) return hazardsOfAlteredPolicy(before, policy, context);
  return policy.definition.restrictive ? hidesMore(policy, 'lose', context) : [];
}

/**
 * A permissive policy for fewer roles or commands allows less, a restrictive one for more of them hides more. What another condition
 * allows or hides, only rows show.
 */
export function hazardsOfAlteredPolicy(before: Fact, after: Fact, context: Context): Hazard[] {
  const { restrictive } = after.definition;
  const loses = restrictive ? hidesMore : allowsLess;
  const isLoss = restrictive ? !isForAll(before, after) : !isForAll(after, before);
  if (isLoss) return loses(after, 'lose', context);
  return mayBeStricter(before.definition, after.definition) ? loses(after, 'may lose', context) : [];
}

/** Whether a policy is for all roles and commands that the other is for. No roles stand for PUBLIC, no command for ALL. */
function isForAll({ definition: one }: Fact, { definition: other }: Fact): boolean {
  const [roles, others] = [list(one, 'roles'), list(other, 'roles')];
  const isForRoles =
    roles.length === 0 || (others.length > 0 && others.every((role) => roles.includes(role)));
  return isForRoles && (one.command === undefined || one.command === other.command);
}

function mayBeStricter(was: Definition, is: Definition): boolean {
  const now = conditionsOf(is);
  return conditionsOf(was).some((old, i) => old !== now[i] && old !== 'false' && now[i] !== 'true');
}

/** What is asked of rows that are there, and of those that are written. Without any, permissive policies allow none, restrictive ones all. */
function conditionsOf({ restrictive, command, using, check }: Definition): readonly unknown[] {
  const none = String(restrictive === true);
  const reads = using ?? none;
  return [reads, command === 'SELECT' || command === 'DELETE' ? none : (check ?? reads)];
}

function allowsLess({ name, parent }: Fact, verb: Loss, { from, to }: Context): Hazard[] {
  const [table, own] = splitLast(name);
  const message = `Roles ${verb} what the policy ${own} allows them in ${table}.`;
  return isSecured(parent, from) && isSecured(parent, to) ? [hazard('breaks-code', message)] : [];
}

function hidesMore({ name, parent }: Fact, verb: Loss, { to }: Context): Hazard[] {
  const [table, own] = splitLast(name);
  const message = `Roles ${verb} the rows of ${table} that the policy ${own} does not allow them.`;
  return isSecured(parent, to) ? [hazard('breaks-code', message)] : [];
}

type Loss = 'lose' | 'may lose';

/** Policies say nothing while the row security of their table is off. */
function isSecured(table: Fact['parent'], { facts }: Schema): boolean {
  return table !== undefined && facts.get(table)?.definition.rowSecurity === true;
}
