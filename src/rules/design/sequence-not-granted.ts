import { objectId } from '../../model/object-id.ts';
import type { Act, Rule, Subject } from '../../model/rule.ts';
import type { Fact } from '../../model/schema.ts';
import { list } from '../../model/words.ts';
import { bareName, identifiersIn, quoteIdentifier } from '../../postgres/identifier.ts';
import { byKind } from '../../sql/nodes.ts';
import { childrenOf, factOf, isAssumed, laterOf, ownTables, textOf } from '../reading/facts.ts';
import { placeOfColumn } from '../reading/places.ts';
import { granteesOf, rolesNamed } from '../reading/rights.ts';
import { statementsOf } from '../reading/trees.ts';

export const sequenceNotGranted: Rule = {
  id: 'sequence-not-granted',
  group: 'design',
  severity: 'warning',
  summary:
    'A role may insert into a table, and may not use the sequence that counts for a column of it: inserts that leave the column out fail with permission denied.',
  descendsFrom: [],
  *judge(subject) {
    for (const table of ownTables(subject)) {
      const writers = granteesOf(subject, table, ['INSERT']);
      if (writers.length === 0 || isAssumed(subject, table.name)) continue;
      for (const column of childrenOf(subject, table.id, 'column')) {
        const sequence = sequenceOf(subject, column);
        if (sequence === undefined) continue;
        const users = granteesOf(subject, sequence, ['USAGE', 'UPDATE']);
        const refused = writers.filter((role) => !mayUse(subject, role, sequence, users));
        if (refused.length === 0) continue;
        const roles = list(refused);
        yield {
          act: laterOf(grantOf(subject, table, refused), placeOfColumn(subject, column)),
          focus: [bareName(refused[0] ?? ''), bareName(table.name)],
          message: `${roles} may insert into ${table.name}, and may not use ${sequence.name}, which counts for its \`${bareName(column.name)}\``,
          hint: [
            { code: `GRANT USAGE ON SEQUENCE ${sequence.name} TO ${refused.join(', ')};` },
            'An identity column needs no such grant.',
          ],
        };
      }
    }
  },
};

/** The sequence that the default of a column asks for its next value; an identity asks for it with the rights of its table. */
function sequenceOf(subject: Subject, column: Fact): Fact | undefined {
  const counting = childrenOf(subject, column.id, 'default').find((one) =>
    textOf(one, 'expression').startsWith('nextval('),
  );
  const id = counting?.dependsOn.find((one) => one.startsWith('sequence:'));
  return id === undefined ? undefined : factOf(subject, id);
}

/** Whether the role may use the sequence itself, as its owner, as everybody, or through a role that it is in. */
function mayUse(subject: Subject, role: string, sequence: Fact, users: readonly string[]): boolean {
  const owner = factOf(subject, objectId('acl', sequence.id))?.definition.owner ?? sequence.definition.owner;
  const own = new Set([role]);
  for (const one of own) for (const group of groupsOf(subject, one)) own.add(group);
  return [...own].some((one) => one === owner || users.includes(one)) || users.includes('PUBLIC');
}

/** The roles that a role was put into, as SQL writes them. */
function* groupsOf(subject: Subject, member: string): Iterable<string> {
  for (const { node } of statementsOf(subject, 'GrantRoleStmt', /^GRANT\b/)) {
    if (!rolesNamed(node.grantee_roles).map(quoteIdentifier).includes(member)) continue;
    for (const item of node.granted_roles ?? [])
      yield quoteIdentifier(byKind(item).AccessPriv?.priv_name ?? '');
  }
  for (const { node } of statementsOf(subject, 'CreateRoleStmt', /^CREATE (ROLE|USER|GROUP)\b/)) {
    if (quoteIdentifier(node.role ?? '') !== member) continue;
    const into = (node.options ?? []).map((item) => byKind(item).DefElem).filter(isMembership);
    for (const item of into.flatMap((option) => byKind(option?.arg).List?.items ?? []))
      yield quoteIdentifier(byKind(item).RoleSpec?.rolename ?? '');
  }
}

function isMembership(option: { readonly defname?: string } | undefined): boolean {
  return option?.defname === 'addroleto';
}

/** The last grant to one of the roles on the table, or on all tables. */
function grantOf({ acts }: Subject, table: Fact, roles: readonly string[]): Act | undefined {
  return acts.findLast(({ head, text }) => {
    if (!head.startsWith('GRANT')) return false;
    const named = identifiersIn(text);
    const isOfTable = named.has(bareName(table.name)) || /\bALL\s+TABLES\s+IN\b/i.test(text);
    return isOfTable && roles.some((role) => role === 'PUBLIC' || named.has(bareName(role)));
  });
}
