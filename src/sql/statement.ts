import type { Statement } from './split.ts';

/** Statements that end, begin or divide transactions. https://www.postgresql.org/docs/18/sql-begin.html */
export function controlsTransaction(statement: Pick<Statement, 'head'>): boolean {
  return /^(BEGIN|START TRANSACTION|COMMIT|END|ROLLBACK|ABORT|PREPARE TRANSACTION)\b(?! TO\b| TRANSACTION TO\b| WORK TO\b| PREPARED\b)/.test(
    statement.head,
  );
}

/** Whether no transaction is open after the statement. */
export function endsTransaction(statement: Pick<Statement, 'head'>): boolean {
  return /^(COMMIT|END|ROLLBACK(?! (TO|WORK TO|TRANSACTION TO)\b)|ABORT|PREPARE TRANSACTION)\b(?! PREPARED\b)/.test(
    statement.head,
  );
}

/** Whether PostgreSQL refuses the statement outside a transaction block ("can only be used in transaction blocks"). */
export function needsTransaction(statement: Statement): boolean {
  return /^(LOCK|DECLARE|SAVEPOINT|RELEASE|ROLLBACK (WORK |TRANSACTION )?TO)\b/.test(statement.head);
}

const refused =
  /^(CREATE (UNIQUE )?INDEX CONCURRENTLY|DROP INDEX CONCURRENTLY|VACUUM|CREATE DATABASE|DROP DATABASE|CREATE TABLESPACE|DROP TABLESPACE|ALTER SYSTEM|CREATE SUBSCRIPTION|DROP SUBSCRIPTION|DISCARD ALL|CALL|COMMIT PREPARED|ROLLBACK PREPARED|REINDEX ?(\(.*?\) ?)?(DATABASE|SYSTEM|SCHEMA))\b/;

/**
 * Whether PostgreSQL refuses the statement inside a transaction block ("cannot run inside a transaction block"), or may do so:
 * a called procedure may commit.
 */
export function refusesTransaction(statement: Statement, text: string): boolean {
  if (refused.test(statement.head)) return true;
  const own = () => text.slice(statement.start, statement.end);
  if (statement.head.startsWith('REINDEX')) return /\bCONCURRENTLY\b/i.test(own());
  if (statement.head.startsWith('ALTER TABLE'))
    return /\bDETACH\s+PARTITION\b[^;]*\bCONCURRENTLY\b/i.test(own());
  if (/^DO\b/.test(statement.head)) return /(?<!\bON\s+)\b(COMMIT|ROLLBACK)\s*(;|AND\b)/i.test(own());
  if (statement.head.startsWith('ALTER DATABASE')) return /\bSET\s+TABLESPACE\b/i.test(own());
  if (statement.head.startsWith('ALTER SUBSCRIPTION')) return refreshes.test(own());
  return /^CLUSTER( VERBOSE| ?\(.*\))?$/.test(statement.head);
}

/** Refreshing asks the other server, which no transaction can take back. https://www.postgresql.org/docs/18/sql-altersubscription.html */
const refreshes = /\b(?:REFRESH|SET|ADD|DROP)\s+PUBLICATION\b(?!.*\brefresh\s*=\s*(?:false|off|0)\b)/is;

/** Whether the statement may leave a session setting changed for what runs after it. */
export function changesSettings(statement: Statement, text: string): boolean {
  if (/^(SET|RESET|DISCARD)\b(?! (LOCAL|CONSTRAINTS|TRANSACTION))/.test(statement.head)) return true;
  return /\bset_config\s*\(/i.test(text.slice(statement.start, statement.end));
}

/**
 * Whether the statement may leave anything in its session: a changed setting, a temporary table, a prepared statement, a cursor.
 * What runs code may do all of that; of rows that are written, no triggers are expected to.
 */
export function mayLeaveInSession(statement: Statement, text: string): boolean {
  if (changesSettings(statement, text)) return true;
  if (
    /^(DO|CALL|SELECT|WITH|EXECUTE|PREPARE|DECLARE|CREATE (OR REPLACE )?(GLOBAL |LOCAL )?TEMP)/.test(
      statement.head,
    )
  )
    return true;
  return /\bpg_temp\b/i.test(text.slice(statement.start, statement.end));
}

/**
 * Whether a script may take another role, if only for a transaction: `SET LOCAL ROLE`, `set_config('role', ...)`, an `EXECUTE` in a
 * DO block. True for every other mention of a role as well.
 */
export function mentionsRole(text: string): boolean {
  return /\b(?:role|authorization)\b/i.test(text);
}

/** The literal, quotes and all, that `ALTER TYPE ... ADD VALUE` adds; undefined for any other statement. */
export function addedEnumValue({ head, start, end }: Statement, text: string): string | undefined {
  if (!head.startsWith('ALTER TYPE')) return undefined;
  return /\bADD\s+VALUE\s+(?:IF\s+NOT\s+EXISTS\s+)?('(?:[^']|'')*')/i.exec(text.slice(start, end))?.[1];
}

/**
 * Whether the effect of the statement does not depend on where its transaction began: it writes no rows (whose triggers might
 * be pending) and changes no settings.
 */
export function onlyDefines(statement: Statement, text: string): boolean {
  return (
    /^(CREATE(?! (GLOBAL |LOCAL )?TEMP)|ALTER|DROP|COMMENT|GRANT|REVOKE)\b/.test(statement.head) &&
    addedEnumValue(statement, text) === undefined
  );
}

/**
 * What rows a statement may write, by how it begins: `named`, those of relations that it names, or `any`, by the code that it runs.
 * Undefined of statements that write none. It may not write any after all: a WITH may only read.
 */
export function rowsWritten(text: string): 'named' | 'any' | undefined {
  if (/^\s*(insert|update|delete|merge|copy|truncate|with|refresh)\b/i.test(text)) return 'named';
  return /^\s*(do|select|call|execute)\b/i.test(text) ? 'any' : undefined;
}

const locksNothing =
  /^(CREATE (OR REPLACE )?(FUNCTION|PROCEDURE|TYPE|DOMAIN|SCHEMA|SEQUENCE|ROLE|VIEW|EXTENSION)|INSERT|SET|RESET|GRANT|REVOKE|COMMIT|BEGIN|COPY)\b/;

/**
 * Whether the statement may take a lock on an existing relation that others would notice. CREATE TABLE locks other tables only
 * where it refers to them.
 */
export function mayLock(statement: Statement, text: string): boolean {
  if (locksNothing.test(statement.head)) return false;
  if (!statement.head.startsWith('CREATE TABLE')) return true;
  return /\b(REFERENCES|INHERITS|PARTITION|LIKE)\b/i.test(text.slice(statement.start, statement.end));
}
