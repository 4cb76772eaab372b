import { once } from '../../../model/once.ts';
import type { Hazard } from '../../../model/plan.ts';
import type { Fact } from '../../../model/schema.ts';
import { freeName } from '../../../postgres/generated-name.ts';
import { bareName, splitLast, withoutSignature } from '../../../postgres/identifier.ts';
import { sqlAddress } from '../../address.ts';
import type { Context } from '../../kind.ts';
import { hazardsOfLeaving } from '../hazards/hazard.ts';
import { isNameTaken } from './taken-name.ts';

/**
 * For what others keep using while it is replaced: it is renamed, and dropped when they use the new one. `lossOf`: what is lost
 * then.
 */
export function retire(word: string, lossOf: (fact: Fact, context: Context) => readonly Hazard[] = () => []) {
  return (fact: Fact, context: Context) => {
    const aside = nameAside(fact.name, fact.id, context);
    return {
      aside: [`ALTER ${word} ${fact.name} RENAME TO ${aside}`],
      discard: [{ sql: `DROP ${word} ${splitLast(fact.name)[0]}.${aside}`, hazards: lossOf(fact, context) }],
    };
  };
}

/** The same of a function that a domain calls. It is dropped without its arguments, whose types may be renamed by then. */
export function retireRoutine(fact: Fact, context: Context) {
  const word = fact.kind.toUpperCase();
  const path = withoutSignature(fact.name);
  const aside = nameAside(path, fact.id, context);
  return {
    aside: [`ALTER ${sqlAddress(fact.id)} RENAME TO ${aside}`],
    discard: [
      { sql: `DROP ${word} ${splitLast(path)[0]}.${aside}`, hazards: hazardsOfLeaving(fact, context) },
    ],
  };
}

/** The temporary name of what is replaced, without its schema. `owner` tells things apart that have one name, or begin alike. */
export function nameAside(name: string, owner: string, context: Context): string {
  const [schema] = splitLast(name);
  const owners = ownersOf(context);
  const free = freeName(bareName(name), 'replaced', (aside) => {
    const whole = `${schema}.${aside}`;
    return isNameTaken(whole, context) || (owners.get(whole) ?? owner) !== owner;
  });
  owners.set(`${schema}.${free}`, owner);
  return free;
}

/** Who has which of the temporary names that a plan has given so far. */
const ownersOf = once((_: Context) => new Map<string, string>());
