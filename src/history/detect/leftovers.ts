import path from 'node:path';
import { readHead } from '../file-bytes.ts';
import { compareBytes, toPosix } from '../migration-folder.ts';
import { foreignDialect } from './dialect.ts';
import { isMigratoryName } from './recognise.ts';
import { type Directory, walk } from './walk.ts';

/** What lies below a directory that holds no history. Paths are relative to it. */
interface Leftovers {
  /** Places with SQL for PostgreSQL: the file where a folder holds only one, else the folder; those with the most files first. */
  readonly sql: readonly string[];
  /** Folders of migrations that are written in a programming language; the fullest first. */
  readonly code: readonly string[];
  /** Folders of migrations that their runner turns into SQL (pgroll, Liquibase); those with the most files first. */
  readonly described: readonly string[];
}

/** Ordered by a number, or by a date as Knex, Rails and MikroORM write it. */
const codeMigration =
  /^(?:[Vv]|Migration|Version)?\d{3,}.*(?<!\.d)\.(?:[cm]?[jt]s|py|rb|go|php|java|kt|cs|exs)$/;
const describedMigration = /^\d{2,}.*\.(?:json|xml|ya?ml)$/;

/** Looks for what a person may have meant where no history is found. */
export function findLeftovers(root: string): Leftovers {
  const sql: Found[] = [];
  const code: Found[] = [];
  const described: Found[] = [];
  walk(root, (directory) => {
    const within = (place: string) => toPosix(path.relative(root, place)) || '.';
    const names = directory.files.filter((name) => /\.sql$/i.test(name));
    const [only, ...others] = names;
    if (only !== undefined && foreignDialect(root, directory.path, names) === undefined) {
      const place = others.length === 0 ? path.join(directory.path, only) : directory.path;
      sql.push({ place: within(place), count: names.length });
    }
    for (const [found, names] of [
      [code, codeIn(directory)] as const,
      [described, describedIn(directory)] as const,
    ]) {
      if (names.length > 0) found.push({ place: within(directory.path), count: names.length });
    }
    return true;
  });
  return { sql: fullestFirst(sql), code: fullestFirst(code), described: fullestFirst(described) };
}

/** The first migration in a folder that is not SQL: written in a programming language, or described. */
export function firstProgram(directory: Directory): string | undefined {
  return codeIn(directory)[0] ?? describedIn(directory)[0];
}

function codeIn(directory: Directory): readonly string[] {
  return isMigratory(directory) ? directory.files.filter((name) => codeMigration.test(name)) : [];
}

/** Their beginning tells them from other numbered data: GitLab keeps its news in `changelogs/`. */
function describedIn(directory: Directory): readonly string[] {
  const names = isMigratory(directory) ? directory.files.filter((name) => describedMigration.test(name)) : [];
  const [first] = names;
  if (first === undefined) return [];
  const isMigration = /databaseChangeLog|"?\boperations"?\s*:/.test(
    readHead(path.join(directory.path, first)) ?? '',
  );
  return isMigration ? names : [];
}

/** Liquibase: `changelog/changes`. */
function isMigratory({ path: folder }: Directory): boolean {
  return [folder, path.dirname(folder)].some((place) => isMigratoryName(path.basename(place)));
}

interface Found {
  readonly place: string;
  readonly count: number;
}

function fullestFirst(found: readonly Found[]): readonly string[] {
  return found
    .toSorted((a, b) => b.count - a.count || compareBytes(a.place, b.place))
    .map(({ place }) => place);
}
