import { StrataError } from '../../model/errors.ts';
import { type Finding, isUnread } from '../../model/finding.ts';
import type { History } from '../../model/migration.ts';

/**
 * Throws where a migration could not be read: taken for an empty one, what it makes would be planned again, or lost together with
 * its file. Every flow that goes on from what a whole history makes asks this first.
 */
export function refuseUnread({ findings }: History): void {
  const found = findings.find(isUnread);
  if (found !== undefined) throw asError(found);
}

/** A finding that stops a command. */
export function asError({ message, hint, where }: Finding): StrataError {
  return new StrataError('project', message, {
    ...(hint === undefined ? {} : { hint }),
    ...(where === undefined ? {} : { where }),
  });
}
