import type { Drift } from '../model/drift.ts';
import { type DriftOptions, judgeDrift } from './drift/judge-drift.ts';
import { openSides } from './drift/sides.ts';

/** Compares a live database with what its ledger says was applied, object by object. Reads only. */
export async function drift(options: DriftOptions): Promise<Drift> {
  await using sides = await openSides(options);
  return judgeDrift(sides, options);
}
