import type { Hazard } from '../../model/plan.ts';
import type { Fact } from '../../model/schema.ts';
import { splitLast } from '../../postgres/identifier.ts';
import { type Context, type KindRules, looseness } from '../kind.ts';
import { isHeldInside } from './domain.ts';
import { domainRuleHazards } from './hazards/domain-hazards.ts';

/** https://www.postgresql.org/docs/18/sql-alterdomain.html */
export const domainConstraintRules: KindRules = {
  rank: 345,
  create: (fact, context) => {
    const [domain, name] = splitLast(fact.name);
    const { definition, notValid } = fact.definition;
    const add = `ALTER DOMAIN ${domain} ADD CONSTRAINT ${name} ${definition}`;
    return notValid ? [`${add} NOT VALID`] : [{ sql: add, hazards: hazardsOfRule(fact, context) }];
  },
  drop: (fact) => {
    const [domain, name] = splitLast(fact.name);
    return [`ALTER DOMAIN ${domain} DROP CONSTRAINT ${name}`];
  },
  alter: (before, after, context) => {
    const isValidated = before.definition.notValid && !after.definition.notValid;
    if (!isValidated || before.definition.definition !== after.definition.definition) return 'replace';
    if (isHeldInside(after.parent!, context)) return 'replace';
    const [domain, name] = splitLast(after.name);
    return [
      {
        sql: `ALTER DOMAIN ${domain} VALIDATE CONSTRAINT ${name}`,
        hazards: hazardsOfRule(after, context),
      },
    ];
  },
  inline: ({ definition, parent }, context) =>
    definition.notValid || context.isSketched(parent!) ? undefined : looseness.firm,
  replacedInstead: (fact, context) => (isHeldInside(fact.parent!, context) ? fact.parent : undefined),
};

function hazardsOfRule({ name, definition }: Fact, context: Context): Hazard[] {
  return domainRuleHazards(splitLast(name)[0], String(definition.definition), context);
}
