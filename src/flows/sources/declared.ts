import { existsSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import type { ProjectRoot } from '../../history/project-root.ts';
import { StrataError } from '../../model/errors.ts';
import type { ProjectSettings } from '../../model/settings.ts';

/** Where a project's declared schema was found. */
interface DeclaredPlace {
  /** As a source: `declared:PATH`, or a .sql file. */
  readonly source: string;
  /** Whether the configuration or the project's own tool names it; otherwise it only has a usual name. */
  readonly isTold: boolean;
}

/** Where a project's declared schema lies; undefined where there is none. */
export function findDeclared(root: ProjectRoot, settings: ProjectSettings): DeclaredPlace | undefined {
  if (settings.schema !== undefined) return { source: sourceOf(settings.schema), isTold: true };
  if (root.schema !== undefined && existsSync(path.join(root.dir, root.schema)))
    return { source: sourceOf(path.join(root.dir, root.schema)), isTold: true };
  const config = root.layout === 'drizzle' ? root.evidence.find(isDrizzleConfig) : undefined;
  if (config !== undefined) return { source: `declared:${path.join(root.dir, config)}`, isTold: true };
  const beside = path.dirname(path.resolve(root.dir, root.folder));
  // dbmate writes db/schema.sql itself, after what was applied last.
  const folders = root.runner === 'dbmate' ? [] : [root.dir, beside];
  // What the migrations start from is not where they lead.
  const found = folders
    .map((folder) => path.join(folder, 'schema.sql'))
    .find((file) => existsSync(file) && !holdsText(file, settings.setup));
  return found === undefined ? undefined : { source: sourceOf(found), isTold: false };
}

/** Whether a file holds this text; one that cannot be read does not, and why is told by who reads it as a source. */
function holdsText(file: string, text: string): boolean {
  try {
    return statSync(file).isFile() && readFileSync(file, 'utf8') === text;
  } catch {
    return false;
  }
}

/** The declared schema of a project as a source. Throws a `usage` error where there is none. */
export function declaredSource(root: ProjectRoot, settings: ProjectSettings): string {
  const found = findDeclared(root, settings);
  if (found !== undefined) return found.source;
  const usual =
    root.layout === 'prisma' ? 'prisma/schema.prisma' : 'schema.sql, supabase/schemas or drizzle.config.ts';
  throw new StrataError('usage', 'no declared schema was found', {
    hint: `Say where to go with --to SOURCE, name it as \`schema\` in strata.config.ts, or declare it in ${usual}.`,
  });
}

function sourceOf(file: string): string {
  const isSql = existsSync(file) && !statSync(file).isDirectory() && /\.sql$/i.test(file);
  return isSql ? file : `declared:${file}`;
}

/** Whether the parts of a Prisma schema are among the files of a folder. */
export function holdsPrisma(names: readonly string[]): boolean {
  return names.some(
    (name) => name.endsWith('.prisma') && !/(^|[/\\])(node_modules|migrations|\.[^/\\]+)[/\\]/.test(name),
  );
}

/** `drizzle.config.ts`, `drizzle-dev.config.js`. */
export function isDrizzleConfig(file: string): boolean {
  return /(^|[/\\])drizzle[^/\\]*\.config\.(?:[cm]?[jt]s|json)$|(^|[/\\])drizzle\.config\./.test(file);
}
