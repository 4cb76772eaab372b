/** The project and the live database that a result is about. */
export interface LiveProject {
  /** Relative to where the command ran. */
  readonly dir: string;
  /** Of the migrations, relative to the project's directory. */
  readonly folder: string;
  /** The URL without its password. */
  readonly shownUrl: string;
}

/** Writes a command of Strata for a project and its live database, ready for a shell but for what only the user knows. */
export type LiveCommand = (verb: string, options?: string) => string;
