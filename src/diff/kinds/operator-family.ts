import type { KindRules } from '../kind.ts';
import { plainRules } from './shared/plain.ts';

/** https://www.postgresql.org/docs/18/sql-createopfamily.html */
export const operatorFamilyRules: KindRules = plainRules(
  462,
  (fact) => `CREATE OPERATOR FAMILY ${fact.name}`,
);
