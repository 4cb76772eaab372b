import type { StrataError } from '../../model/errors.ts';
import { errorOf, type Finding, isUnread } from '../../model/finding.ts';
import type { History } from '../../model/migration.ts';
import { commandsFrom } from './commands-from.ts';
import { shownPath } from './find-projects.ts';

/**
 * Throws where a migration could not be read: taken for an empty one, what it makes would be planned again, or lost together with
 * its file. Every flow that goes on from what a whole history makes asks this first.
 */
export function refuseUnread({ dir, findings }: History, cwd: string): void {
  const found = findings.find(isUnread);
  if (found !== undefined) throw asError(found, shownPath(dir, cwd));
}

/** A finding that stops a command. `dir` is the project, as seen from where the command ran. */
export function asError(finding: Finding, dir: string): StrataError {
  return errorOf(commandsFrom(dir, finding));
}
