import { groupBy } from '../../model/group-by.ts';
import { once } from '../../model/once.ts';
import type { Subject } from '../../model/rule.ts';
import type { Fact } from '../../model/schema.ts';
import { isSame, namedByIdentity } from '../../sql/relations.ts';
import { childrenOf, factsOf, textOf } from './facts.ts';

/** The domain that a type is, as the history leaves it; undefined for any other type. */
function domainOf(subject: Subject, type: string): Fact | undefined {
  const wanted = namedByIdentity(type);
  return byName(subject)
    .get(wanted.name)
    ?.find(({ name }) => isSame(namedByIdentity(name), wanted));
}

const byName = once((subject: Subject) =>
  groupBy(factsOf(subject, 'domain'), ({ name }) => namedByIdentity(name).name),
);

/** The type beneath a domain, or beneath the domains that lie on each other; any other type stays as it is. */
export function baseType(subject: Subject, type: string): string {
  const seen = new Set<string>();
  let base = type;
  for (let domain = domainOf(subject, base); domain !== undefined; domain = domainOf(subject, base)) {
    if (seen.has(domain.id)) return base;
    seen.add(domain.id);
    base = textOf(domain, 'base');
  }
  return base;
}

/** Whether a type is a domain that takes every value of the type beneath it, as do the domains that it lies on. */
export function refusesNoValue(subject: Subject, type: string): boolean {
  const domain = domainOf(subject, type);
  if (domain === undefined) return false;
  if (domain.definition.notNull === true || childrenOf(subject, domain.id, 'domain-constraint').length > 0)
    return false;
  const base = textOf(domain, 'base');
  return domainOf(subject, base) === undefined || refusesNoValue(subject, base);
}
