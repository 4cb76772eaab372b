import { kindOf, nameOf, type ObjectId, objectId } from '../../model/object-id.ts';
import type { Definition, Fact, Schema } from '../../model/schema.ts';
import { parseGrant } from '../../postgres/grant.ts';
import { splitLast } from '../../postgres/identifier.ts';
import { nameInSql, schemaOf } from '../address.ts';
import { list } from '../definition.ts';
import type { Context, KindRules, Statement, Statements } from '../kind.ts';
import { hazard } from './hazards/hazard.ts';
import { grantWord } from './privileges/grantable.ts';
import { initialPrivileges } from './privileges/initial-privileges.ts';
import { privilegeChanges } from './privileges/privilege-changes.ts';

/** Grants. https://www.postgresql.org/docs/18/ddl-priv.html */
export const aclRules: KindRules = {
  rank: 900,
  create: (fact, context) =>
    aclChanges(
      fact,
      initialPrivileges(fact, context) ?? {},
      withoutTaken(fact, fact.definition, context),
      context,
    ),
  drop: (fact, context) => [
    ...aclChanges(fact, fact.definition, {}, context, context.from),
    ...takenFromColumns(fact, {}, context, context.from),
  ],
  alter: (before, after, context) => {
    const was = underOwner(String(after.definition.owner), before.definition, after.name as ObjectId);
    return [
      ...aclChanges(
        after,
        withoutTaken(after, was, context),
        withoutTaken(after, after.definition, context),
        context,
      ),
      ...takenFromColumns({ ...before, definition: was }, after.definition, context),
    ];
  },
  waitsFor: grantsBefore,
  isDroppedLate: true,
};

/**
 * A grant option on a table also allows grants on its columns: the table's grants come first, and its new owner, whose they are
 * then. A grantor must be let into a new schema first.
 */
function grantsBefore(acl: Fact, context: Context): readonly ObjectId[] {
  const { name, parent } = acl;
  const place = placeOf(acl);
  const isNew = place !== undefined && context.isCreated(place);
  const table = parent === name ? context.to.facts.get(parent)?.parent : parent;
  const room = isNew ? [objectId('acl', place)] : [];
  if (kindOf(name as ObjectId) !== 'column' || table === undefined) return room;
  return [...room, table, objectId('acl', table)];
}

/** The schema that a grantor needs USAGE on; none for grants on a schema itself. */
function placeOf(acl: Fact): ObjectId | undefined {
  return kindOf(acl.name as ObjectId) === 'schema' ? undefined : schemaOf(acl);
}

/** What REVOKE on a table takes away from its columns too: who held which privilege. */
function takenWith(was: Definition, is: Definition): ReadonlySet<string> {
  const kept = list(is, 'granted');
  const gone = list(was, 'granted').filter((entry) => !kept.includes(entry));
  return new Set(gone.map(subject));
}

function subject(entry: string): string {
  const { grantee, privilege } = parseGrant(entry);
  return `${grantee} ${privilege}`;
}

/** The privileges of a column that are not granted for a moment only, until the last ones on its table are taken away. */
function withoutTaken(acl: Fact, definition: Definition, context: Context): Definition {
  const { name, parent: about } = acl;
  if (about === undefined || kindOf(name as ObjectId) !== 'column') return definition;
  const table = kindOf(about) === 'column' ? context.to.facts.get(about)?.parent : about;
  if (table === undefined) return definition;
  const whole = objectId('acl', table);
  const was = context.from.facts.get(whole);
  // What goes with its table is not revoked.
  const isRevoked = context.isDropped(whole) && !context.isCreated(whole) && !context.isDropped(table);
  if (was === undefined || !isRevoked) return definition;
  const taken = takenWith(was.definition, {});
  const wanted = list(acl.definition, 'granted');
  const granted = list(definition, 'granted').filter(
    (entry) => !(taken.has(subject(entry)) && wanted.includes(entry)),
  );
  return { ...definition, granted };
}

/**
 * Grants on columns that are to stay are made again. The last ones on a table are taken away after those on columns have been
 * granted, all others before.
 */
function takenFromColumns(
  { id, name, definition }: Fact,
  is: Definition,
  context: Context,
  owners = context.to,
): Statements {
  const taken = takenWith(definition, is);
  const isLast = !context.to.facts.has(id);
  // Grants on a view's columns are children of the view.
  const below = context.childrenAfter(name as ObjectId);
  return [...below, ...below.flatMap(({ id }) => context.childrenAfter(id))].flatMap((acl) => {
    const before = context.from.facts.get(acl.id);
    const isOfColumn = acl.kind === 'acl' && kindOf(acl.name as ObjectId) === 'column';
    if (!isOfColumn || (!isLast && (before === undefined || context.isCreated(acl.id)))) return [];
    const had = before === undefined ? [] : list(before.definition, 'granted');
    const stays = list(acl.definition, 'granted').filter(
      (entry) => taken.has(subject(entry)) && (isLast || had.includes(entry)),
    );
    return aclChanges(acl, {}, { granted: stays }, context, owners);
  });
}

/**
 * The privileges as ALTER ... OWNER TO leaves them. The new owner takes over what the old one held and granted, and its own
 * grants become part of that. https://www.postgresql.org/docs/18/ddl-priv.html
 */
function underOwner(owner: string, was: Definition, about: ObjectId): Definition {
  if (was.owner === owner) return was;
  const isOf = (role: unknown) => (entry: string) => parseGrant(entry).grantee === role;
  const handedOver = (entry: string) =>
    isOf(was.owner)(entry) ? `${owner}${entry.slice(String(was.owner).length)}` : entry;
  const byOwner = (entry: string) =>
    entry.endsWith(` BY ${owner}`) ? entry.slice(0, -` BY ${owner}`.length) : entry;
  // On columns an owner has only the privileges that were granted.
  if (kindOf(about) === 'column')
    return { ...was, granted: merged(list(was, 'granted').map(byOwner).map(handedOver)) };
  const held = list(was, 'granted').filter(
    (entry) => isOf(owner)(entry) && parseGrant(entry).grantor === undefined,
  );
  // Grant options that the new owner held stay in the list, in place of the plain privilege.
  const options = held.filter((entry) => entry.endsWith('*'));
  const granted = list(was, 'granted')
    .filter((entry) => !held.includes(entry))
    .map(byOwner)
    .map(handedOver)
    .filter((entry) => !held.includes(entry));
  const revoked = list(was, 'revoked')
    .map(handedOver)
    .filter((entry) => !held.includes(entry));
  return {
    ...was,
    granted: merged([...granted, ...options]),
    revoked: [...revoked, ...options.map((entry) => entry.slice(0, -1))],
  };
}

/** What one grantor gives twice is there once, with its grant option. */
function merged(entries: readonly string[]): readonly string[] {
  const granted = new Set(entries);
  return [...granted].filter((entry) => !granted.has(`${entry}*`));
}

/**
 * REVOKEs come first: a grant option is given up by revoking the whole privilege and granting it again. `owners`: the side whose
 * schemas have their owners meanwhile. The last grants are taken away before a schema gets its new one.
 */
function aclChanges(
  fact: Fact,
  was: Definition,
  is: Definition,
  context: Context,
  owners = context.to,
): Statements {
  const about = fact.name as ObjectId;
  const owner = String(fact.definition.owner);
  const othersMayGrant = [...list(was, 'granted'), ...list(is, 'granted')].some(
    (entry) => parseGrant(entry).option,
  );
  const grantors = new Set<string>();
  const loss = hazard('breaks-code', `Roles lose privileges on ${nameOf(about)}.`);
  const changes = privilegeChanges<string | Statement>(was, is, (verb, grant) => {
    const { grantee, option, privileges } = grant;
    // A member of several roles grants as the first of them that has the grant option: the grantor is set where another could be
    // taken.
    const grantor = grant.grantor ?? (othersMayGrant ? owner : undefined);
    const preposition = verb === 'GRANT' ? 'TO' : 'FROM';
    const givenOn = option || grant.grantor !== undefined;
    const suffix = verb === 'GRANT' ? (option ? ' WITH GRANT OPTION' : '') : givenOn ? ' CASCADE' : '';
    const sql = `${verb} ${grantTarget(privileges, about)} ${preposition} ${grantee}${suffix}`;
    const change = { sql, hazards: verb === 'REVOKE' ? [loss] : [] };
    if (grantor === undefined || grantor === 'CURRENT_USER') return [change];
    grantors.add(grantor);
    return [`SET ROLE ${grantor}`, change, 'RESET ROLE'];
  });
  return letIn([...grantors], placeOf(fact), changes, owners, context);
}

/** Grants the grantors USAGE on the schema while they grant, unless they have it before and after. */
function letIn(
  roles: readonly string[],
  schema: ObjectId | undefined,
  changes: Statements,
  owners: Schema,
  { from, to }: Context,
): Statements {
  if (schema === undefined) return changes;
  const sides = from.facts.has(schema) ? [from, to] : [to];
  const strangers = roles.filter(
    (role) => !owns(role, schema, owners) && !sides.every((side) => isLetIn(role, schema, side)),
  );
  if (strangers.length === 0) return changes;
  const usage = `USAGE ON SCHEMA ${nameOf(schema)}`;
  const leaving = strangers.filter((role) => !grantees(to, schema).includes(role));
  return [
    `GRANT ${usage} TO ${strangers.join(', ')}`,
    ...changes,
    ...(leaving.length === 0 ? [] : [`REVOKE ${usage} FROM ${leaving.join(', ')}`]),
  ];
}

/** Whether a role owns a schema and has its owner's USAGE. */
function owns(role: string, schema: ObjectId, side: Schema): boolean {
  return (
    side.facts.get(schema)?.definition.owner === role && !revoked(side, schema).includes(`${role} USAGE`)
  );
}

/** Whether a role or PUBLIC has been granted USAGE on a schema. Membership in another role is not looked at. */
function isLetIn(role: string, schema: ObjectId, side: Schema): boolean {
  const isOpen = schema === 'schema:public' && !revoked(side, schema).includes('PUBLIC USAGE');
  const users = grantees(side, schema);
  return isOpen || users.includes(role) || users.includes('PUBLIC');
}

function revoked(side: Schema, schema: ObjectId): readonly string[] {
  return list(side.facts.get(objectId('acl', schema))?.definition ?? {}, 'revoked');
}

/** Who has been granted USAGE on a schema. */
function grantees(side: Schema, schema: ObjectId): readonly string[] {
  const granted = list(side.facts.get(objectId('acl', schema))?.definition ?? {}, 'granted').map(parseGrant);
  return granted.filter(({ privilege }) => privilege === 'USAGE').map(({ grantee }) => grantee);
}

function grantTarget(privileges: readonly string[], about: ObjectId): string {
  const kind = kindOf(about);
  const name = nameOf(about);
  if (kind === 'column') {
    const [table, column] = splitLast(name);
    return `${privileges.map((privilege) => `${privilege} (${column})`).join(', ')} ON TABLE ${table}`;
  }
  return `${privileges.join(', ')} ON ${grantWord(kind)} ${nameInSql(about).replace('(*)', '()')}`;
}
