import type { KindRules } from '../kind.ts';
import { retire } from './shared/aside.ts';
import { plainRules } from './shared/plain.ts';

/** https://www.postgresql.org/docs/18/sql-createcollation.html */
export const collationRules: KindRules = plainRules(
  200,
  ({ name, definition }) => {
    const { provider, nondeterministic, locale, collate, ctype, rules } = definition;
    const text = (value: unknown) => `'${String(value).replaceAll("'", "''")}'`;
    const parts = [
      `provider = ${provider}`,
      locale && `locale = ${text(locale)}`,
      collate && `lc_collate = ${text(collate)}`,
      ctype && `lc_ctype = ${text(ctype)}`,
      nondeterministic && 'deterministic = false',
      rules && `rules = ${text(rules)}`,
    ].filter(Boolean);
    return `CREATE COLLATION ${name} (${parts.join(', ')})`;
  },
  { retire: retire('COLLATION') },
);
