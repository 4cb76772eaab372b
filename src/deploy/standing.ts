import { StrataError } from '../model/errors.ts';
import type { LedgerState } from '../model/ledger.ts';
import { few } from '../model/words.ts';
import { migrationOf, type UnitProgress } from './progress.ts';

/** How far each migration came that was begun, by name: on what a deploy or a rollback is decided. */
export type Standing = ReadonlyMap<string, 'applied' | 'failed' | 'half applied'>;

/** What a ledger and the notes say. */
export function standingOf(
  { entries }: LedgerState,
  progress: ReadonlyMap<string, readonly UnitProgress[]>,
): Standing {
  return new Map([
    ...entries.flatMap(({ name, state }) => (state === 'pending' ? [] : [[name, state] as const])),
    ...[...progress.keys()].map((name) => [migrationOf(name), 'half applied'] as const),
  ]);
}

/**
 * Throws where somebody has applied or taken back other migrations than those of the work since it was decided: hazards were asked
 * for and downs were proven for another database. How far the work itself has come does not matter.
 */
export function assertStanding(decidedOn: Standing, now: Standing, work: ReadonlySet<string>): void {
  const changed = [...new Set([...decidedOn.keys(), ...now.keys()])]
    .filter((name) => !work.has(name) && decidedOn.get(name) !== now.get(name))
    .map((name) => `${name} is ${now.get(name) ?? 'pending'} now`);
  if (changed.length === 0) return;
  throw new StrataError('live', `somebody else has deployed in the meantime: ${few(changed, 3)}`, {
    hint: 'Nothing was changed. What was decided does not hold for that: run the command again.',
  });
}
