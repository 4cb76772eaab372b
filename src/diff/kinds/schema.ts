import type { Fact } from '../../model/schema.ts';
import { changeOwner, giveOwner } from '../definition.ts';
import type { KindRules } from '../kind.ts';
import { plainRules } from './shared/plain.ts';

/** https://www.postgresql.org/docs/18/sql-createschema.html */
export const schemaRules: KindRules = plainRules(10, (fact) => `CREATE SCHEMA ${fact.name}`, {
  create: (fact) => [`CREATE SCHEMA ${fact.name}`, ...(isAsBorn(fact) ? bornPublic : giveOwner(fact))],
  alter: (before, after) => (isAsBorn(after) ? bornPublic.slice(0, 1) : changeOwner(before, after)),
});

/** The schema `public` as initdb makes it. https://www.postgresql.org/docs/18/ddl-schemas.html#DDL-SCHEMAS-PUBLIC */
const bornPublic = [
  'ALTER SCHEMA public OWNER TO pg_database_owner',
  'GRANT USAGE ON SCHEMA public TO PUBLIC',
  "COMMENT ON SCHEMA public IS 'standard public schema'",
];

function isAsBorn({ name, definition }: Fact): boolean {
  return name === 'public' && definition.owner === undefined;
}
