import { type Act, compareActs, type Rule, type Subject } from '../../model/rule.ts';
import { parseGrant } from '../../postgres/grant.ts';
import { quoteIdentifier } from '../../postgres/identifier.ts';
import { byKind, type NodeOf } from '../../sql/nodes.ts';
import { isSame, type Named, namedBy, namedByIdentity, shown } from '../../sql/relations.ts';
import { factsOf } from '../reading/facts.ts';
import { rolesNamed } from '../reading/rights.ts';
import { isExisting, wasSeen } from '../reading/tables.ts';
import { statementsOf } from '../reading/trees.ts';

export const revokedRights: Rule = {
  id: 'revoked-rights',
  group: 'data',
  severity: 'info',
  summary:
    'A role loses what an earlier migration granted to it on a table: code that runs as that role fails with permission denied.',
  descendsFrom: [],
  *judge(subject) {
    if (subject.schema === undefined) return;
    const grants = [...statementsOf(subject, 'GrantStmt', /^GRANT\b/)];
    for (const { act, node } of statementsOf(subject, 'GrantStmt', /^REVOKE\b/)) {
      if (!act.ran || node.is_grant === true || node.grant_option === true) continue;
      for (const table of tablesOf(node).filter((one) => isExisting(act, one))) {
        const lost = rolesNamed(node.grantees).filter(
          (role) =>
            !rightsLeft(subject, table, role) &&
            grants.some((one) => one.act.at < act.at && gives(one, table, role)),
        );
        if (lost.length === 0 || isDropped(subject, act, table)) continue;
        const roles = lost.map(quoteIdentifier).join(' and ');
        yield {
          act,
          focus: lost[0],
          message: `${roles} may no longer use ${shown(table)}, which an earlier migration allowed`,
          hint: 'Look for code that runs as this role first: what it does with the table fails from then on.',
        };
      }
    }
  },
};

function tablesOf({ objtype, objects }: NodeOf<'GrantStmt'>): readonly Named[] {
  if (objtype !== 'OBJECT_TABLE') return [];
  return (objects ?? []).flatMap((item) => {
    const relation = byKind(item).RangeVar;
    return relation === undefined ? [] : [namedBy(relation)];
  });
}

function gives(
  { node }: { readonly act: Act; readonly node: NodeOf<'GrantStmt'> },
  table: Named,
  role: string,
): boolean {
  return (
    node.is_grant === true &&
    rolesNamed(node.grantees).includes(role) &&
    tablesOf(node).some((one) => isSame(one, table))
  );
}

/** Whether the role may still do something with the table when all migrations have run. */
function rightsLeft(subject: Subject, table: Named, role: string): boolean {
  return factsOf(subject, 'acl').some(({ parent = '', definition }) => {
    if (!parent.startsWith('table:')) return false;
    const granted = (definition.granted as readonly string[] | undefined) ?? [];
    return (
      isSame(namedByIdentity(parent.slice('table:'.length)), table) &&
      granted.some((grant) => parseGrant(grant).grantee === quoteIdentifier(role))
    );
  });
}

const tables: ReadonlySet<string> = new Set(['table']);

/** Whether the table goes as well, then or later. */
function isDropped({ acts }: Subject, act: Act, table: Named): boolean {
  return acts.some((other) => compareActs(other, act) > 0 && wasSeen(other, 'drop', tables, table));
}
