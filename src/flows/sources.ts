import { readdir, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { findProjects } from '../history/detect.ts';
import type { ProjectRoot } from '../history/project-root.ts';
import { isDatabaseUrl } from '../live/open.ts';
import { StrataError } from '../model/errors.ts';

/** Where a Schema comes from, as a person names it on the command line. */
export type Source =
  | { readonly kind: 'empty'; readonly shown: string }
  /** SQL files, absolute, sorted by name; loaded in an order that works. */
  | { readonly kind: 'sql'; readonly shown: string; readonly files: readonly string[] }
  | { readonly kind: 'project'; readonly shown: string; readonly root: ProjectRoot }
  | { readonly kind: 'live'; readonly shown: string; readonly url: string };

/** Reads `empty`, a `.sql` file, a folder of SQL, a project, `declared:PATH`, or a `postgres://` URL. */
export async function parseSource(text: string, cwd: string): Promise<Source> {
  if (text === 'empty') return { kind: 'empty', shown: text };
  if (isDatabaseUrl(text))
    return { kind: 'live', shown: text.replace(/:\/\/([^:@/]*):[^@]*@/, '://$1:***@'), url: text };
  const isDeclared = text.startsWith('declared:');
  const path = resolve(cwd, isDeclared ? text.slice('declared:'.length) : text);
  const found = await stat(path).catch(() => undefined);
  if (found === undefined) {
    throw new StrataError('usage', `${text} does not exist`, {
      hint: 'A source is `empty`, a .sql file, a folder of SQL, a project, declared:PATH, or a postgres:// URL.',
    });
  }
  if (found.isFile()) {
    if (!path.endsWith('.sql')) {
      throw new StrataError('usage', `${text} is no SQL file`, {
        hint: 'Name a file that ends with .sql, or a folder.',
      });
    }
    return { kind: 'sql', shown: text, files: [path] };
  }
  return isDeclared ? sqlFolder(text, path) : folderSource(text, path);
}

/** A folder is a project where a history is found in it, else a folder of SQL. */
async function folderSource(shown: string, path: string): Promise<Source> {
  const { projects } = await findProjects(path);
  const [root, ...others] = projects;
  if (root === undefined || (await isUnordered(root))) return sqlFolder(shown, path);
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

/** Plain files that no number orders declare a schema together; they are no history. */
async function isUnordered({ dir, folder, layout, runner }: ProjectRoot): Promise<boolean> {
  if (layout !== 'sql' || runner !== 'plain') return false;
  const names = (await readdir(join(dir, folder))).filter((name) => name.endsWith('.sql'));
  return !names.some((name) => /^[A-Za-z]?\d/.test(name));
}

async function sqlFolder(shown: string, path: string): Promise<Source> {
  const names = await readdir(path, { recursive: true });
  const files = names
    .filter((name) => name.endsWith('.sql'))
    .sort()
    .map((name) => join(path, name));
  if (files.length === 0) {
    throw new StrataError('usage', `${shown} holds neither migrations nor .sql files`, {
      hint: 'A source is `empty`, a .sql file, a folder of SQL, a project, declared:PATH, or a postgres:// URL.',
    });
  }
  return { kind: 'sql', shown, files };
}
