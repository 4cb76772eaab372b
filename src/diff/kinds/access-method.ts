import type { KindRules } from '../kind.ts';
import { plainRules } from './shared/plain.ts';

/** https://www.postgresql.org/docs/18/sql-create-access-method.html */
export const accessMethodRules: KindRules = plainRules(
  455,
  ({ name, definition }) =>
    `CREATE ACCESS METHOD ${name} TYPE ${definition.type} HANDLER ${definition.handler}`,
);
