import { entry } from '../../../model/entry.ts';
import type { ObjectId } from '../../../model/object-id.ts';
import type { Fact, Schema } from '../../../model/schema.ts';
import type { Context } from '../../kind.ts';
import type { Difference } from './names-in-partitions.ts';

/** A plan's outcome as it will be, and as it should be. */
export interface Remainder {
  readonly from: Schema;
  readonly to: Schema;
}

/** Where each turn starts and ends. `to`: how all should be. */
export function goOn(to: Schema, turns: readonly (readonly Difference[])[]): readonly Remainder[] {
  if (turns.length === 0) return [];
  const facts = new Map(to.facts);
  for (const [will] of turns.flat()) facts.set(will.id, will);
  let from = { ...to, facts };
  return turns.map((turn) => {
    const before = from;
    from = {
      ...to,
      facts: new Map([...before.facts, ...turn.map(([, should]) => [should.id, should] as const)]),
    };
    return { from: before, to: from };
  });
}

/**
 * The differences of tables in the turns that they take: a table gives a column up after those below have got theirs right, which
 * would be without it if they were detached meanwhile.
 */
export function inTurns(
  differences: ReadonlyMap<ObjectId, readonly Difference[]>,
  context: Context,
): readonly (readonly Difference[])[] {
  const turns: Difference[][] = [];
  const known = new Map<ObjectId, number>();
  const lastTurn = (table: ObjectId): number =>
    entry(known, table, () => {
      const links = context.dependentsAfter(table).filter(({ kind }) => kind === 'inheritance');
      const below = links.flatMap(({ parent }) =>
        parent === undefined || parent === table ? [] : [lastTurn(parent)],
      );
      const found = differences.get(table);
      const last = Math.max(-1, ...below);
      if (found === undefined) return last;
      const turn = Math.max(0, found.some(([will, should]) => isGivenUp(will, should)) ? last + 1 : last);
      turns[turn] ??= [];
      turns[turn].push(...found);
      return turn;
    });
  for (const table of differences.keys()) lastTurn(table);
  return turns;
}

function isGivenUp({ definition: was }: Fact, { definition: is }: Fact): boolean {
  return was.own === true && is.own !== true;
}
