import { type Command, Option } from 'commander';
import { databaseUrl } from '../config/environment.ts';
import { StrataError } from '../model/errors.ts';
import { isDatabaseUrl } from '../model/patterns.ts';
import { driftAllowances, historyDirOf, type RehearsalArguments, settingsReader } from './settings.ts';

/** The arguments of commands that are about a project and its live database. */
export interface LiveArguments extends RehearsalArguments {
  readonly live?: string;
  readonly json?: true;
}

/** The named project, its live database, and how the project is read. */
export async function liveProject(dir: string, given: LiveArguments) {
  return {
    cwd: process.cwd(),
    dir: await historyDirOf(dir),
    url: liveUrl(given.live),
    settingsOf: settingsReader(given),
  };
}

/** What of it may differ, and until when. */
export function driftRules() {
  return { ignoresOf: driftAllowances, today: new Date().toISOString().slice(0, 10) };
}

/** `--live URL`, for commands that look at or change a real database. */
export function addLiveOption(command: Command): Command {
  return command.addOption(
    new Option('--live <url>', 'the database, postgres://...').default(undefined, 'DATABASE_URL'),
  );
}

/**
 * The given URL, else the one in the environment. Throws a `usage` error where there is none, or where it is not one of
 * PostgreSQL.
 */
export function liveUrl(given: string | undefined): string {
  const url = given ?? databaseUrl();
  if (url === undefined) {
    throw new StrataError('usage', 'no database was named', {
      hint: 'Give --live postgres://user@host:5432/database, or set DATABASE_URL.',
    });
  }
  if (isDatabaseUrl(url)) return url;
  // In `check --live systems/a` the folder would be taken for the URL.
  throw new StrataError(
    'usage',
    given === undefined ? 'DATABASE_URL is not a URL of PostgreSQL' : '--live wants the URL of a database',
    {
      hint: 'Write --live postgres://user@host:5432/database. Where DATABASE_URL is meant, name the project before --live.',
    },
  );
}
