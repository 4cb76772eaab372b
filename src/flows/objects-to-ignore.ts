import { isDay } from '../model/day.ts';
import type { DriftedObject } from '../model/drift.ts';
import { StrataError } from '../model/errors.ts';
import type { DriftOptions } from './drift/judge-drift.ts';
import { drift } from './drift.ts';
import { chooseObjects } from './repair/plan.ts';

interface IgnoreOptions extends DriftOptions {
  readonly objects: readonly string[];
  readonly because: string | undefined;
  readonly until: string | undefined;
}

/**
 * The drifted objects that are to be ignored. Throws a `usage` error where no reason is given, or where nothing has one of the
 * names.
 */
export async function objectsToIgnore(options: IgnoreOptions): Promise<readonly DriftedObject[]> {
  const { objects, because, until } = options;
  if (because === undefined || because.trim() === '') {
    throw new StrataError('usage', 'what is ignored needs a reason', {
      hint: "Say --because 'why it may differ', and --until 2027-01-31 where that ends.",
    });
  }
  if (until !== undefined && !isDay(until)) {
    throw new StrataError('usage', `\`${until}\` is not a day`, { hint: 'Write it as 2027-01-31.' });
  }
  if (objects.length === 0) {
    throw new StrataError('usage', 'what is to be ignored was not said', {
      hint: "Name it as strata drift does: --object 'index public.by_name'",
    });
  }
  return chooseObjects((await drift(options)).objects, objects);
}
