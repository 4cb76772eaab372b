import type { Node } from '@pgsql/types';
import { type Act, compareActs, type Rule, type Subject } from '../../model/rule.ts';
import { quoteIdentifier } from '../../postgres/identifier.ts';
import { byKind, optionWord } from '../../sql/nodes.ts';
import { treesWithin } from '../reading/inner-code.ts';
import { isTrusted, rolesNamed } from '../reading/rights.ts';

/** https://www.postgresql.org/docs/18/predefined-roles.html */
export const unlimitedRole: Rule = {
  id: 'unlimited-role',
  group: 'design',
  severity: 'warning',
  summary:
    "A role becomes SUPERUSER or BYPASSRLS, or gets all data or the server's files through a predefined role: whatever is granted, revoked or said by a policy, it passes by.",
  descendsFrom: [],
  *judge(subject) {
    const changes = subject.acts.flatMap((act) => [...changesIn(act)]);
    for (const [i, { act, role, power, isGiven }] of changes.entries()) {
      const reach = powers.get(power);
      if (!isGiven || reach === undefined || isTrusted(role)) continue;
      const isTaken = changes
        .slice(i + 1)
        .some((later) => later.role === role && later.power === power && !later.isGiven);
      if (isTaken || isDropped(subject, act, role)) continue;
      yield {
        act,
        focus: [power, power.toUpperCase()],
        // What is granted to be read, as for reports, is often meant so.
        ...(power === 'pg_read_all_data' ? { severity: 'info' as const } : {}),
        message: `${role} ${reach}`,
        hint: 'Grant what it needs, on the tables that it needs; where all of it is needed, say why in a comment.',
      };
    }
  },
};

/** What a role may do by an attribute or a predefined role. */
const powers: ReadonlyMap<string, string> = new Map([
  ['superuser', 'may do everything on the whole server: nothing is checked for it any more'],
  ['bypassrls', 'passes by the row security of every table of the server'],
  ['pg_read_all_data', 'may read every table of every schema, also those that are made later'],
  ['pg_write_all_data', 'may change every table of every schema, also those that are made later'],
  ['pg_read_server_files', 'may read every file that the server itself may read'],
  ['pg_write_server_files', 'may write every file that the server itself may write, and so take it over'],
  ['pg_execute_server_program', 'may run programs as the server itself, and so take it over'],
]);

/** A power that a statement gives to a role or takes from it. */
interface PowerChange {
  readonly act: Act;
  /** As SQL writes it. */
  readonly role: string;
  readonly power: string;
  readonly isGiven: boolean;
}

const heads = /^((CREATE|ALTER) (ROLE|USER|GROUP)|GRANT|REVOKE)\b/;

function* changesIn(act: Act): Iterable<PowerChange> {
  for (const tree of treesWithin(act, heads, /^(CREATE|ALTER|GRANT|REVOKE)$/i)) {
    const { CreateRoleStmt, AlterRoleStmt, GrantRoleStmt } = byKind(tree);
    const role = quoteIdentifier(CreateRoleStmt?.role ?? AlterRoleStmt?.role?.rolename ?? '');
    for (const option of (CreateRoleStmt ?? AlterRoleStmt)?.options ?? []) {
      const { defname = '', arg } = byKind(option).DefElem ?? {};
      yield { act, role, power: defname, isGiven: optionWord(arg) === 'true' };
    }
    for (const granted of GrantRoleStmt?.granted_roles ?? []) {
      const power = byKind(granted).AccessPriv?.priv_name ?? '';
      for (const member of rolesOf(GrantRoleStmt?.grantee_roles))
        yield { act, role: member, power, isGiven: GrantRoleStmt?.is_grant === true };
    }
  }
}

function rolesOf(roles: readonly Node[] | undefined): readonly string[] {
  return rolesNamed(roles).map(quoteIdentifier);
}

function isDropped({ acts }: Subject, act: Act, role: string): boolean {
  return acts.some(
    (other) =>
      compareActs(other, act) > 0 &&
      /^DROP (ROLE|USER|GROUP)\b/.test(other.head) &&
      other.trees.some((tree) => rolesOf(byKind(tree).DropRoleStmt?.roles).includes(role)),
  );
}
