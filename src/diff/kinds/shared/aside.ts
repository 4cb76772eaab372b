import type { Fact } from '../../../model/schema.ts';
import { lastPart, quoteIdentifier, splitLast } from '../../../postgres/identifier.ts';
import { sqlAddress } from '../../address.ts';

/**
 * Columns keep a type while it is replaced: it steps aside under another name, with what it is made of, and goes when they
 * have changed over.
 */
export function retire(word: string) {
  return (fact: Fact) => ({
    aside: [`ALTER ${word} ${fact.name} RENAME TO ${nameAside(fact.name)}`],
    discard: [`DROP ${word} ${splitLast(fact.name)[0]}.${nameAside(fact.name)}`],
  });
}

/** Functions step aside with the domains that call them. Types of their arguments may bear other names by then. */
export function retireRoutine(fact: Fact) {
  const word = fact.kind.toUpperCase();
  const path = /^(?:"(?:[^"]|"")*"|[^"(])+/.exec(fact.name)?.[0] ?? fact.name;
  return {
    aside: [`ALTER ${sqlAddress(fact.id)} RENAME TO ${nameAside(path)}`],
    discard: [`DROP ${word} ${splitLast(path)[0]}.${nameAside(path)}`],
  };
}

/** A name that is out of the way, without its schema. */
export function nameAside(name: string): string {
  const bare = lastPart(name).replace(/^"|"$/g, '').slice(0, 50);
  return quoteIdentifier(`${bare.replaceAll('""', '"')}_replaced`);
}
