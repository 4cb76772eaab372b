import type { Fact } from '../../../model/schema.ts';
import { createRoutine } from '../routine.ts';

/** Creates the functions that a type needs and that need its name: a shell type comes first. */
export function supportFunctions(fact: Fact, functions: readonly Fact[]): string[] {
  if (functions.length === 0) return [];
  return [`CREATE TYPE ${fact.name}`, ...functions.flatMap((routine) => createRoutine(routine))];
}
