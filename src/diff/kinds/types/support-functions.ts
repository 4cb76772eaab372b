import type { Fact } from '../../../model/schema.ts';
import { createRoutine } from '../routine.ts';

/** The functions that mention a type and are needed to make it: its name comes first, as a shell. */
export function supportFunctions(fact: Fact, functions: readonly Fact[]): string[] {
  if (functions.length === 0) return [];
  return [`CREATE TYPE ${fact.name}`, ...functions.flatMap((routine) => createRoutine(routine))];
}
