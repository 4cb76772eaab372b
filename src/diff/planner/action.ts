import type { ObjectId } from '../../model/object-id.ts';
import type { Fact } from '../../model/schema.ts';

/**
 * One thing to do to one fact. `discard` ends the life of what was moved out of the way by its `drop`; `sketch` makes
 * something on a circle before it can be completed, `hollow` empties it before it can be dropped.
 */
export interface Action {
  readonly verb: 'create' | 'drop' | 'alter' | 'discard' | 'sketch' | 'hollow';
  readonly id: ObjectId;
  readonly fact: Fact;
}

/** Actions done by one statement: the first carries it out, the others come with it. */
export interface Group {
  readonly lead: Action;
  readonly inlined: readonly Fact[];
}

/** Objects depend on each other in a circle that no splitting opens. */
export class CycleError extends Error {
  readonly actions: readonly Action[];

  constructor(actions: readonly Action[]) {
    super(
      actions
        .map(({ verb, id }) => `${verb} ${id}`)
        .sort()
        .join(', '),
    );
    this.actions = actions;
  }
}
