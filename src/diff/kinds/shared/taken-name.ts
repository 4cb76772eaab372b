import { once } from '../../../model/once.ts';
import type { Schema } from '../../../model/schema.ts';
import { withoutSignature } from '../../../postgres/identifier.ts';
import type { Context } from '../../kind.ts';

/**
 * Whether something is called so before or after the change, a routine with whatever arguments, or has a part that is: the index of a
 * key, the sequence of an identity. `name` is qualified and quoted.
 */
export function isNameTaken(name: string, context: Context): boolean {
  if (namesIn(context.from).has(name) || namesIn(context.to).has(name)) return true;
  return context.isTaken(`relation ${name}`) || context.isTaken(`type ${name}`);
}

const namesIn = once(
  ({ facts }: Schema): ReadonlySet<string> =>
    new Set([...facts.values()].map(({ name }) => withoutSignature(name))),
);
