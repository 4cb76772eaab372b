import { list } from '../definition.ts';
import type { KindRules } from '../kind.ts';
import { plainRules } from './shared/plain.ts';

/** https://www.postgresql.org/docs/18/sql-createtstemplate.html */
export const textSearchTemplateRules: KindRules = plainRules(
  483,
  ({ name, definition }) => `CREATE TEXT SEARCH TEMPLATE ${name} (${list(definition, 'parts').join(', ')})`,
);
