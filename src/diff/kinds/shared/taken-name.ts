import { once } from '../../../model/once.ts';
import type { Schema } from '../../../model/schema.ts';
import { withoutSignature } from '../../../postgres/identifier.ts';
import type { Context } from '../../kind.ts';

/** Whether something is called so before or after the change, a routine with whatever arguments. `name` is qualified and quoted. */
export function isNameTaken(name: string, { from, to }: Context): boolean {
  return namesIn(from).has(name) || namesIn(to).has(name);
}

const namesIn = once(
  ({ facts }: Schema): ReadonlySet<string> =>
    new Set([...facts.values()].map(({ name }) => withoutSignature(name))),
);
