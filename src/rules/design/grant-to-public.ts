import { objectId } from '../../model/object-id.ts';
import { once } from '../../model/once.ts';
import type { Act, Rule, Subject, Verdict } from '../../model/rule.ts';
import { type Grant, parseGrant } from '../../postgres/grant.ts';
import { bareName, identifiersIn, quoteIdentifier } from '../../postgres/identifier.ts';
import { byKind, type NodeOf, stringOf } from '../../sql/nodes.ts';
import { factOf, factsOf, isOwn, placeOf } from '../reading/facts.ts';
import { namesPublic } from '../reading/rights.ts';
import { statementsOf } from '../reading/trees.ts';

export const grantToPublic: Rule = {
  id: 'grant-to-public',
  group: 'design',
  severity: 'info',
  summary:
    'A table, all future ones, or CREATE on a schema is granted to PUBLIC: to every role that the server will ever have.',
  descendsFrom: [],
  *judge(subject) {
    for (const acl of factsOf(subject, 'acl')) {
      const of = acl.parent ?? '';
      if (!of.startsWith('table:')) continue;
      const granted = (acl.definition.granted as readonly string[] | undefined) ?? [];
      const toPublic = granted.map(parseGrant).filter(({ grantee }) => grantee === 'PUBLIC');
      const rights = [...new Set(toPublic.map(({ privilege }) => privilege))];
      const table = of.slice('table:'.length);
      if (rights.length === 0 || !isOwn(subject, table)) continue;
      yield {
        act: lastGrants(subject).get(bareName(table)) ?? placeOf(subject, table),
        focus: 'PUBLIC',
        message: `PUBLIC, which is every role there will ever be, may ${rights.join(', ')} on ${table}`,
        hint: [{ code: `REVOKE ALL ON ${table} FROM PUBLIC;` }, 'and grant to the roles that need it.'],
      };
    }
    yield* schemasOpen(subject);
    yield* futureTables(subject);
  },
};

/** The last GRANT in which each name stands. */
const lastGrants = once(
  ({ acts }: Subject): ReadonlyMap<string, Act> =>
    new Map(
      acts
        .filter(({ head }) => head.startsWith('GRANT'))
        .flatMap((act) => [...identifiersIn(act.text)].map((name) => [name, act] as const)),
    ),
);

/** Schemas in which the history lets every role create things, as functions that others then call in the place of their own. */
function* schemasOpen(subject: Subject): Iterable<Verdict> {
  for (const { act, node } of statementsOf(subject, 'GrantStmt', /^GRANT\b/)) {
    if (node.objtype !== 'OBJECT_SCHEMA' || !isToPublic(node) || !act.ran) continue;
    if (!grants(node, /^create$/i)) continue;
    for (const schema of (node.objects ?? []).flatMap((item) => stringOf(item) ?? [])) {
      const name = quoteIdentifier(schema);
      const acl = factOf(subject, objectId('acl', objectId('schema', name)));
      const granted = (acl?.definition.granted as readonly string[] | undefined) ?? [];
      const stays = granted.map(parseGrant).some(isCreateForAll);
      if (subject.schema !== undefined && !stays) continue;
      yield {
        act,
        focus: 'PUBLIC',
        message: `PUBLIC, which is every role there will ever be, may create tables and functions in schema ${name}`,
        hint: [
          { code: `REVOKE CREATE ON SCHEMA ${name} FROM PUBLIC;` },
          'and grant to the roles that need it: what others create there may be taken for what is meant.',
        ],
      };
    }
  }
}

function isCreateForAll({ grantee, privilege }: Grant): boolean {
  return grantee === 'PUBLIC' && privilege === 'CREATE';
}

/** Default privileges that give PUBLIC rights on every table to come. */
function* futureTables(subject: Subject): Iterable<Verdict> {
  const heads = /^ALTER DEFAULT PRIVILEGES\b/;
  for (const { act, node } of statementsOf(subject, 'AlterDefaultPrivilegesStmt', heads)) {
    const { action } = node;
    if (action?.is_grant !== true || action.objtype !== 'OBJECT_TABLE' || !isToPublic(action)) continue;
    const rights = (action.privileges ?? []).flatMap((item) => byKind(item).AccessPriv?.priv_name ?? []);
    yield {
      act,
      focus: 'PUBLIC',
      message: `PUBLIC, which is every role there will ever be, is to get ${rights.length === 0 ? 'ALL' : rights.map((right) => right.toUpperCase()).join(', ')} on every table made from here on`,
      hint: 'Grant to the roles that need it, on the tables that they need.',
    };
  }
}

/** Whether it gives PUBLIC something. */
function isToPublic({ is_grant, grantees }: NodeOf<'GrantStmt'>): boolean {
  return is_grant === true && namesPublic(grantees);
}

/** Whether it is for such a privilege, or for ALL. */
function grants({ privileges = [] }: NodeOf<'GrantStmt'>, wanted: RegExp): boolean {
  return (
    privileges.length === 0 || privileges.some((one) => wanted.test(byKind(one).AccessPriv?.priv_name ?? ''))
  );
}
