import type { Hazard } from '../../../model/plan.ts';
import type { Fact } from '../../../model/schema.ts';
import type { Context } from '../../kind.ts';
import { hazard } from '../hazards/hazard.ts';

/** What holds results of a function, or of a text search configuration, and is not computed again when that changes. */
export function staleResults({ id, name }: Fact, context: Context): Hazard[] {
  return context.dependentsAfter(id).flatMap((user) => {
    if (user.kind === 'text-search-configuration') return staleResults(user, context);
    if (context.isCreated(user.id)) return [];
    const holder = `${user.name} holds what ${name} returned before`;
    if (user.kind === 'index')
      return [hazard('breaks-code', `${holder}: queries may miss rows until REINDEX INDEX ${user.name}.`)];
    return user.definition.generated === 'STORED'
      ? [hazard('breaks-code', `${holder}, until its rows are written again.`)]
      : [];
  });
}
