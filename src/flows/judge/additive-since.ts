import { runningOrders } from '../../history/running-order.ts';
import { StrataError } from '../../model/errors.ts';
import type { History } from '../../model/migration.ts';
import type { Policies } from '../../model/policies.ts';
import { similarNames } from '../../model/similar-names.ts';

/**
 * The policies with `additiveOnly.since` as the name of a migration of this history. A number or a time that none bears is a place
 * in the runner's order, since one configuration may serve several projects, and a squash takes names away. Throws a `config`
 * error for any other name that no migration bears: the policy would judge nothing.
 */
export function placeSince(policies: Policies, { migrations, runner }: History): Policies {
  const since = policies.additiveOnly?.since;
  const names = migrations.map(({ name }) => name);
  if (since === undefined || names.length === 0 || names.includes(since)) return policies;
  if (!/^V?\d/i.test(since)) {
    const [near] = similarNames(since, names, 1);
    throw new StrataError('config', `\`policies.additiveOnly.since\`: there is no migration ${since}`, {
      hint:
        near === undefined
          ? 'Name the first migration that may only add, as strata check shows it, or its number.'
          : `Did you mean ${near}?`,
    });
  }
  const first = names.find((name) => runningOrders[runner](name, since) >= 0);
  return first === undefined ? policies : { ...policies, additiveOnly: { since: first } };
}
