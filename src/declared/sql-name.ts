import { bareName, quoteIdentifier } from '../postgres/identifier.ts';

/** The last part of a qualified SQL name, quoted where needed: `email` of `public.users.email`. */
export function bareSqlName(name: string): string {
  return quoteIdentifier(bareName(name));
}
