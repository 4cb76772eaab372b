import { kindOf } from '../../model/object-id.ts';
import type { KindRules } from '../kind.ts';
import { plainRules } from './shared/plain.ts';

/**
 * https://www.postgresql.org/docs/18/sql-createcast.html Before all that may cast: an expression depends on the types of a cast that
 * has no function, and not on the cast.
 */
export const castRules: KindRules = plainRules(
  305,
  ({ name, definition }) => {
    const context = definition.context === undefined ? '' : ` AS ${definition.context}`;
    return `CREATE CAST ${name} ${definition.how}${context}`;
  },
  {
    // An expression that casts depends on the cast's function, and not on the cast.
    changedAfterwards: ({ id, dependsOn }, context) =>
      dependsOn
        .filter((need) => kindOf(need) === 'function')
        .flatMap((need) => context.dependentsAfter(need))
        .map((user) => user.id)
        .filter((user) => user !== id),
  },
);
