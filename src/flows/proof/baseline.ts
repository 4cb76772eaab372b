import { planChanges } from '../../diff/plan.ts';
import type { Plan } from '../../model/plan.ts';
import type { Schema } from '../../model/schema.ts';
import { maskedSecrets } from './masked-secrets.ts';
import { withOwnerGrants } from './owner-grants.ts';

/** Plans the one migration that makes `goal` on a server before its first migration, as `start` is. */
export function planBaseline(start: Schema, goal: Schema): Plan {
  return withOwnerGrants({ ...planChanges(start, goal), renameOffers: [] }, goal);
}

/** What a baseline of this Schema cannot hold, a sentence each. */
export function notInBaseline(goal: Schema): readonly string[] {
  return [
    ...goal.notModelled.map(
      ({ type, identity }) => `Not read, and so not in the baseline: ${type} ${identity}`,
    ),
    ...maskedSecrets(goal),
  ];
}
