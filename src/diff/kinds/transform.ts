import { list } from '../definition.ts';
import type { KindRules } from '../kind.ts';
import { plainRules } from './shared/plain.ts';

/** https://www.postgresql.org/docs/18/sql-createtransform.html */
export const transformRules: KindRules = plainRules(
  475,
  ({ name, definition }) => `CREATE TRANSFORM ${name} (${list(definition, 'parts').join(', ')})`,
);
