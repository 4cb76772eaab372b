import type { Fact } from '../../../model/schema.ts';
import { freeName } from '../../../postgres/generated-name.ts';
import { bareName, splitLast } from '../../../postgres/identifier.ts';
import { sqlAddress } from '../../address.ts';
import type { Context } from '../../kind.ts';
import { isNameTaken } from './taken-name.ts';

/**
 * Columns keep a type while it is replaced: it steps aside under another name, with what it is made of, and goes when they
 * have changed over.
 */
export function retire(word: string) {
  return (fact: Fact, context: Context) => {
    const aside = nameAside(fact.name, context);
    return {
      aside: [`ALTER ${word} ${fact.name} RENAME TO ${aside}`],
      discard: [`DROP ${word} ${splitLast(fact.name)[0]}.${aside}`],
    };
  };
}

/** Functions step aside with the domains that call them. Types of their arguments may bear other names by then. */
export function retireRoutine(fact: Fact, context: Context) {
  const word = fact.kind.toUpperCase();
  const path = /^(?:"(?:[^"]|"")*"|[^"(])+/.exec(fact.name)?.[0] ?? fact.name;
  const aside = nameAside(path, context);
  return {
    aside: [`ALTER ${sqlAddress(fact.id)} RENAME TO ${aside}`],
    discard: [`DROP ${word} ${splitLast(path)[0]}.${aside}`],
  };
}

/** A name that is out of the way, without its schema. */
export function nameAside(name: string, context: Context): string {
  const [schema] = splitLast(name);
  return freeName(bareName(name), '', 'replaced', (aside) => isNameTaken(`${schema}.${aside}`, context));
}
