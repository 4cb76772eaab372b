import type { ObjectId } from '../../model/object-id.ts';
import type { Fact } from '../../model/schema.ts';
import { quoteLiteral } from '../../postgres/identifier.ts';
import { sqlAddress } from '../address.ts';
import type { KindRules } from '../kind.ts';

/** https://www.postgresql.org/docs/18/sql-security-label.html */
export const securityLabelRules: KindRules = {
  rank: 960,
  create: (fact) => [labelSql(fact, quoteLiteral(String(fact.definition.text)))],
  drop: (fact) => [labelSql(fact, 'NULL')],
  alter: (_before, after) => [labelSql(after, quoteLiteral(String(after.definition.text)))],
};

function labelSql({ definition: { provider, object } }: Fact, value: string): string {
  return `SECURITY LABEL FOR ${provider} ON ${sqlAddress(object as ObjectId)} IS ${value}`;
}
