import type { ServerError, Session } from '../db/session.ts';
import type { NotModelled } from '../model/schema.ts';
import { quoteIdentifier } from '../postgres/identifier.ts';
import type { Statement } from '../sql/split.ts';

/** Names of what a database holds before any file is loaded. */
export type Preexisting = ReadonlySet<string>;

/**
 * Schemas, extensions and roles that every new database of the engine already has; dumps of whole schemas create some of them
 * again.
 */
export async function readPreexisting(session: Session): Promise<Preexisting> {
  const rows = await session.query<{ name: string }>(
    `SELECT 'schema ' || nspname AS name FROM pg_catalog.pg_namespace
      UNION ALL SELECT 'extension ' || extname FROM pg_catalog.pg_extension
      UNION ALL SELECT 'role ' || rolname FROM pg_catalog.pg_roles`,
  );
  return new Set(rows.map(({ name }) => name));
}

/** Whether a statement is about the server, databases or tablespaces as a whole. These are not part of a schema. */
export function isServerLevel({ head }: Statement): boolean {
  return /^(ALTER SYSTEM|CHECKPOINT|(CREATE|ALTER|DROP|COMMENT ON|SECURITY LABEL ON) (DATABASE|TABLESPACE))\b/.test(
    head,
  );
}

/** The name of the database at hand. */
export const currentDatabase = 'SELECT pg_catalog.current_database() AS name';

/** The statement about another database, where it sets or resets settings of one; undefined for any other statement. */
export function settingOfDatabase(
  { head, start, end }: Statement,
  text: string,
  database: string,
): string | undefined {
  if (!head.startsWith('ALTER DATABASE')) return undefined;
  const [, setting] =
    /^alter\s+database\s+(?:"(?:[^"]|"")+"|[^\s"]+)\s*((?:set(?!\s+tablespace\b)|reset)\b.*)$/is.exec(
      text.slice(start, end),
    ) ?? [];
  return setting === undefined ? undefined : `ALTER DATABASE ${quoteIdentifier(database)} ${setting}`;
}

/** Whether a statement names the encoding of its file. The text was decoded already and is sent as UTF-8. */
export function namesEncoding({ head }: Statement): boolean {
  return /^SET (SESSION )?(CLIENT_ENCODING|NAMES)\b/.test(head);
}

/** Whether a refused statement may be ignored, because what it asks for already exists. */
export function isAlreadyThere(
  { code, message }: ServerError,
  { head }: Statement,
  preexisting: Preexisting,
): boolean {
  const [, kind, name] = /^(schema|extension|role) "(.*)" already exists$/.exec(message) ?? [];
  if (!['42P06', '42710'].includes(code) || kind === undefined || !preexisting.has(`${kind} ${name}`))
    return false;
  return kind !== 'schema' || /^CREATE SCHEMA (\w+|"[^"]*")$/.test(head);
}

/**
 * Whether the refused statement concerns the server: a database by the name that it has elsewhere, privileges on tablespaces or
 * parameters, or role attributes that only superusers give. Missing roles are created where something names them.
 */
export function isServerLevelRefusal({ code }: ServerError, { head }: Statement, text: string): boolean {
  const isGrant = /^(GRANT|REVOKE)\b/.test(head);
  if (code === '3D000') return isGrant && /\bON\s+DATABASE\b/i.test(text);
  if (code !== '42501') return false;
  if (isGrant) return /\bON\s+(TABLESPACE|PARAMETER)\b/i.test(text);
  return /^(CREATE|ALTER) (ROLE|USER|GROUP)\b(?! MAPPING)/.test(head);
}

/**
 * The built-in object on which a statement grants or revokes privileges; undefined for any other statement. PostgreSQL refuses
 * this to an ordinary owner, or only warns where the owner holds the privilege itself.
 */
export function grantOnSystem({ head, start, end }: Statement, text: string): NotModelled | undefined {
  if (!/^(GRANT|REVOKE)\b/.test(head)) return undefined;
  const what = /\bON\s+(?:([a-z]+)\s+)?(pg_catalog\s*\.[\s\S]+?)\s+(?:TO|FROM)\s/i.exec(
    text.slice(start, end),
  );
  if (what === null) return undefined;
  const [, kind = 'table', identity = ''] = what;
  return { type: `privileges on ${kind.toLowerCase()}`, identity: identity.replace(/\s+/g, ' ') };
}
