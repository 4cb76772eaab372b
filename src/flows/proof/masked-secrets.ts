import { kindOf, nameOf } from '../../model/object-id.ts';
import type { Step } from '../../model/plan.ts';
import type { FactKind, Schema } from '../../model/schema.ts';
import { secretMask } from '../../postgres/secrets.ts';

/** Kinds that may hold a password, in words. */
const holders: Partial<Readonly<Record<FactKind, string>>> = {
  subscription: 'subscription',
  'user-mapping': 'user mapping',
};

/** What of a Schema has a password, which is masked where it is read: a sentence each for whoever runs its SQL. */
export function maskedSecrets({ facts }: Pick<Schema, 'facts'>): readonly string[] {
  return [...facts.values()]
    .filter(({ kind, definition }) => kind in holders && JSON.stringify(definition).includes(secretMask))
    .map(
      ({ kind, name }) =>
        `The password of ${holders[kind]} ${name} is never read: write it in for ${secretMask}`,
    );
}

/** The object of which one of these steps would write a mask for its password; undefined where none does. */
export function maskWritten(steps: readonly Step[]): string | undefined {
  const step = steps.find(({ object, sql }) => kindOf(object) in holders && sql.includes(secretMask));
  return step && `${holders[kindOf(step.object) as FactKind]} ${nameOf(step.object)}`;
}
