import { shellPath } from './shell-word.ts';

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

/**
 * Commands for a project as seen from where the command ran. The project stands before the options, since some options take all
 * words that follow. Where the URL was no argument it stands in DATABASE_URL, for the next command too.
 */
export function liveCommandFor(dir: string, isUrlGiven: boolean): LiveCommand {
  const place = dir === '.' ? [] : [shellPath(dir)];
  const live = isUrlGiven ? ['--live URL'] : [];
  return (verb, options) =>
    ['strata', verb, ...place, ...(options === undefined ? [] : [options]), ...live].join(' ');
}
