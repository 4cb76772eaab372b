import { splitLast } from '../../postgres/identifier.ts';
import { type KindRules, looseness } from '../kind.ts';
import { isHeldInside } from './domain.ts';

/** https://www.postgresql.org/docs/18/sql-alterdomain.html */
export const domainConstraintRules: KindRules = {
  rank: 345,
  create: (fact) => {
    const [domain, name] = splitLast(fact.name);
    const suffix = fact.definition.notValid ? ' NOT VALID' : '';
    return [`ALTER DOMAIN ${domain} ADD CONSTRAINT ${name} ${fact.definition.definition}${suffix}`];
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
    return [`ALTER DOMAIN ${domain} VALIDATE CONSTRAINT ${name}`];
  },
  inline: (fact) => (fact.definition.notValid ? undefined : looseness.firm),
  replacedInstead: (fact, context) => (isHeldInside(fact.parent!, context) ? fact.parent : undefined),
};
