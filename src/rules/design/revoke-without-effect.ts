import { objectId } from '../../model/object-id.ts';
import { once } from '../../model/once.ts';
import { type Act, compareActs, type Rule, type Subject, type Verdict } from '../../model/rule.ts';
import type { Fact } from '../../model/schema.ts';
import { few, list } from '../../model/words.ts';
import { parseGrant } from '../../postgres/grant.ts';
import { bareName, quoteIdentifier, withoutSignature } from '../../postgres/identifier.ts';
import { byKind, type NodeOf } from '../../sql/nodes.ts';
import {
  actsOn,
  factOf,
  factsOf,
  isAssumed,
  isOwn,
  placeOf,
  routineIdentity,
  textOf,
} from '../reading/facts.ts';
import {
  type GrantChange,
  grantChanges,
  isAbout,
  namesPublic,
  rightsOf,
  rolesNamed,
} from '../reading/rights.ts';

type GrantNode = NodeOf<'GrantStmt'>;

/** https://www.postgresql.org/docs/18/sql-revoke.html */
export const revokeWithoutEffect: Rule = {
  id: 'revoke-without-effect',
  group: 'design',
  severity: 'warning',
  summary:
    'A REVOKE takes nothing away: the role may run the function through PUBLIC, as every role may unless that is revoked, or it holds the privilege on the whole table, out of which no column can be taken; or the function is dropped and made anew later, and then PUBLIC may run it again.',
  descendsFrom: [],
  *judge(subject) {
    for (const { act, node } of revokesIn(subject)) {
      const roles = rolesNamed(node.grantees);
      if (roles.length === 0) continue;
      if (isOfRoutines(node)) yield* heldByAll(subject, act, node, roles);
      if (node.objtype === 'OBJECT_TABLE') yield* heldOnTables(subject, act, node, roles);
    }
    yield* openedAnew(subject);
  },
};

/** The REVOKEs that ran and take a privilege. */
function revokesIn(subject: Subject): readonly GrantChange[] {
  return grantChanges(subject).filter(({ node }) => node.is_grant !== true);
}

/** Functions that are revoked from roles while everybody may run them, before and after. */
function* heldByAll(
  subject: Subject,
  act: Act,
  node: GrantNode,
  roles: readonly string[],
): Iterable<Verdict> {
  if (namesPublic(node.grantees)) return;
  const routines = routinesOf(subject, act, node);
  if (routines.length === 0 || !routines.every((routine) => isOpen(subject, routine))) return;
  const names = few(
    routines.map(({ name }) => name),
    3,
  );
  yield {
    act,
    focus: roles,
    message: `this takes nothing away: ${list(roles.map(quoteIdentifier))} may still run ${names}, since PUBLIC may, which is every role`,
    hint: [
      {
        code: routines.map(({ kind, name }) => `REVOKE EXECUTE ON ${kind} ${name} FROM PUBLIC;`).join('\n'),
      },
      'and grant EXECUTE to the roles that need it.',
    ],
  };
}

/** The functions that a statement names, as long as they are the ones that were there when it ran. */
function routinesOf(subject: Subject, act: Act, node: GrantNode): readonly Fact[] {
  return (['function', 'procedure'] as const)
    .flatMap((kind) => factsOf(subject, kind))
    .filter((routine) => {
      const identity = routineIdentity(routine.name);
      const made = placeOf(subject, identity);
      if (!isOwn(subject, identity) || isAssumed(subject, identity) || made === undefined) return false;
      // Nobody can call those of triggers.
      return (
        !/trigger$/.test(textOf(routine, 'result')) &&
        compareActs(made, act) < 0 &&
        isAbout(node, routine.name)
      );
    });
}

/** Whether everybody may run a function when all migrations have run, and no statement ever said otherwise. */
function isOpen(subject: Subject, routine: Fact): boolean {
  if (isClosed(subject, routine)) return false;
  return !revokesIn(subject).some(({ node }) => namesPublic(node.grantees) && isAbout(node, routine.name));
}

/** Functions that are dropped and made again after PUBLIC lost its right to run them. */
function* openedAnew(subject: Subject): Iterable<Verdict> {
  const revokes = revokesIn(subject).filter(({ node }) => isOfRoutines(node) && namesPublic(node.grantees));
  if (revokes.length === 0) return;
  const routines = (['function', 'procedure'] as const).flatMap((kind) => factsOf(subject, kind));
  for (const routine of routines.filter((one) => !isClosed(subject, one))) {
    const anew = madeAnew(subject, routine);
    const lost = revokes.findLast(
      ({ act, node }) => anew !== undefined && compareActs(act, anew) < 0 && isAbout(node, routine.name),
    );
    if (anew === undefined || lost === undefined) continue;
    yield {
      act: anew,
      focus: bareName(withoutSignature(routine.name)),
      message: `${routine.name} is made anew, and PUBLIC, which is every role, may run it again: what ${lost.act.migration.name} revoked went with the old one`,
      hint: { code: `REVOKE EXECUTE ON ${routine.kind.toUpperCase()} ${routine.name} FROM PUBLIC;` },
    };
  }
}

/** The last statement that made a function after another had dropped the one before it; undefined where none did. */
function madeAnew(subject: Subject, { name }: Fact): Act | undefined {
  const identity = routineIdentity(name);
  const dropped = lastDrops(subject).get(identity);
  const made = actsOn(subject, identity).at(0);
  const isAnew = dropped !== undefined && made !== undefined && compareActs(dropped, made) < 0;
  return isAnew ? made : undefined;
}

/** Identity of a routine -> the last statement that dropped one of that name. Events name the schema of built-in types too. */
const lastDrops = once((subject: Subject): ReadonlyMap<string, Act> => {
  const drops = new Map<string, Act>();
  for (const act of subject.acts)
    for (const { action, type, identity } of act.seen?.events ?? [])
      if (action === 'drop' && /^(function|procedure)$/.test(type))
        drops.set(identity.replaceAll('pg_catalog.', ''), act);
  return drops;
});

/** Whether PUBLIC may not run a function when all migrations have run. */
function isClosed(subject: Subject, routine: Fact): boolean {
  const revoked = factOf(subject, objectId('acl', routine.id))?.definition.revoked;
  const lost = ((revoked as readonly string[] | undefined) ?? []).map(parseGrant);
  return lost.some(({ grantee }) => grantee === 'PUBLIC');
}

/** Columns that are revoked from roles which hold the privilege on the whole table, before and after. */
function* heldOnTables(
  subject: Subject,
  act: Act,
  node: GrantNode,
  roles: readonly string[],
): Iterable<Verdict> {
  const privileges = (node.privileges ?? []).flatMap((item) => byKind(item).AccessPriv ?? []);
  if (privileges.length === 0 || privileges.some(({ cols }) => (cols ?? []).length === 0)) return;
  for (const table of factsOf(subject, 'table').filter((one) => isAbout(node, one.name))) {
    const made = placeOf(subject, table.name);
    if (made === undefined || compareActs(made, act) >= 0 || isAssumed(subject, table.name)) continue;
    const rights = privileges.map(({ priv_name }) => (priv_name ?? '').toUpperCase());
    const held = roles.filter((role) => {
      const left = rightsOf(subject, table, role);
      return rights.every((right) => left.has(right)) && !isGrantedLater(subject, act, table, role);
    });
    if (held.length === 0) continue;
    const who = list(held.map(quoteIdentifier));
    const what = rights.join(', ');
    yield {
      act,
      focus: held,
      message: `this takes nothing away: ${who} ${held.length === 1 ? 'holds' : 'hold'} ${what} on all of ${table.name}, and a column cannot be taken out of that`,
      hint: [
        'Take the whole of it, and grant the other columns:',
        {
          code: `REVOKE ${what} ON ${table.name} FROM ${who.replace(' and ', ', ')};\nGRANT ${rights.map((right) => `${right} (…)`).join(', ')} ON ${table.name} TO ${who.replace(' and ', ', ')};`,
        },
      ],
    };
  }
}

/** Whether the role may have got the privilege after the statement, which then took something away. */
function isGrantedLater(subject: Subject, act: Act, table: Fact, role: string): boolean {
  return grantChanges(subject).some(
    (one) =>
      one.node.is_grant === true &&
      compareActs(one.act, act) > 0 &&
      rolesNamed(one.node.grantees).includes(role) &&
      isAbout(one.node, table.name),
  );
}

function isOfRoutines({ objtype }: GrantNode): boolean {
  return /^OBJECT_(FUNCTION|PROCEDURE|ROUTINE)$/.test(objtype ?? '');
}
