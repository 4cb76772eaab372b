import { quoteIdentifier, splitIdentifier } from '../postgres/identifier.ts';

/** The last part of a qualified SQL name, quoted where needed: `email` of `public.users.email`. */
export function lastPart(name: string): string {
  return quoteIdentifier(splitIdentifier(name).at(-1) ?? name);
}
