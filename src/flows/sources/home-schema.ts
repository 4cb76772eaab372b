import { homeSchema, type LiveSession } from '../../live/open.ts';
import type { ProjectSettings } from '../../model/settings.ts';
import { quoteIdentifier } from '../../postgres/identifier.ts';

/**
 * The settings with which to rehearse in the schema that the URL (Prisma's `schema=`) or the role's search_path names: migrations
 * create unqualified objects there.
 */
export async function inHomeSchema(
  session: LiveSession,
  url: string,
  settings: ProjectSettings,
): Promise<ProjectSettings> {
  const schema = await homeSchema(session, url);
  if (schema === 'public') return settings;
  const name = quoteIdentifier(schema);
  const [row] = await session.query<{ path: string }>(
    "SELECT pg_catalog.current_setting('search_path') AS path",
  );
  const path = row?.path === name ? name : `${name}, ${row?.path ?? 'public'}`;
  const own = `CREATE SCHEMA IF NOT EXISTS ${name};\nALTER ROLE CURRENT_USER SET search_path = ${path};\n`;
  return { ...settings, setup: `${settings.setup}\n${own}` };
}
