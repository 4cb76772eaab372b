import { type ObjectId, objectId } from '../../../model/object-id.ts';
import type { Fact } from '../../../model/schema.ts';
import { schemaOf } from '../../address.ts';
import type { KindRules } from '../../kind.ts';

/**
 * Lets an object that goes to another owner wait for the privileges that this owner needs: CREATE on the schema, USAGE on a
 * server's wrapper. Without them only a superuser can set the owner. https://www.postgresql.org/docs/18/sql-altertable.html
 */
export function grantBeforeOwner(rules: KindRules): KindRules {
  return {
    ...rules,
    waitsFor: (fact, context) => {
      const own = rules.waitsFor?.(fact, context) ?? none;
      return fact.definition.owner === undefined ? own : [...own, ...placesOf(fact)];
    },
  };
}

const none: readonly ObjectId[] = [];

/** The `acl` facts of what a fact's owner needs privileges on. */
function placesOf(fact: Fact): readonly ObjectId[] {
  const { kind, dependsOn } = fact;
  if (kind === 'acl' || kind === 'schema') return none;
  const wrapper = kind === 'server' ? dependsOn.filter((id) => id.startsWith('foreign-data-wrapper:')) : [];
  const place = schemaOf(fact);
  return [...(place === undefined ? [] : [place]), ...wrapper].map((id) => objectId('acl', id));
}
