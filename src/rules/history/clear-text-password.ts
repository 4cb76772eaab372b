import type { Act, Rule } from '../../model/rule.ts';
import { byKind } from '../../sql/nodes.ts';
import { treesWithin } from '../reading/inner-code.ts';

export const clearTextPassword: Rule = {
  id: 'clear-text-password',
  group: 'history',
  severity: 'warning',
  summary:
    'A migration holds a password in clear text: whoever may read the project or the log of the server knows it.',
  descendsFrom: [],
  *judge(subject) {
    for (const act of subject.acts) {
      const owner = treesOf(act)
        .map(ownerOfPassword)
        .find((one) => one !== undefined);
      if (owner === undefined) continue;
      yield {
        act,
        focus: ['PASSWORD', 'password'],
        message: `the password of ${owner} stands here in clear text: all who may read the project or the server's log know it`,
        hint: 'Set it where secrets are kept, outside of the migrations (in psql with \\password), and change this one where it is in use.',
      };
    }
  },
};

const heads = /^(CREATE|ALTER) (ROLE|USER|GROUP|SUBSCRIPTION|SERVER)\b/;

/** What may hold a password, also where a block writes it out. */
function treesOf(act: Act): readonly object[] {
  return treesWithin(act, heads, /^(CREATE|ALTER)$/i);
}

/** Whose password a statement sets to a text that can be read, in words. */
function ownerOfPassword(tree: object): string | undefined {
  const nodes = byKind(tree);
  const role = nodes.CreateRoleStmt?.role ?? nodes.AlterRoleStmt?.role?.rolename;
  const mapping = nodes.CreateUserMappingStmt ?? nodes.AlterUserMappingStmt;
  const subscription = nodes.CreateSubscriptionStmt ?? nodes.AlterSubscriptionStmt;
  const server = nodes.CreateForeignServerStmt ?? nodes.AlterForeignServerStmt;
  const options = (nodes.CreateRoleStmt ?? nodes.AlterRoleStmt ?? mapping ?? server)?.options ?? [];
  const password = options
    .map((node) => byKind(node).DefElem)
    .find((option) => option?.defname?.toLowerCase() === 'password');
  const said =
    byKind(password?.arg).String?.sval ??
    /\bpassword\s*=\s*('[^']*'|[^\s']+)/i.exec(subscription?.conninfo ?? '')?.[1]?.replaceAll("'", '') ??
    /^postgres(?:ql)?:\/\/[^:/@]*:([^@/]+)@/i.exec(subscription?.conninfo ?? '')?.[1];
  if (said === undefined || !isReadable(said)) return undefined;
  if (role !== undefined) return `role \`${role}\``;
  if (mapping !== undefined) return `the user mapping for server \`${mapping.servername}\``;
  return subscription === undefined
    ? `server \`${server?.servername}\``
    : `subscription \`${subscription.subname}\``;
}

/** Neither hashed, as PostgreSQL takes it too, nor a place that something else fills, as in `${password}` and `{{password}}`. */
function isReadable(said: string): boolean {
  return !/^(SCRAM-SHA-256\$|md5[0-9a-f]{32}$)|^\s*$|^(\$?\{.*\}|\$\w+|:\w+|:'\w+'|%.*%|%s|<.*>)$/.test(said);
}
