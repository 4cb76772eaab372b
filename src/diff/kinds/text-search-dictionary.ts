import type { KindRules } from '../kind.ts';
import { retire } from './shared/aside.ts';
import { plainRules } from './shared/plain.ts';

/** https://www.postgresql.org/docs/18/sql-createtsdictionary.html */
export const textSearchDictionaryRules: KindRules = plainRules(
  484,
  ({ name, definition }) => {
    const options = definition.options === undefined ? '' : `, ${definition.options}`;
    return `CREATE TEXT SEARCH DICTIONARY ${name} (TEMPLATE = ${definition.template}${options})`;
  },
  { retire: retire('TEXT SEARCH DICTIONARY') },
);
