import type { SqlError } from '../model/trace.ts';

/**
 * Whether the server refused a statement for what the *role* may not do (be superuser, make event triggers, act for
 * another role, set a server parameter), not for a grant that the history itself forgot, since it names its database as one
 * server does, or asks for a compression that this build lacks. On a server where migrations run with more rights, of that name
 * or built with it, it would pass, so a rehearsal leaves it out and says so instead of stopping.
 */
export function needsMoreRights(error: Pick<SqlError, 'code' | 'message'>, statement: string): boolean {
  if (error.code === '3D000') return true;
  if (error.code === '0A000')
    return /^ALTER SYSTEM is not allowed|^compression method \w+ not supported$/.test(error.message);
  if (error.code !== '42501') return false;
  // An object is handed on: the role that gets it would need rights, which are not asked of a superuser.
  if (isSchemaDenied.test(error.message) && changesOwner.test(statement)) return true;
  return roleMessages.some((pattern) => pattern.test(error.message));
}

const isSchemaDenied = /^permission denied for schema /;
const changesOwner = /^\s*ALTER\b[\s\S]*\bOWNER\s+TO\b/i;

const roleMessages: readonly RegExp[] = [
  /superuser/i,
  /^permission denied to /,
  /^permission denied for (language|tablespace|parameter|foreign-data wrapper|function pg_)/,
  /must be able to SET ROLE/,
  /^only roles with/i,
  /^must be owner of (event trigger|extension|foreign-data wrapper|language|publication|subscription|tablespace)/,
  /must have (admin option|CREATEROLE|CREATEDB|BYPASSRLS|REPLICATION)/i,
];
