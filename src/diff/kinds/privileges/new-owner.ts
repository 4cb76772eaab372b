import { type ObjectId, objectId } from '../../../model/object-id.ts';
import type { Fact } from '../../../model/schema.ts';
import { schemaOf } from '../../address.ts';
import type { KindRules, Kinds } from '../../kind.ts';

/**
 * Has whatever is given to another role wait for the privileges that this role must have first: CREATE on the schema, USAGE
 * on a server's wrapper. Who is no superuser gives nothing away before. https://www.postgresql.org/docs/18/sql-altertable.html
 */
export function grantBeforeOwner(kinds: Kinds): Kinds {
  const waiting = Object.entries(kinds).map(([kind, rules]) => [kind, waitForGrants(rules)]);
  return Object.fromEntries(waiting) as Kinds;
}

function waitForGrants(rules: KindRules): KindRules {
  return {
    ...rules,
    waitsFor: (fact, context) => {
      const own = rules.waitsFor?.(fact, context) ?? none;
      return fact.definition.owner === undefined ? own : [...own, ...placesOf(fact)];
    },
  };
}

const none: readonly ObjectId[] = [];

/** The privileges on what the owner of a fact must be let into. */
function placesOf(fact: Fact): readonly ObjectId[] {
  const { kind, dependsOn } = fact;
  if (kind === 'acl' || kind === 'schema') return none;
  const wrapper = kind === 'server' ? dependsOn.filter((id) => id.startsWith('foreign-data-wrapper:')) : [];
  const place = schemaOf(fact);
  return [...(place === undefined ? [] : [place]), ...wrapper].map((id) => objectId('acl', id));
}
