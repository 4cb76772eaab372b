import { quoteLiteral } from '../../postgres/identifier.ts';
import type { KindRules } from '../kind.ts';
import { retire } from './shared/aside.ts';
import { plainRules } from './shared/plain.ts';

/** https://www.postgresql.org/docs/18/sql-createcollation.html */
export const collationRules: KindRules = plainRules(
  200,
  ({ name, definition }) => {
    const { provider, nondeterministic, locale, collate, ctype, rules } = definition;
    const parts = [
      `provider = ${provider}`,
      locale && `locale = ${quoteLiteral(String(locale))}`,
      collate && `lc_collate = ${quoteLiteral(String(collate))}`,
      ctype && `lc_ctype = ${quoteLiteral(String(ctype))}`,
      nondeterministic && 'deterministic = false',
      rules && `rules = ${quoteLiteral(String(rules))}`,
    ].filter(Boolean);
    return `CREATE COLLATION ${name} (${parts.join(', ')})`;
  },
  { retire: retire('COLLATION') },
);
