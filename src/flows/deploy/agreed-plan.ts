import { createHash } from 'node:crypto';
import type { UnitProgress } from '../../deploy/progress.ts';
import { standingOf } from '../../deploy/standing.ts';
import { databaseNamed } from '../../live/open.ts';
import { StrataError } from '../../model/errors.ts';
import type { LedgerState } from '../../model/ledger.ts';

/** Names a plan by what it would do and where: the same gives the same name. */
export function planName(...essence: readonly unknown[]): string {
  return createHash('sha256').update(JSON.stringify(essence)).digest('hex').slice(0, 12);
}

/**
 * Names a plan that starts from what a ledger and the notes on half-applied migrations say, statement by statement: a run that goes on
 * elsewhere than it was shown is another one.
 */
export function planNameOn(
  url: string,
  state: LedgerState,
  progress: ReadonlyMap<string, readonly UnitProgress[]>,
  ...essence: readonly unknown[]
): string {
  const { kind, schema, table } = state.ledger;
  const standing = [...standingOf(state, progress)].sort();
  const notes = [...progress].map(([name, rows]) => [name, rows.map((row) => [row.unit, row.state])]).sort();
  return planName(databaseNamed(url), kind, schema, table, standing, notes, ...essence);
}

/** Throws a `usage` error where another plan was agreed to; `hint` says how to look at this one. */
export function assertAgreed(agreed: string, plan: string | undefined, hint: string): void {
  if (agreed === plan) return;
  throw new StrataError('usage', `the plan is ${plan ?? 'empty'} now, not ${agreed}`, { hint });
}
