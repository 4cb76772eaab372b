import type { Node } from '@pgsql/types';
import type { Act, Rule, Subject, Verdict } from '../../model/rule.ts';
import type { ObjectEvent } from '../../model/trace.ts';
import { list } from '../../model/words.ts';
import { quoteIdentifier, splitLast } from '../../postgres/identifier.ts';
import { byKind } from '../../sql/nodes.ts';
import { functionsCalled } from '../reading/inner-code.ts';
import { statementsOf } from '../reading/trees.ts';

const telling =
  /^(table|view|materialized view|foreign table|table constraint|trigger|policy|function|procedure|type|domain|table column|default value)$/;

/** That of a foreign key, which is about rows, is not meant. */
const cascading = /\bDROP\b[^;]*(?<!\bON\s+(?:DELETE|UPDATE)\s+)\bCASCADE\b/i;

export const dropCascade: Rule = {
  id: 'drop-cascade',
  group: 'observed',
  severity: 'warning',
  summary: 'A DROP with CASCADE, or DROP OWNED, takes along what its text does not name.',
  descendsFrom: [],
  *judge(subject) {
    for (const act of subject.acts) {
      if (act.at === 0 || !/^(DROP(?! OWNED)|ALTER|DO|CALL|SELECT)\b/.test(act.head)) continue;
      const events = act.seen?.events ?? [];
      if (!events.some(({ action, implied }) => action === 'drop' && implied === true)) continue;
      const texts = [act.text, ...functionsCalled(subject, act)];
      if (!texts.some((text) => cascading.test(text))) continue;
      const named = events.filter(({ action, implied }) => action === 'drop' && implied !== true);
      const tables = events.filter(({ action, type }) => action === 'drop' && type === 'table');
      const along = events.filter(
        ({ action, implied, type, identity }) =>
          action === 'drop' &&
          implied === true &&
          telling.test(type) &&
          !identity.startsWith('"RI_ConstraintTrigger_') &&
          // What belongs to an object that is named goes with it in any case.
          ![...named, ...tables].some((one) => one.identity !== identity && belongs(one, type, identity)),
      );
      if (along.length === 0) continue;
      const shown = along.slice(0, 10).map(({ type, identity }) => `${type} ${identity}`);
      yield {
        act,
        focus: 'CASCADE',
        message: `CASCADE takes ${along.length === 1 ? 'one more object' : `${along.length} more objects`} along: ${shown.join(', ')}${along.length > 10 ? ' …' : ''}`,
        hint: 'Drop them by name, without CASCADE, so that whoever reads the migration knows what goes.',
      };
    }
    yield* ownedDrops(subject);
  },
};

/** What a role owns on a real server no rehearsal knows. */
function* ownedDrops(subject: Subject): Iterable<Verdict> {
  for (const { act, node } of statementsOf(subject, 'DropOwnedStmt', /^DROP OWNED\b/)) {
    // After REASSIGN OWNED only privileges are left to drop: so PostgreSQL's manual retires a role.
    const given = new Set(rolesGivenUp(subject, act));
    const roles = rolesOf(node.roles).filter((role) => !given.has(role));
    const [first] = roles;
    if (act.at === 0 || first === undefined) continue;
    yield {
      act,
      focus: first,
      message: `everything that ${list(roles)} own${roles.length === 1 ? 's' : ''} in this database is dropped, and all rights on other objects are revoked`,
      notes: ['A rehearsal has only what the migrations made: on a real server it may be more.'],
      hint: [
        'Where it is to be kept, give it to another role first:',
        { code: `REASSIGN OWNED BY ${roles.join(', ')} TO …;` },
      ],
    };
  }
}

/** The roles whose objects an earlier statement of the migration has given to another. */
function* rolesGivenUp(subject: Subject, { at, index }: Act): Iterable<string> {
  for (const { act, node } of statementsOf(subject, 'ReassignOwnedStmt', /^REASSIGN OWNED\b/))
    if (act.at === at && act.index < index) yield* rolesOf(node.roles);
}

function rolesOf(roles: readonly Node[] | undefined): readonly string[] {
  return (roles ?? []).flatMap((item) => {
    const { roletype, rolename } = byKind(item).RoleSpec ?? {};
    if (roletype === 'ROLESPEC_CSTRING') return rolename === undefined ? [] : quoteIdentifier(rolename);
    return roletype?.replace('ROLESPEC_', '') ?? [];
  });
}

/**
 * Whether a drop is expected because its object belongs to the named schema or extension, or to the named column, as the
 * constraints of its table that are about it do; tables with rows are judged all the same.
 */
function belongs(named: ObjectEvent, type: string, identity: string): boolean {
  if (named.type === 'extension') return !/^(table|table column|view|materialized view|policy)$/.test(type);
  if (named.type === 'schema')
    return !/^(table|foreign table)$/.test(type) && identity.startsWith(`${named.identity}.`);
  if (named.type === 'table column' && type === 'table constraint')
    return identity.endsWith(` on ${splitLast(named.identity)[0]}`);
  return identity.endsWith(` on ${named.identity}`) || identity.startsWith(`${named.identity}.`);
}
