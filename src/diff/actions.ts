import { kindOf, type ObjectId } from '../model/object-id.ts';
import type { Fact } from '../model/schema.ts';
import { type Action, CycleError, type Group } from './action.ts';
import type { ChangeSet } from './change-set.ts';
import type { Kinds } from './kind.ts';
import { findCycles, type Graph, sortGraph } from './order.ts';

/** Orders everything that a change set asks for, and folds children into the statements of their parents where order allows. */
export function orderActions(set: ChangeSet, kinds: Kinds): Group[] {
  for (;;) {
    try {
      return new ActionGraph(set, kinds).order();
    } catch (error) {
      if (!(error instanceof CycleError) || !openCircle(error.actions, set, kinds)) throw error;
    }
  }
}

/** Chooses something on the circle that can be sketched; false where nothing can. */
function openCircle(actions: readonly Action[], set: ChangeSet, kinds: Kinds): boolean {
  const circle = new Set(actions.map(({ id }) => id));
  const fact = actions
    .map((action) => action.fact)
    .filter(({ kind, id }) => kinds[kind].sketch !== undefined && !set.sketched.has(id))
    .sort((a, b) => (a.id < b.id ? -1 : 1))[0];
  if (fact !== undefined) set.sketched.set(fact.id, circle);
  return fact !== undefined;
}

class ActionGraph {
  private readonly set: ChangeSet;
  private readonly kinds: Kinds;
  private readonly actions: Action[] = [];
  private readonly numbers = new Map<string, number>();
  private readonly edges: Set<number>[] = [];
  private preferences: (readonly [number, number])[] = [];
  /** The action whose statement does this one too; itself where it stands alone. */
  private readonly leader: number[] = [];
  private readonly looseness: number[] = [];

  constructor(set: ChangeSet, kinds: Kinds) {
    this.set = set;
    this.kinds = kinds;
    this.addActions();
    for (let i = 0; i < this.actions.length; i += 1) this.leader[i] = this.chooseLeader(i);
    this.connect();
  }

  private addActions(): void {
    const { set } = this;
    for (const id of set.dropped) this.addAction('drop', set.from.facts.get(id)!);
    for (const id of set.created) this.addAction('create', set.to.facts.get(id)!);
    for (const id of set.altered.keys()) this.addAction('alter', set.to.facts.get(id)!);
    for (const id of set.retired) this.addAction('discard', set.from.facts.get(id)!);
    for (const id of set.sketched.keys()) {
      if (set.created.has(id)) this.addAction('sketch', set.to.facts.get(id)!);
      if (set.dropped.has(id) || set.altered.has(id)) this.addAction('hollow', set.from.facts.get(id)!);
    }
  }

  private addAction(verb: Action['verb'], fact: Fact): void {
    this.numbers.set(`${verb} ${fact.id}`, this.actions.length);
    this.actions.push({ verb, id: fact.id, fact });
    this.edges.push(new Set());
    this.looseness.push(0);
  }

  private number(verb: Action['verb'], id: ObjectId): number | undefined {
    return this.numbers.get(`${verb} ${id}`);
  }

  private chooseLeader(i: number): number {
    const { verb, fact } = this.actions[i]!;
    if (verb === 'create' && fact.parent !== undefined) {
      const parent = this.number('create', fact.parent);
      const looseness = this.kinds[fact.kind].inline?.(fact, this.set);
      if (parent === undefined || looseness === undefined) return i;
      this.looseness[i] = looseness;
      return parent;
    }
    if (verb !== 'drop' || this.kinds[fact.kind].goesAlone?.(fact, this.set) === true) return i;
    for (const id of [...fact.goesWith, ...(fact.parent === undefined ? [] : [fact.parent])]) {
      const owner = this.set.retired.has(id) ? this.number('discard', id) : this.number('drop', id);
      if (owner === undefined) continue;
      // What its parent's CREATE could contain is the last to be dropped on its own.
      this.looseness[i] = this.kinds[fact.kind].inline?.(fact, this.set) ?? 4;
      return owner;
    }
    return i;
  }

  private edge(before: number | undefined, after: number | undefined): void {
    if (before !== undefined && after !== undefined && before !== after) this.edges[before]!.add(after);
  }

  /** An edge that saves work where it can be had, and that no statement insists on. */
  private preference(before: number | undefined, after: number | undefined): void {
    if (before === undefined || after === undefined || this.edges[before]!.has(after)) return;
    this.edge(before, after);
    this.preferences.push([before, after]);
  }

  private connect(): void {
    const { set } = this;
    for (const id of set.created) this.connectCreate(id);
    for (const id of set.dropped) this.connectDrop(id);
    for (const id of set.altered.keys()) this.connectAlter(id);
    for (const id of set.retired) {
      this.edge(this.number('create', id), this.number('discard', id));
      this.edge(this.number('drop', id), this.number('discard', id));
    }
    this.connectSlots();
    for (const [gone, heirs] of set.heirs)
      for (const heir of heirs) this.preference(this.number('drop', gone), this.number('create', heir));
  }

  private connectCreate(id: ObjectId): void {
    const fact = this.set.to.facts.get(id)!;
    const create = this.number('create', id);
    const sketch = this.number('sketch', id);
    for (const need of this.needsOf(fact)) {
      const later = this.turned(fact, need, 'create');
      for (const other of later) this.edge(create, this.number('create', other));
      if (later.length > 0) continue;
      const isOnCircle = this.set.sketched.get(need)?.has(id) === true;
      this.edge(this.number(isOnCircle ? 'sketch' : 'create', need), create);
      this.edge(this.number('alter', need), create);
      if (!this.set.isCreated(need)) this.edge(this.number('drop', need), create);
      if (sketch !== undefined && this.set.sketched.get(id)?.has(need) !== true) {
        this.edge(this.number('create', need), sketch);
      }
    }
    for (const pinned of this.kinds[fact.kind].pins?.(fact, this.set) ?? []) {
      this.preference(this.number('create', pinned), create);
      this.preference(this.number('alter', pinned), create);
    }
    for (const { id: served } of this.kinds[fact.kind].serves?.(fact, this.set) ?? []) {
      this.preference(create, this.number('create', served));
      this.preference(create, this.number('alter', served));
    }
    this.connectHolders(fact, create);
    this.edge(sketch, create);
    const drop = this.number('drop', id);
    if (!this.isDiscarded(drop)) this.edge(drop, sketch ?? create);
  }

  /** What holds a fact is gone while that has its turn. */
  private connectHolders(fact: Fact, turn: number | undefined): void {
    for (const holder of this.kinds[fact.kind].heldBy?.(fact, this.set) ?? []) {
      this.preference(this.number('drop', holder), turn);
      this.preference(turn, this.number('create', holder));
    }
  }

  private turned(fact: Fact, need: ObjectId, verb: 'create' | 'drop'): readonly ObjectId[] {
    return this.kinds[fact.kind].turnsBefore?.(fact, need, verb, this.set) ?? [];
  }

  private needsOf(fact: Fact): readonly ObjectId[] {
    const more = this.kinds[fact.kind].after?.(fact, this.set);
    return more === undefined || more.length === 0 ? fact.dependsOn : [...fact.dependsOn, ...more];
  }

  private connectDrop(id: ObjectId): void {
    const drop = this.number('drop', id);
    const last = this.number('discard', id) ?? drop;
    this.edge(this.number('hollow', id), drop);
    for (const dependent of this.set.before.dependentsOf(id)) {
      const earlier = this.turned(dependent, id, 'drop');
      const turn = this.number('drop', dependent.id) ?? this.number('alter', dependent.id);
      for (const other of earlier) this.edge(this.number('drop', other), turn);
      if (earlier.length > 0) continue;
      const isOnCircle = this.set.sketched.get(dependent.id)?.has(id) === true;
      const gone = this.number(isOnCircle ? 'hollow' : 'drop', dependent.id);
      this.edge(gone, this.isDiscarded(gone) ? last : drop);
      if (!this.set.isReleased(dependent.id, id) && !this.outlives(dependent, id))
        this.edge(this.number(isOnCircle ? 'hollow' : 'alter', dependent.id), last);
      this.edge(this.number('discard', dependent.id), last);
    }
    const fact = this.set.from.facts.get(id)!;
    for (const pinned of this.kinds[fact.kind].pins?.(fact, this.set) ?? []) {
      this.preference(drop, this.number('create', pinned));
      this.preference(drop, this.number('alter', pinned));
    }
  }

  /** Whether a dependent is rid of what goes without a change of its own. */
  private outlives(dependent: Fact, gone: ObjectId): boolean {
    if (this.set.to.facts.get(dependent.id)?.dependsOn.includes(gone) !== false) return false;
    return this.kinds[dependent.kind].outlives?.(dependent, this.set.from.facts.get(gone)!) === true;
  }

  /** Whether it steps aside with its parent, which is in nobody's way, and goes when that is discarded. */
  private isDiscarded(i: number | undefined): boolean {
    return i !== undefined && this.actions[this.leader[i]!]?.verb === 'discard';
  }

  private connectAlter(id: ObjectId): void {
    const before = this.set.from.facts.get(id)!;
    const after = this.set.to.facts.get(id)!;
    const alter = this.number('alter', id);
    this.edge(this.number('hollow', id), alter);
    for (const need of this.needsOf(after)) {
      const later = this.turned(after, need, 'create');
      for (const other of later) this.edge(alter, this.number('create', other));
      if (later.length > 0) continue;
      this.edge(this.number('create', need), alter);
      if (this.isBarred(need, before)) this.edge(alter, this.number('alter', need));
      else this.edge(this.number('alter', need), alter);
    }
    for (const need of before.dependsOn) {
      if (!after.dependsOn.includes(need)) this.preference(alter, this.number('alter', need));
    }
    for (const dependent of this.set.before.dependentsOf(id)) {
      const drop = this.number('drop', dependent.id);
      if (this.isBarred(id, dependent)) this.edge(drop, alter);
      else this.preference(drop, alter);
    }
    this.connectHolders(after, alter);
  }

  private isBarred(need: ObjectId, dependent: Fact): boolean {
    const after = this.set.to.facts.get(need);
    return after !== undefined && this.kinds[dependent.kind].bars?.(dependent, after) === true;
  }

  /** What takes a name comes after what holds it now. */
  private connectSlots(): void {
    const holders = new Map<string, ObjectId[]>();
    for (const id of [...this.set.dropped, ...this.set.altered.keys()]) {
      for (const slot of this.slotsOf(this.set.from.facts.get(id)!)) {
        const list = holders.get(slot);
        if (list === undefined) holders.set(slot, [id]);
        else list.push(id);
      }
    }
    if (holders.size === 0) return;
    for (const id of [...this.set.created, ...this.set.altered.keys()]) {
      const taker = this.number('sketch', id) ?? this.number('create', id) ?? this.number('alter', id);
      for (const slot of this.slotsOf(this.set.to.facts.get(id)!)) {
        for (const holder of holders.get(slot) ?? []) {
          if (holder === id) continue;
          this.edge(this.number('drop', holder), taker);
          if (!this.keeps(holder, slot)) this.edge(this.number('alter', holder), taker);
        }
      }
    }
  }

  private slotsOf(fact: Fact): readonly string[] {
    return this.kinds[fact.kind].slots?.(fact) ?? [];
  }

  private keeps(id: ObjectId, slot: string): boolean {
    const after = this.set.to.facts.get(id);
    return after !== undefined && this.slotsOf(after).includes(slot);
  }

  /** Folds, looks for cycles, takes out what closes them, and starts again until the rest can be sorted. */
  order(): Group[] {
    for (;;) {
      const roots = this.actions.map((_, i) => this.root(i));
      const folded = this.fold(roots);
      const order = sortGraph(folded, (a, b) => this.compare(a, b));
      if (order.length === this.actions.length) return this.groups(order, roots);
      const cycles = findCycles(folded);
      if (!this.loosen(cycles, roots) && !this.givePreferencesUp(cycles, roots))
        throw this.cycleError(folded);
    }
  }

  /** Takes out the preferences inside a cycle; false where there are none. */
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

  /** Takes the loosest members with edges inside a cycle out of their groups; false where there is none. */
  private loosen(cycles: readonly (readonly number[])[], roots: readonly number[]): boolean {
    let hasLoosened = false;
    for (const cycle of cycles) {
      const inCycle = new Set(cycle);
      const candidates: number[] = [];
      for (const [i, next] of this.edges.entries()) {
        for (const j of next) {
          if (roots[i] === roots[j] || !inCycle.has(roots[i]!) || !inCycle.has(roots[j]!)) continue;
          if (this.leader[i] !== i && !this.isDiscarded(i)) candidates.push(i);
          if (this.leader[j] !== j && !this.isDiscarded(j)) candidates.push(j);
        }
      }
      const loosest = Math.max(...candidates.map((i) => this.looseness[i]!));
      for (const i of candidates) {
        if (this.looseness[i] !== loosest) continue;
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

  /** Removals first, then by kind, then by name. */
  private compare(a: number, b: number): number {
    const [x, y] = [this.actions[a]!, this.actions[b]!];
    return (
      this.weight(x) - this.weight(y) ||
      (x.fact.position ?? 0) - (y.fact.position ?? 0) ||
      (x.id < y.id ? -1 : 1)
    );
  }

  private weight({ verb, id }: Action): number {
    const { rank } = this.kinds[kindOf(id)];
    if (verb === 'drop' || verb === 'hollow') return -rank;
    return verb === 'discard' ? 2000 + rank : 1000 + rank;
  }

  private groups(order: readonly number[], roots: readonly number[]): Group[] {
    const members = new Map<number, Fact[]>();
    for (const [i, root] of roots.entries()) {
      if (root === i) continue;
      const list = members.get(root) ?? [];
      list.push(this.actions[i]!.fact);
      members.set(root, list);
    }
    return order
      .filter((i) => roots[i] === i)
      .map((i) => ({ lead: this.actions[i]!, inlined: members.get(i) ?? [] }));
  }
}
