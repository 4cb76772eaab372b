import { entry } from '../../model/entry.ts';
import type { ObjectId } from '../../model/object-id.ts';
import type { Fact } from '../../model/schema.ts';
import { type Looseness, looseness } from '../kind.ts';
import { type Action, CycleError, type Group } from './action.ts';
import { findCycles, type Graph, sortGraph } from './order.ts';

/**
 * The order of actions, and which of them are folded into the statement of another. Among those that may come next, the least
 * number does.
 */
export class ActionGraph {
  readonly actions: readonly Action[];
  private readonly numbers = new Map<Action['verb'], Map<ObjectId, number>>();
  private readonly edges: readonly Set<number>[];
  private preferences: (readonly [number, number])[] = [];
  /** The action whose statement does this one as well; itself where it has its own. */
  private readonly leader: number[];
  private readonly looseness: number[];

  constructor(actions: readonly Action[]) {
    this.actions = actions;
    this.edges = actions.map(() => new Set());
    this.leader = actions.map((_, i) => i);
    this.looseness = actions.map(() => 0);
    for (const [i, { verb, id }] of actions.entries())
      entry(this.numbers, verb, () => new Map<ObjectId, number>()).set(id, i);
  }

  number(verb: Action['verb'], id: ObjectId): number | undefined {
    return this.numbers.get(verb)?.get(id);
  }

  /** Folds this action into the statement of another. On a cycle the loosest get their own statement first, those of 0 never. */
  follow(i: number, leader: number, looseness: number): void {
    this.leader[i] = leader;
    this.looseness[i] = looseness;
  }

  edge(before: number | undefined, after: number | undefined): void {
    if (before !== undefined && after !== undefined && before !== after) this.edges[before]!.add(after);
  }

  /** An edge that is given up where it closes a cycle. */
  preference(before: number | undefined, after: number | undefined): void {
    if (before === undefined || after === undefined || this.edges[before]!.has(after)) return;
    this.edge(before, after);
    this.preferences.push([before, after]);
  }

  /** Whether it is renamed with its parent and goes when that is discarded, so that nothing has to wait for it. */
  isDiscarded(i: number | undefined): boolean {
    return i !== undefined && this.actions[this.leader[i]!]?.verb === 'discard';
  }

  /**
   * Sorts the folded graph. While there are cycles, unfolds actions or gives up preferences on them, the firmest last, and sorts
   * again.
   */
  order(): Group[] {
    for (;;) {
      const roots = this.actions.map((_, i) => this.root(i));
      const folded = this.fold(roots);
      const order = sortGraph(folded);
      if (order.length === this.actions.length) return this.groups(order, roots);
      const cycles = findCycles(folded);
      const isOpened =
        this.loosen(cycles, roots, looseness.loose) ||
        this.givePreferencesUp(cycles, roots) ||
        this.loosen(cycles, roots, looseness.firm);
      if (!isOpened) throw this.cycleError(folded);
    }
  }

  /** Removes the preferences inside of cycles; false where there are none. */
  private givePreferencesUp(cycles: readonly (readonly number[])[], roots: readonly number[]): boolean {
    const count = this.preferences.length;
    for (const cycle of cycles) {
      const inCycle = new Set(cycle);
      const isInside = ([before, after]: readonly [number, number]) =>
        inCycle.has(roots[before]!) && inCycle.has(roots[after]!);
      for (const [before, after] of this.preferences.filter(isInside)) this.edges[before]!.delete(after);
      this.preferences = this.preferences.filter((one) => !isInside(one));
    }
    return this.preferences.length < count;
  }

  private root(i: number): number {
    let at = i;
    for (const seen = new Set<number>(); this.leader[at] !== at; at = this.leader[at]!) {
      if (seen.has(at)) this.leader[at] = at;
      seen.add(at);
    }
    return at;
  }

  /** The graph in which every group is one node; the members of groups stay as nodes without edges. */
  private fold(roots: readonly number[]): Graph {
    const edges = this.actions.map(() => new Set<number>());
    for (const [i, next] of this.edges.entries()) {
      const from = roots[i]!;
      for (const j of next) if (roots[j] !== from) edges[from]!.add(roots[j]!);
    }
    return { size: this.actions.length, edges };
  }

  /** Unfolds the loosest actions that have edges inside of a cycle; false where none is as loose as that. */
  private loosen(
    cycles: readonly (readonly number[])[],
    roots: readonly number[],
    least: Looseness,
  ): boolean {
    let hasLoosened = false;
    for (const cycle of cycles) {
      const inCycle = new Set(cycle);
      const candidates = new Set<number>();
      for (const [i, next] of this.edges.entries()) {
        for (const j of next) {
          if (roots[i] === roots[j] || !inCycle.has(roots[i]!) || !inCycle.has(roots[j]!)) continue;
          if (this.leader[i] !== i && !this.isDiscarded(i)) candidates.add(i);
          if (this.leader[j] !== j && !this.isDiscarded(j)) candidates.add(j);
        }
      }
      let loosest = 0;
      for (const i of candidates) loosest = Math.max(loosest, this.looseness[i]!);
      for (const i of candidates) {
        if (loosest < least || this.looseness[i] !== loosest) continue;
        this.leader[i] = i;
        hasLoosened = true;
      }
    }
    return hasLoosened;
  }

  private cycleError(graph: Graph): CycleError {
    const [cycle = []] = findCycles(graph);
    return new CycleError(cycle.map((i) => this.actions[i]!));
  }

  private groups(order: readonly number[], roots: readonly number[]): Group[] {
    const members = new Map<number, Fact[]>();
    for (const [i, root] of roots.entries()) {
      if (root === i) continue;
      entry(members, root, () => []).push(this.actions[i]!.fact);
    }
    return order
      .filter((i) => roots[i] === i)
      .map((i) => ({ lead: this.actions[i]!, inlined: members.get(i) ?? [] }));
  }
}
