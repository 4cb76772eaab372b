import type { Rule, Subject, Verdict } from '../../model/rule.ts';
import { bareName, lastPart } from '../../postgres/identifier.ts';
import { actsOn, childrenOf, isAssumed, laterOf, ownTables, placeOf } from '../reading/facts.ts';

const forcing = /(?<!\bNO\s+)\bFORCE\s+ROW\s+LEVEL\s+SECURITY\b/i;
const unforcing = /\bNO\s+FORCE\s+ROW\s+LEVEL\s+SECURITY\b/i;
const switchingOff = /\bDISABLE\s+ROW\s+LEVEL\s+SECURITY\b/i;

export const policyWithoutRowSecurity: Rule = {
  id: 'policy-without-row-security',
  group: 'design',
  severity: 'warning',
  summary:
    'A table has policies, but row security is not enabled: the policies do nothing, and everybody with a grant sees every row; or it is forced upon the owner no more.',
  descendsFrom: [],
  *judge(subject) {
    for (const table of ownTables(subject)) {
      const [policy, ...more] = childrenOf(subject, table.id, 'policy');
      if (isAssumed(subject, table.name)) continue;
      if (table.definition.rowSecurity === true || policy === undefined) continue;
      yield {
        act: laterOf(
          placeOf(subject, `${lastPart(policy.name)} on ${table.name}`) ??
            placeOf(subject, table.name, 'POLICY'),
          actsOn(subject, table.name).findLast(({ text }) => switchingOff.test(text)),
        ),
        focus: bareName(table.name),
        message: `${table.name} has ${more.length === 0 ? `policy \`${bareName(policy.name)}\`` : `${more.length + 1} policies`}, but row security is off: nothing enforces ${more.length === 0 ? 'it' : 'them'}`,
        hint: { code: `ALTER TABLE ${table.name} ENABLE ROW LEVEL SECURITY;` },
      };
    }
    yield* unforced(subject);
  },
};

/** Row security that held for the owner as well, and does so no more. */
function* unforced(subject: Subject): Iterable<Verdict> {
  for (const table of ownTables(subject)) {
    const { rowSecurity, forceRowSecurity } = table.definition;
    const acts = actsOn(subject, table.name);
    const act = acts.findLast(({ text }) => unforcing.test(text));
    if (act === undefined || rowSecurity !== true || forceRowSecurity === true) continue;
    if (!acts.some((other) => other.at < act.at && forcing.test(other.text))) continue;
    yield {
      act,
      focus: 'FORCE',
      message: `the policies of ${table.name} hold for its owner no more: code that runs as that role sees every row`,
      hint: [
        'Let it be forced again, or let the application use a role that does not own the table:',
        { code: `ALTER TABLE ${table.name} FORCE ROW LEVEL SECURITY;` },
      ],
    };
  }
}
