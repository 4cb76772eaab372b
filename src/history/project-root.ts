import type { Finding } from '../model/finding.ts';
import type { Layout, Platform, Runner } from '../model/migration.ts';

/** A history that was found on disk: where it lies and who applies it. Nothing of it has been read yet. */
export interface ProjectRoot {
  /** Absolute path of the project's directory. */
  readonly dir: string;
  readonly layout: Layout;
  readonly runner: Runner;
  /** Folder of the migrations, relative to `dir`, with forward slashes; `.` when it is `dir` itself. */
  readonly folder: string;
  /** Further folders of the same history, as the project's configuration names them. */
  readonly more?: readonly string[];
  /** Where files were named instead of a folder: those, relative to `dir`; nothing else is read. */
  readonly files?: readonly string[];
  /** Nothing says that its files are migrations: they have no numbers, and the folder has no telling name. */
  readonly isStray?: true;
  /** Files and names that told the layout, relative to `dir`, sorted. */
  readonly evidence: readonly string[];
  /**
   * Where the declared schema lies, relative to `dir`: `schema.prisma`, a folder of several, `supabase/schemas`, or the
   * `config.toml` that names its files.
   */
  readonly schema?: string;
  /** Seed files that the project's configuration names (patterns included), relative to `dir`. */
  readonly seeds?: readonly string[];
  /** The ledger's table, where the project's configuration names one: `schema.table`, quoted where needed. */
  readonly ledgerTable?: string;
}

/** What a look through a directory gives: the histories in it, and the ones that are not for PostgreSQL. */
export interface ProjectSurvey {
  /** Sorted by directory, then folder. */
  readonly projects: readonly ProjectRoot[];
  /** Files are named relative to the directory that was searched. */
  readonly findings: readonly Finding[];
  /** The ones that are not for PostgreSQL: folder, relative to the directory that was searched, and database. */
  readonly foreign: readonly { readonly folder: string; readonly database: string }[];
  /** Absolute paths of directories that this user may not list. */
  readonly unlisted: readonly string[];
}

/** What the project's own configuration says instead of what was detected. */
export interface HistoryOverrides {
  /** What a program fills in before it runs the files, by how it stands in them. */
  readonly placeholders?: Readonly<Record<string, string>>;
  readonly layout?: Layout;
  readonly runner?: Runner;
  readonly platform?: Platform;
  /** The ledger's table: `table` or `schema.table`. */
  readonly ledgerTable?: string;
}
