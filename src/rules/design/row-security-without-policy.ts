import type { Rule, Subject, Verdict } from '../../model/rule.ts';
import type { Fact } from '../../model/schema.ts';
import { bareName, quoteIdentifier } from '../../postgres/identifier.ts';
import { isSame, namedByIdentity } from '../../sql/relations.ts';
import { isAssumed, ownTables, placeOf } from '../reading/facts.ts';
import { placeOfLostPolicy } from '../reading/places.ts';
import { isLetInElsewhere, isTrusted } from '../reading/rights.ts';
import { isFor, type Policy, policiesOf } from '../reading/row-security.ts';
import { alterations } from '../reading/trees.ts';

export const rowSecurityWithoutPolicy: Rule = {
  id: 'row-security-without-policy',
  group: 'design',
  severity: 'info',
  summary:
    'Row security is enabled and no policy lets anybody in: all but the owner see an empty table; restrictive ones alone let nobody in; or it is forced upon an owner whom no policy lets in.',
  descendsFrom: [],
  *judge(subject) {
    for (const table of ownTables(subject)) {
      if (table.definition.rowSecurity !== true || isAssumed(subject, table.name)) continue;
      const policies = policiesOf(subject, table);
      if (policies.length > 0) {
        if (policies.every(({ isRestrictive }) => isRestrictive)) yield onlyRestrictive(table, policies);
        continue;
      }
      const lost = placeOfLostPolicy(subject, table);
      yield {
        act: lost ?? placeOf(subject, table.name, 'ROW LEVEL SECURITY'),
        focus: bareName(table.name),
        ...(lost === undefined ? {} : { severity: 'warning' as const }),
        message: `${table.name} ${lost === undefined ? 'has row security and no policy' : 'keeps its row security and loses its last policy'}: all but its owner see no rows`,
        hint: 'Add a policy, or say in a comment that only the owner (a service role) may use it.',
      };
    }
    yield* ownersKeptOut(subject);
  },
};

/** https://www.postgresql.org/docs/18/sql-createpolicy.html */
function onlyRestrictive({ name }: Fact, policies: readonly Policy[]): Verdict {
  return {
    act: policies.at(-1)?.act,
    focus: 'RESTRICTIVE',
    severity: 'warning',
    message: `${name} has restrictive policies alone, which let nobody in: all but its owner see no rows`,
    hint: 'Add a policy that is permissive (without AS RESTRICTIVE); the restrictive ones hold on top of it.',
  };
}

/** Tables of a role of their own, upon which row security is forced by policies that are all for other roles. */
function* ownersKeptOut(subject: Subject): Iterable<Verdict> {
  for (const table of ownTables(subject)) {
    const { rowSecurity, forceRowSecurity } = table.definition;
    const owner = ownerGiven(subject, table);
    const policies = policiesOf(subject, table);
    if (rowSecurity !== true || forceRowSecurity !== true || policies.length === 0 || owner === undefined)
      continue;
    // Where the owner is the role that runs migrations, the application is another one.
    if (isTrusted(owner) || isAssumed(subject, table.name) || isLetInElsewhere(subject, owner)) continue;
    if (policies.some((policy) => !policy.isRestrictive && isFor(policy, owner))) continue;
    yield {
      act: placeOf(subject, table.name, 'FORCE ROW LEVEL SECURITY'),
      focus: 'FORCE',
      severity: 'warning',
      message: `row security of ${table.name} is forced upon its owner ${owner}, and no policy is for that role: it sees no rows, and adds none`,
      hint: [
        'Add a policy for what the owner does, or let it be:',
        { code: `ALTER TABLE ${table.name} NO FORCE ROW LEVEL SECURITY;` },
      ],
    };
  }
}

/** The role that the table was last given to, as SQL writes it; undefined where no statement gave it away. */
function ownerGiven(subject: Subject, table: Fact): string | undefined {
  const given = alterations(subject).findLast(
    (one) => one.command.subtype === 'AT_ChangeOwner' && isSame(one.table, namedByIdentity(table.name)),
  )?.command.newowner?.rolename;
  return given === undefined ? undefined : quoteIdentifier(given);
}
