import type { SqlError } from '../model/trace.ts';

/**
 * Whether the server refused a statement that succeeds on a server where migrations have more rights (superuser, event
 * triggers, acting for another role, server parameters), that has the named database, or that supports the named compression. A
 * rehearsal leaves such a statement out and says so, instead of stopping. A grant that the history itself forgot is not meant.
 */
export function needsMoreRights(error: Pick<SqlError, 'code' | 'message'>, statement: string): boolean {
  if (error.code === '3D000') return true;
  if (error.code === '0A000')
    return /^ALTER SYSTEM is not allowed|^compression method \w+ not supported$/.test(error.message);
  if (error.code !== '42501') return false;
  // The new owner needs rights on the schema, unless a superuser makes the change.
  if (isSchemaDenied.test(error.message) && changesOwner.test(statement)) return true;
  // What an extension has made belongs to the superuser, also where the owner was let create it.
  if (/^must be owner of /.test(error.message) && changesExtension.test(statement)) return true;
  return roleMessages.some((pattern) => pattern.test(error.message));
}

const isSchemaDenied = /^permission denied for schema /;
const changesExtension = /^\s*ALTER\s+EXTENSION\b/i;
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
