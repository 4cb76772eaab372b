import type { Command } from 'commander';
import { databaseUrl } from '../config/environment.ts';
import { StrataError } from '../model/errors.ts';

/** `--live URL`, for commands that look at or change a real database. */
export function addLiveOption(command: Command): Command {
  return command.option('--live <url>', 'the database, postgres://... (default: DATABASE_URL)');
}

/** The URL that was given, else the environment's. Throws a `usage` error where there is none. */
export function liveUrl(given: string | undefined): string {
  const url = given ?? databaseUrl();
  if (url !== undefined) return url;
  throw new StrataError('usage', 'no database was named', {
    hint: 'Give --live postgres://user@host:5432/database, or set DATABASE_URL.',
  });
}
