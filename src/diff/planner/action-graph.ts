import { entry } from '../../model/entry.ts';
import type { ObjectId } from '../../model/object-id.ts';
import type { Fact } from '../../model/schema.ts';
import { type Looseness, looseness } from '../kind.ts';
import { type Action, CycleError, type Group } from './action.ts';
import { findCycles, findRing, type Graph, sortGraph } from './graph.ts';

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
      const cycles = new Cycles(findCycles(folded), roots);
      const isOpened =
        this.loosen(cycles, looseness.loose) ||
        this.givePreferencesUp(cycles) ||
        this.loosen(cycles, looseness.firm);
      if (!isOpened) throw this.cycleError(folded);
    }
  }

  /** Removes the preferences inside of cycles; false where there are none. */
  private givePreferencesUp(cycles: Cycles): boolean {
    const isInside = ([before, after]: readonly [number, number]) =>
      cycles.withBoth(before, after) !== undefined;
    const inside = this.preferences.filter(isInside);
    for (const [before, after] of inside) this.edges[before]!.delete(after);
    this.preferences = this.preferences.filter((one) => !isInside(one));
    return inside.length > 0;
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
  private loosen(cycles: Cycles, least: Looseness): boolean {
    const candidates = new Map<number, Set<number>>();
    for (const [i, next] of this.edges.entries()) {
      for (const j of next) {
        const cycle = cycles.withBoth(i, j);
        if (cycle === undefined) continue;
        for (const one of [i, j])
          if (this.leader[one] !== one && !this.isDiscarded(one))
            entry(candidates, cycle, () => new Set<number>()).add(one);
      }
    }
    let hasLoosened = false;
    for (const onCycle of candidates.values()) {
      let loosest = 0;
      for (const i of onCycle) loosest = Math.max(loosest, this.looseness[i]!);
      for (const i of onCycle) {
        if (loosest < least || this.looseness[i] !== loosest) continue;
        this.leader[i] = i;
        hasLoosened = true;
      }
    }
    return hasLoosened;
  }

  private cycleError(graph: Graph): CycleError {
    const cycles = findCycles(graph);
    const named = (nodes: readonly number[]) => nodes.map((i) => this.actions[i]!);
    return new CycleError(cycles.map(named), named(findRing(graph, cycles[0]!).reverse()));
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

/** Which actions lie on which cycle of the folded graph. */
class Cycles {
  private readonly roots: readonly number[];
  private readonly numbers = new Map<number, number>();

  constructor(cycles: readonly (readonly number[])[], roots: readonly number[]) {
    this.roots = roots;
    for (const [number, cycle] of cycles.entries()) for (const i of cycle) this.numbers.set(i, number);
  }

  /** The number of the cycle that two actions of different groups lie on; undefined where there is none. */
  withBoth(i: number, j: number): number | undefined {
    const number = this.numbers.get(this.roots[i]!);
    if (number === undefined || this.roots[i] === this.roots[j]) return undefined;
    return this.numbers.get(this.roots[j]!) === number ? number : undefined;
  }
}
