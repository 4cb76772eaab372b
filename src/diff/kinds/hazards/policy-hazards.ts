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
  return isGone ? allowsLess(policy, context) : [];
}

/** Roles see what every restrictive policy allows them: that is less with one more. One that is made anew hides nothing else. */
export function hazardsOfNewPolicy(policy: Fact, context: Context): Hazard[] {
  const wasRestrictive = context.from.facts.get(policy.id)?.definition.restrictive === true;
  return policy.definition.restrictive === true && !wasRestrictive ? hidesMore(policy, context) : [];
}

/** A permissive policy for fewer roles allows less, a restrictive one for more roles hides more. */
export function hazardsOfAlteredPolicy(before: Fact, after: Fact, context: Context): Hazard[] {
  const [was, is] = [list(before.definition, 'roles'), list(after.definition, 'roles')];
  if (after.definition.restrictive) return includes(was, is) ? [] : hidesMore(after, context);
  return includes(is, was) ? [] : allowsLess(after, context);
}

/** Whether policies for these roles are for the others too; no role stands for PUBLIC. */
function includes(roles: readonly string[], others: readonly string[]): boolean {
  return roles.length === 0 || (others.length > 0 && others.every((role) => roles.includes(role)));
}

function allowsLess({ name, parent }: Fact, { from, to }: Context): Hazard[] {
  const [table, own] = splitLast(name);
  const message = `Roles lose what the policy ${own} allows them in ${table}.`;
  return isSecured(parent, from) && isSecured(parent, to) ? [hazard('breaks-code', message)] : [];
}

function hidesMore({ name, parent }: Fact, { to }: Context): Hazard[] {
  const [table, own] = splitLast(name);
  const message = `Roles lose the rows of ${table} that the policy ${own} does not allow them.`;
  return isSecured(parent, to) ? [hazard('breaks-code', message)] : [];
}

/** Policies say nothing while the row security of their table is off. */
function isSecured(table: Fact['parent'], { facts }: Schema): boolean {
  return table !== undefined && facts.get(table)?.definition.rowSecurity === true;
}
