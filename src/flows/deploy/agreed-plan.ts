import { createHash } from 'node:crypto';
import { StrataError } from '../../model/errors.ts';

/** Names a plan by what it would do and where: the same gives the same name. */
export function planName(...essence: readonly unknown[]): string {
  return createHash('sha256').update(JSON.stringify(essence)).digest('hex').slice(0, 12);
}

/** Throws a `usage` error where another plan was agreed to; `hint` says how to look at this one. */
export function assertAgreed(agreed: string, plan: string | undefined, hint: string): void {
  if (agreed === plan) return;
  throw new StrataError('usage', `the plan is ${plan ?? 'empty'} now, not ${agreed}`, { hint });
}
