import { readdir, stat } from 'node:fs/promises';
import { basename, isAbsolute, join, relative, resolve } from 'node:path';
import { absenceOf } from '../../history/absence.ts';
import type { ProjectRoot } from '../../history/project-root.ts';
import { isNumbered } from '../../history/script-name.ts';
import { declaredFiles } from '../../history/supabase-schemas.ts';
import { looksLikeUrl, showUrl } from '../../live/open.ts';
import { StrataError } from '../../model/errors.ts';
import { isDatabaseUrl } from '../../model/patterns.ts';
import { holdsPrisma, isDrizzleConfig } from './declared.ts';
import { shownPath, surveyProjects } from './find-projects.ts';

/** Where a Schema comes from. `shown` is its path or URL as a person would name it, without a password. */
export type Source =
  | { readonly kind: 'empty'; readonly shown: string }
  /** SQL files, absolute; loaded in an order that works. */
  | { readonly kind: 'sql'; readonly shown: string; readonly files: readonly string[] }
  /** A `schema.prisma`, or a folder of its parts, absolute. */
  | { readonly kind: 'prisma'; readonly shown: string; readonly path: string }
  /** A drizzle-kit configuration, absolute. */
  | { readonly kind: 'drizzle'; readonly shown: string; readonly config: string }
  | { readonly kind: 'project'; readonly shown: string; readonly root: ProjectRoot }
  | { readonly kind: 'live'; readonly shown: string; readonly url: string };

const sourceHint =
  'A source is `empty`, a .sql or .prisma file, a drizzle.config, a folder of SQL, a project, declared:PATH, or a postgres:// URL.';

/** Reads `empty`, a `.sql` or `.prisma` file, a `drizzle.config`, a folder of SQL, a project, `declared:PATH`, or a `postgres://` URL. */
export async function parseSource(text: string, cwd: string): Promise<Source> {
  if (text === 'empty') return { kind: 'empty', shown: text };
  if (isDatabaseUrl(text)) return { kind: 'live', shown: showUrl(text), url: text };
  const isDeclared = text.startsWith('declared:');
  const named = isDeclared ? text.slice('declared:'.length) : text;
  const shown = isAbsolute(named) ? shownPath(named, cwd) : named;
  // A variable of the shell that is not set would stand for this directory.
  if (named.trim() === '')
    throw new StrataError('usage', `a source is \`${text}\`, which names nothing`, { hint: sourceHint });
  const path = resolve(cwd, named);
  const found = await stat(path).catch((error: NodeJS.ErrnoException) => {
    throw noSource(text, shown, path, error);
  });
  if (found.isDirectory()) return isDeclared ? declaredFolder(shown, path) : folderSource(shown, path);
  if (path.endsWith('.prisma')) return { kind: 'prisma', shown, path };
  if (isDrizzleConfig(path)) return { kind: 'drizzle', shown, config: path };
  if (basename(path) === 'config.toml') return supabaseFiles(shown, path);
  if (!isSql(path)) {
    throw new StrataError('usage', `${shown} is not a schema`, {
      hint: 'Name a file that ends with .sql or .prisma, a drizzle.config, or a folder.',
    });
  }
  return { kind: 'sql', shown, files: [path] };
}

/**
 * The error for a source that cannot be found. Of a text that was meant as a URL only the beginning is shown, since the rest may
 * hold a password.
 */
function noSource(text: string, shown: string, path: string, cause: NodeJS.ErrnoException): StrataError {
  const message = looksLikeUrl(text)
    ? `a source that begins with \`${/^\s*[\w+-]*/.exec(text)?.[0]}\` is neither a path nor a URL of PostgreSQL`
    : `${shown} ${absenceOf(path, cause)}`;
  return new StrataError('usage', message, { hint: sourceHint, cause });
}

function supabaseFiles(shown: string, config: string): Source {
  const files = declaredFiles(config);
  if (files.length > 0) return { kind: 'sql', shown, files };
  throw new StrataError('usage', `schema_paths of ${shown} names no .sql file`, {
    hint: 'It is a list in `[db.migrations]`; its paths are relative to the file, and `*` stands for characters of one name.',
  });
}

async function declaredFolder(shown: string, path: string): Promise<Source> {
  const names = await namesIn(shown, path);
  return holdsPrisma(names) ? { kind: 'prisma', shown, path } : sqlFolder(shown, path, names);
}

/** The files below a folder, relative to it. */
async function namesIn(shown: string, path: string): Promise<readonly string[]> {
  return readdir(path, { recursive: true }).catch((cause: NodeJS.ErrnoException) => {
    const where =
      cause.path === undefined || cause.path === path ? shown : join(shown, relative(path, cause.path));
    throw new StrataError('usage', `${where} cannot be read (${cause.code})`, {
      hint: 'Allow this user to read it, or name another source.',
      cause,
    });
  });
}

/** A folder is a project where a history is found in it, else a folder of SQL. */
async function folderSource(shown: string, path: string): Promise<Source> {
  const { projects } = await surveyProjects(path);
  const [root, ...others] = projects;
  if (root === undefined) return declaredFolder(shown, path);
  if (await isDeclaredFolder(root, path)) return sqlFolder(shown, path, await namesIn(shown, path));
  if (others.length > 0) {
    throw new StrataError('usage', `${shown} holds ${projects.length} histories`, {
      hint: `Name one: ${projects
        .slice(0, 4)
        .map((project) => join(project.dir, project.folder))
        .join(', ')}`,
    });
  }
  return { kind: 'project', shown, root };
}

/** Whether a folder that was named itself is declared SQL: files without numbers have no order, so they are no history. */
async function isDeclaredFolder(root: ProjectRoot, path: string): Promise<boolean> {
  if (root.runner !== 'plain' || resolve(root.dir, root.folder) !== path) return false;
  const entries = await readdir(path, { withFileTypes: true });
  if (entries.some((entry) => entry.name === 'sqitch.plan')) return false;
  const names = entries.filter((entry) => entry.isFile() && isSql(entry.name)).map(({ name }) => name);
  return names.length > 0 && !names.some((name) => isNumbered(name) || /[._-](up|do)\.sql$/i.test(name));
}

function sqlFolder(shown: string, path: string, names: readonly string[]): Source {
  const files = names
    .filter((name) => isSql(name) && !/(^|[/\\])(node_modules|\.[^/\\]+)[/\\]/.test(name))
    .sort()
    .map((name) => join(path, name));
  if (files.length === 0) {
    throw new StrataError('usage', `${shown} holds neither migrations nor .sql files`, { hint: sourceHint });
  }
  return { kind: 'sql', shown, files };
}

function isSql(name: string): boolean {
  return /\.sql$/i.test(name);
}
