import type { RunResult, Session } from '../db/session.ts';
import { type Database, ownerRole } from '../engine/engine.ts';
import { quoteIdentifier } from '../postgres/identifier.ts';
import { type CalledFunction, readReserved } from '../sql/reserved.ts';
import { misuseOfCSql } from './misuse-of-c.ts';

/**
 * Runs a statement with a superuser's rights in the owner's own session, so that the owner owns what it makes. Undefined, and
 * nothing done, where the statement could do more than make an object (see `readReserved`), or where the owner's transaction
 * itself changed a role that would get the rights.
 */
export async function runOnBehalf(
  database: Database,
  session: Session,
  sql: string,
  inTransaction: boolean,
): Promise<RunResult | undefined> {
  const reserved = await readReserved(sql);
  if (reserved === undefined) return undefined;
  await using admin = await database.connect('superuser');
  if (reserved.internal !== undefined && !(await isOpenToAll(admin, reserved.internal))) return undefined;
  if (reserved.newOwner !== undefined && !(await isOrdinary(admin, reserved.newOwner))) return undefined;
  if (reserved.renamed !== undefined && !(await makesRanges(admin, reserved.renamed))) return undefined;
  for (const called of reserved.calls ?? []) if (!(await isOfExtension(session, called))) return undefined;
  const raised = await raise(admin, [ownerRole, reserved.newOwner ?? ownerRole]);
  if (raised === undefined) return undefined;
  if (inTransaction) await session.run(`${noticeRights}; SAVEPOINT strata_on_behalf`);
  try {
    // An event trigger would run a function of the user's as superuser.
    const silenced = await session.run('SET event_triggers = off');
    if (silenced.error !== undefined) return undefined;
    return reserved.setsTypes ? await runSoundly(session, sql, inTransaction) : await session.run(sql);
  } finally {
    await lower(admin, raised);
    await giveRightsBack(session, inTransaction);
  }
}

/**
 * Whether the platform lets the owner run a statement that PostgreSQL reserves to superusers: on Supabase the members of one
 * role make event triggers, wrappers and publications. https://github.com/supabase/supautils
 *
 * Extensions are moved by their owner everywhere: what they have made belongs to the superuser, but the platforms that let an owner
 * create any extension, as is done here, let it move them too.
 */
export async function isGranted(database: Database, sql: string): Promise<boolean> {
  // It takes a second session to help the first one.
  if (database.address === undefined) return false;
  const reserved = await readReserved(sql);
  if (reserved?.movesExtension) return true;
  if (reserved === undefined || !privileged.has(reserved.kind)) return false;
  await using admin = await database.connect('superuser');
  const [row] = await admin.query(
    `SELECT FROM pg_catalog.pg_auth_members m JOIN pg_catalog.pg_roles r ON r.oid = m.roleid
      WHERE r.rolname = 'supabase_privileged_role' AND m.member = $1::pg_catalog.regrole`,
    [ownerRole],
  );
  return row !== undefined;
}

const privileged = new Set([
  'CreateEventTrigStmt',
  'AlterEventTrigStmt',
  'CreateFdwStmt',
  'AlterFdwStmt',
  'CreatePublicationStmt',
  'AlterPublicationStmt',
]);

/** Makes the session notice that its role is no superuser any more, also inside a transaction. */
async function giveRightsBack(session: Session, inTransaction: boolean): Promise<void> {
  const reset = await session.run('RESET event_triggers');
  if (!inTransaction) return;
  if (reset.error !== undefined) await session.run('ROLLBACK TO SAVEPOINT strata_on_behalf');
  await session.run(`${noticeRights}; RELEASE SAVEPOINT strata_on_behalf`);
}

/**
 * Runs a statement and keeps its effect only if it makes no built-in function misread memory (`misuseOfCSql`); else undefined.
 */
async function runSoundly(
  session: Session,
  sql: string,
  inTransaction: boolean,
): Promise<RunResult | undefined> {
  if (!inTransaction) await session.run('BEGIN');
  const result = await session.run(sql);
  const isSound = result.error === undefined && (await isWithoutMisuse(session));
  if (!inTransaction) await session.run(isSound ? 'COMMIT' : 'ROLLBACK');
  return isSound || result.error !== undefined ? result : undefined;
}

/** The check runs with an empty search path, so that objects of the user cannot hide built-in ones. */
async function isWithoutMisuse(session: Session): Promise<boolean> {
  const [path] = await session.query<{ search_path: string }>('SHOW search_path');
  await session.query(`SELECT pg_catalog.set_config('search_path', '', false)`);
  const misuses = await session.query(misuseOfCSql);
  await session.query(`SELECT pg_catalog.set_config('search_path', $1, false)`, [path?.search_path ?? '']);
  return misuses.length === 0;
}

/** Whether a role may get the object. Functions and views of a superuser, or of a built-in role, would act with its rights. */
async function isOrdinary(admin: Session, role: string): Promise<boolean> {
  const [row] = await admin.query(
    'SELECT FROM pg_catalog.pg_roles WHERE rolname = $1 AND NOT rolsuper AND oid >= 16384',
    [role],
  );
  return row !== undefined || role === ownerRole;
}

/** Whether the name resolves to a function of an extension, which no ordinary role can have changed. */
async function isOfExtension(session: Session, { name, takes }: CalledFunction): Promise<boolean> {
  const [row] = await session.query(
    `SELECT FROM pg_catalog.pg_proc p JOIN pg_catalog.pg_roles o ON o.oid = p.proowner AND o.rolsuper
       JOIN pg_catalog.pg_depend d ON d.classid = 'pg_catalog.pg_proc'::pg_catalog.regclass AND d.objid = p.oid AND d.deptype = 'e'
      WHERE p.oid = pg_catalog.to_regprocedure($1)`,
    [`${name.map(quoteIdentifier).join('.')}(${takes})`],
  );
  return row !== undefined;
}

/** Whether all functions of that name are constructors of range types: they belong to the superuser, whoever made the type. */
async function makesRanges(admin: Session, name: readonly string[]): Promise<boolean> {
  const [row] = await admin.query<{ all: boolean | null }>(
    `SELECT pg_catalog.bool_and(EXISTS (SELECT FROM pg_catalog.pg_depend d
              WHERE d.classid = 'pg_catalog.pg_proc'::regclass AND d.objid = p.oid AND d.deptype = 'i'
                AND d.refclassid = 'pg_catalog.pg_type'::regclass)) AS all
       FROM pg_catalog.pg_proc p JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace
      WHERE n.nspname = $1 AND p.proname = $2`,
    name,
  );
  return row?.all === true;
}

/**
 * Makes superusers of those roles that are not; returns their names, quoted. Undefined, and nothing done, where the open
 * transaction of the session that is to be helped holds one of them (`ALTER ROLE ... PASSWORD`): each would wait for the other.
 */
async function raise(admin: Session, roles: readonly string[]): Promise<readonly string[] | undefined> {
  const rows = await admin.query<{ role: string }>(
    `SELECT pg_catalog.quote_ident(rolname) AS role FROM pg_catalog.pg_roles WHERE NOT rolsuper AND rolname = ANY ($1)`,
    [roles],
  );
  const raised: string[] = [];
  for (const { role } of rows) {
    try {
      await admin.query(`SET lock_timeout = '2s'; ALTER ROLE ${role} SUPERUSER`);
    } catch (error) {
      await lower(admin, raised);
      if ((error as { readonly code?: string }).code === lockNotAvailable) return undefined;
      throw error;
    }
    raised.push(role);
  }
  return raised;
}

/** https://www.postgresql.org/docs/18/errcodes-appendix.html */
const lockNotAvailable = '55P03';

async function lower(admin: Session, raised: readonly string[]): Promise<void> {
  for (const role of raised) await admin.query(`ALTER ROLE ${role} NOSUPERUSER`);
}

/**
 * Inside a transaction a session notices changed rights only when it locks a relation that it has not locked yet. Rolling back
 * to a savepoint releases that lock, so that this works again.
 */
const noticeRights =
  'SAVEPOINT strata_rights; SELECT FROM pg_catalog.pg_largeobject_metadata LIMIT 0; ROLLBACK TO SAVEPOINT strata_rights; RELEASE SAVEPOINT strata_rights';

/** Whether everybody may call the built-in function: then it does no harm under another name. */
async function isOpenToAll(admin: Session, source: string): Promise<boolean> {
  const [row] = await admin.query<{ open: boolean | null }>(
    `SELECT pg_catalog.bool_and(pg_catalog.has_function_privilege('public', p.oid, 'EXECUTE')) AS open
       FROM pg_catalog.pg_proc p JOIN pg_catalog.pg_language l ON l.oid = p.prolang
      WHERE l.lanname = 'internal' AND p.prosrc = $1 AND p.oid < 16384`,
    [source],
  );
  return row?.open === true;
}

/** Whether the server refused a statement because a superuser has to run it. */
export function isReservedTo({
  code,
  message,
}: {
  readonly code: string;
  readonly message: string;
}): boolean {
  if (code === '42P13') return message.endsWith('transition data type cannot be internal');
  return code === '42501' || (code === '2F003' && message === 'password is required');
}

/** Something that belongs to a server, and that a file of a schema names without bringing it. */
interface ServerThing {
  readonly kind: 'role' | 'tablespace';
  readonly name: string;
}

/** What a statement names and the server lacks; where a setting names a tablespace, the detail says so. */
export function missingThing(error: {
  readonly code: string;
  readonly message: string;
  readonly detail?: string | undefined;
}): ServerThing | undefined {
  if (error.code !== '22023' && error.code !== '42704') return undefined;
  const [, kind, name] =
    [error.message, error.detail ?? '']
      .map((words) => /^(role|tablespace) "(.*)" does not exist\.?$/i.exec(words))
      .find((match) => match !== null) ?? [];
  return name === undefined ? undefined : { kind: kind?.toLowerCase() as ServerThing['kind'], name };
}

export async function makeThing(database: Database, { kind, name }: ServerThing): Promise<void> {
  await using admin = await database.connect('superuser');
  if (kind === 'role') await createRoles(admin, [name]);
  else await createTablespaces(admin, [name]);
}

/** Makes those that are missing, inside the data directory. https://www.postgresql.org/docs/18/runtime-config-developer.html */
export async function createTablespaces(admin: Session, names: readonly string[]): Promise<void> {
  for (const tablespace of names) {
    const [known] = await admin.query('select from pg_catalog.pg_tablespace where spcname = $1', [
      tablespace,
    ]);
    if (known !== undefined) continue;
    const name = quoteIdentifier(tablespace);
    await admin.query('set allow_in_place_tablespaces = on');
    await admin.query(`create tablespace ${name} location ''`);
    await admin.query(`grant create on tablespace ${name} to public`);
  }
}

/** Makes those that are missing, each with the owner as a member, as on managed services. */
export async function createRoles(admin: Session, roles: readonly string[]): Promise<void> {
  for (const role of roles) {
    const [known] = await admin.query('select from pg_catalog.pg_roles where rolname = $1', [role]);
    if (known !== undefined) continue;
    const name = quoteIdentifier(role);
    await admin.query(`create role ${name}; grant ${name} to ${ownerRole} with admin option`);
  }
}
