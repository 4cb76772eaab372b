import { quoteLiteral } from '../../postgres/identifier.ts';
import type { KindRules } from '../kind.ts';
import { plainRules } from './shared/plain.ts';

/** https://www.postgresql.org/docs/18/sql-createconversion.html */
export const conversionRules: KindRules = plainRules(478, ({ name, definition }) => {
  const { source, target, routine } = definition;
  return `CREATE ${definition.default ? 'DEFAULT ' : ''}CONVERSION ${name} FOR ${quoteLiteral(String(source))} TO ${quoteLiteral(String(target))} FROM ${routine}`;
});
