import { list } from '../definition.ts';
import type { KindRules } from '../kind.ts';
import { plainRules } from './shared/plain.ts';

/** https://www.postgresql.org/docs/18/sql-createopclass.html */
export const operatorClassRules: KindRules = plainRules(464, (fact) => {
  const { type, family, storage } = fact.definition;
  const at = fact.name.lastIndexOf(' USING ');
  const items = [...list(fact.definition, 'items'), ...(storage === undefined ? [] : [`STORAGE ${storage}`])];
  const head = `CREATE OPERATOR CLASS ${fact.name.slice(0, at)}${fact.definition.default ? ' DEFAULT' : ''}`;
  const body = items.length === 0 ? `STORAGE ${type}` : items.join(',\n  ');
  return `${head}\n  FOR TYPE ${type}${fact.name.slice(at)} FAMILY ${family} AS\n  ${body}`;
});
