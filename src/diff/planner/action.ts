import { idWords, type ObjectId } from '../../model/object-id.ts';
import type { Fact } from '../../model/schema.ts';

/**
 * One thing to do to one fact. `discard` finally drops what its `drop` has renamed. `save` copies aside what `refill` puts back
 * when the fact is replaced. On a cycle, `sketch` creates a placeholder that `create` completes, and `hollow` turns something into
 * a placeholder before it is altered or dropped.
 */
export interface Action {
  readonly verb: 'create' | 'drop' | 'alter' | 'discard' | 'save' | 'refill' | 'sketch' | 'hollow';
  readonly id: ObjectId;
  readonly fact: Fact;
}

/** Actions done by one statement: the first carries it out, the others come with it. */
export interface Group {
  readonly lead: Action;
  readonly inlined: readonly Fact[];
}

/** Objects depend on each other in cycles that the order of actions cannot open. */
export class CycleError extends Error {
  readonly cycles: readonly (readonly Action[])[];

  /** `ring` is the shortest way around one of them: each action waits for the next, and the last for the first. */
  constructor(cycles: readonly (readonly Action[])[], ring: readonly Action[]) {
    const [first, ...others] = ring.map(({ verb, id }) => `${verb} ${idWords(id)}`);
    super([first, ...others, first].join(', which waits for ').replace(', which', ''));
    this.cycles = cycles;
  }
}
