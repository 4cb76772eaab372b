import { list } from '../definition.ts';
import type { KindRules } from '../kind.ts';
import { plainRules } from './shared/plain.ts';

/** https://www.postgresql.org/docs/18/sql-createtsparser.html */
export const textSearchParserRules: KindRules = plainRules(
  482,
  ({ name, definition }) => `CREATE TEXT SEARCH PARSER ${name} (${list(definition, 'parts').join(', ')})`,
);
