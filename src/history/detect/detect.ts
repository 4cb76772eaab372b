import { existsSync, statSync } from 'node:fs';
import path from 'node:path';
import { StrataError } from '../../model/errors.ts';
import { shellPath } from '../../model/shell-word.ts';
import { absenceOf } from '../absence.ts';
import { compareBytes, toPosix } from '../migration-folder.ts';
import type { ProjectRoot, ProjectSurvey } from '../project-root.ts';
import { findSeeds } from '../seeds.ts';
import { findSupabaseSchema } from '../supabase-schemas.ts';
import { applyConfigs } from './apply-config.ts';
import type { ConfiguredFolder } from './configured-folder.ts';
import type { Found, Located } from './found.ts';
import { notSqlFolders, unsearched } from './left-out.ts';
import { firstProgram } from './leftovers.ts';
import { findPrismaSchema } from './prisma-schema.ts';
import { readProjectConfigs } from './project-config.ts';
import { projectDirOf } from './project-dir.ts';
import { recognise } from './recognise.ts';
import { chooseHistories, liesAmongTests, readsBelow } from './selection.ts';
import { type Directory, foldersToSearch, listDirectory, walk } from './walk.ts';

/**
 * Finds every history at or below a directory; a folder of migrations may be given itself. Nothing of a project is
 * executed. Throws a `usage` error when `dir` is not a directory.
 */
export async function findProjects(dir: string): Promise<ProjectSurvey> {
  const root = openRoot(dir);
  const recognised = new Map<string, Found>();
  const configs: ConfiguredFolder[] = [];
  const below: Located[] = [];
  const programs: string[] = [];
  const unlisted = walk(root, (directory) => {
    configs.push(...readProjectConfigs(directory));
    const program = firstProgram(directory);
    if (program !== undefined) programs.push(path.join(directory.path, program));
    const found = recognise(directory, root);
    if (found !== null) recognised.set(directory.path, found);
    const isOpen = found === null || (found.isWeak && found.isWhole === undefined);
    if (!isOpen && !readsBelow(found)) below.push(...recogniseBelow(directory, root));
    return isOpen;
  });
  applyConfigs(recognised, configs);
  const { kept, foreign, findings } = chooseHistories(root, [...recognised], below);
  const apart = programs.filter((file) => !liesAmongTests(root, file) && !belongsTo(file, kept));
  return {
    projects: kept
      .map(([folder, found]) => toProject(root, folder, found))
      .sort((a, b) => compareBytes(a.dir, b.dir) || compareBytes(a.folder, b.folder)),
    findings: [
      ...findings,
      ...(kept.length === 0 ? [] : notSqlFolders(root, apart)),
      ...unlisted.map((folder) => unsearched(root, folder)),
    ].sort((a, b) => compareBytes(a.message, b.message)),
    foreign: foreign
      .map(([folder, found]) => ({
        folder: toPosix(path.relative(root, folder)) || '.',
        database: found.foreign as string,
      }))
      .sort((a, b) => compareBytes(a.folder, b.folder)),
    unlisted,
  };
}

/** The folders directly below one of migrations that look like histories in an order of their own. */
function recogniseBelow(directory: Directory, root: string): readonly Located[] {
  return foldersToSearch(directory).flatMap((name): readonly Located[] => {
    const child = listDirectory(path.join(directory.path, name));
    // The folder of one migration.
    if (child === null || child.files.some((file) => /^(?:up|migration)\.sql$/.test(file))) return [];
    const found = recognise(child, root);
    return found === null || found.isUnordered ? [] : [[child.path, found]];
  });
}

/** Whether a program lies among the migrations of a history, whose reader tells of it, or loads its SQL from a folder below. */
function belongsTo(program: string, kept: readonly Located[]): boolean {
  const folder = path.dirname(program);
  return kept.some(([other]) => other === folder || path.dirname(other) === folder);
}

function openRoot(dir: string): string {
  const root = path.resolve(dir);
  let isDirectory: boolean;
  try {
    isDirectory = statSync(root).isDirectory();
  } catch (cause) {
    throw new StrataError('usage', `${dir} ${absenceOf(root, cause as NodeJS.ErrnoException)}`, {
      hint: 'Name the directory of a project, or of its migrations.',
      cause,
    });
  }
  if (isDirectory) return root;
  throw new StrataError('usage', `${dir} is a file`, {
    hint: [
      'Name the directory of the project, or of its migrations:',
      { code: `strata check ${shellPath(path.dirname(dir))}` },
    ],
  });
}

function toProject(root: string, folder: string, found: Found): ProjectRoot {
  const dir = found.config?.dir ?? projectDirOf(root, folder, found);
  const within = (file: string) => toPosix(path.relative(dir, file)) || '.';
  const named = found.config?.schema;
  const schema = named !== undefined && existsSync(named) ? named : findSchema(folder, found);
  const seeds = found.layout === 'supabase' ? findSeeds(path.dirname(folder)) : [];
  return {
    dir,
    layout: found.layout,
    runner: found.runner,
    folder: within(folder),
    ...(found.more === undefined ? {} : { more: found.more.map(within) }),
    ...(found.isWeak && found.isUnordered === true ? { isStray: true } : {}),
    evidence: found.evidence.map(within).sort(compareBytes),
    ...(schema === null ? {} : { schema: within(schema) }),
    ...(seeds.length === 0 ? {} : { seeds: seeds.map(within) }),
    ...(found.config?.ledgerTable === undefined ? {} : { ledgerTable: found.config.ledgerTable }),
  };
}

function findSchema(folder: string, found: Found): string | null {
  const beside = path.dirname(folder);
  if (found.layout === 'prisma') return findPrismaSchema(folder);
  return found.layout === 'supabase' ? findSupabaseSchema(beside) : null;
}
