import type { ObjectId } from '../../model/object-id.ts';
import type { Fact } from '../../model/schema.ts';
import { quoteLiteral } from '../../postgres/identifier.ts';
import { sqlAddress } from '../address.ts';
import type { Context, KindRules } from '../kind.ts';

/** https://www.postgresql.org/docs/18/sql-comment.html */
export const commentRules: KindRules = {
  rank: 950,
  create: (fact) => [commentSql(fact, quoteLiteral(String(fact.definition.text)))],
  drop: (fact, context) => [commentSql(fact, bornComment(fact, context))],
  // A comment goes along when what it is on is renamed: one on whatever takes the name over is another one.
  alter: (before, after) =>
    before.parent === after.parent
      ? [commentSql(after, quoteLiteral(String(after.definition.text)))]
      : 'replace',
};

/** DROP of a comment that CREATE makes by itself brings that one back. */
function bornComment(fact: Fact, context: Context): string {
  const { comment: born, uncommented } = (fact.parent && context.to.facts.get(fact.parent)?.remarks) || {};
  if (fact.parent === 'schema:public' && !uncommented) return quoteLiteral('standard public schema');
  return born === undefined ? 'NULL' : quoteLiteral(String(born));
}

/** Takes a comment away. */
export function uncomment(fact: Fact): string {
  return commentSql(fact, 'NULL');
}

function commentSql(fact: Fact, value: string): string {
  return `COMMENT ON ${sqlAddress(fact.name as ObjectId)} IS ${value}`;
}
