import { entry } from '../../model/entry.ts';
import type { ObjectId } from '../../model/object-id.ts';
import type { Fact } from '../../model/schema.ts';
import { type Kinds, looseness } from '../kind.ts';
import type { Action, Group } from './action.ts';
import { ActionGraph } from './action-graph.ts';
import type { ChangeSet } from './change-set.ts';
import { inPlainOrder, refilled } from './plain-order.ts';

/** Turns the rules of kinds into edges and preferences of the graph. */
export class Arrangement {
  private readonly set: ChangeSet;
  private readonly kinds: Kinds;
  private readonly graph: ActionGraph;
  private readonly outlivedBy = new Map<ObjectId, readonly ObjectId[]>();

  constructor(set: ChangeSet, kinds: Kinds, isOnline: boolean) {
    this.set = set;
    this.kinds = kinds;
    const takesLong = (fact: Fact) => isOnline && kinds[fact.kind].takesLong?.(fact, set) === true;
    this.graph = new ActionGraph(inPlainOrder(set, kinds, takesLong));
    for (const [i, action] of this.graph.actions.entries()) this.chooseLeader(i, action);
    this.connect();
  }

  order(): Group[] {
    return this.graph.order();
  }

  private chooseLeader(i: number, { verb, fact }: Action): void {
    if (verb === 'create' && fact.parent !== undefined) {
      const parent = this.graph.number('create', fact.parent);
      const readiness = this.kinds[fact.kind].inline?.(fact, this.set);
      if (parent !== undefined && readiness !== undefined) this.graph.follow(i, parent, readiness);
      return;
    }
    // What is renamed first goes with its owner when it is discarded.
    if (verb !== (this.set.retired.has(fact.id) ? 'discard' : 'drop')) return;
    if (this.kinds[fact.kind].isDroppedAlone?.(fact, this.set) === true) return;
    for (const id of this.droppersOf(fact)) {
      const owner = this.set.retired.has(id)
        ? this.graph.number('discard', id)
        : this.graph.number('drop', id);
      if (owner === undefined) continue;
      // What CREATE could fold is also the last to get its own DROP.
      const readiness = this.kinds[fact.kind].inline?.(fact, this.set) ?? looseness.loosest;
      const isFirm = readiness === looseness.firm && this.outlived(id).length > 0;
      this.graph.follow(i, owner, isFirm ? 0 : readiness);
      return;
    }
  }

  /** What a fact that is dropped has to wait for besides what depends on it. */
  private outlived(id: ObjectId): readonly ObjectId[] {
    return entry(this.outlivedBy, id, () => {
      const fact = this.set.from.facts.get(id)!;
      return this.kinds[fact.kind].outlives?.(fact, this.set) ?? [];
    });
  }

  /** What drops a fact with itself: what the fact goes with, and its parent. */
  private droppersOf({ goesWith, parent }: Fact): readonly ObjectId[] {
    const droppers = goesWith.filter((id) => {
      const dropper = this.set.from.facts.get(id);
      return dropper === undefined || this.kinds[dropper.kind].isRenamedByDrop?.(dropper, this.set) !== true;
    });
    return parent === undefined ? droppers : [...droppers, parent];
  }

  private connect(): void {
    const { set, kinds } = this;
    for (const id of set.created) this.connectCreate(id);
    for (const id of set.dropped) this.connectDrop(id);
    for (const id of set.altered) this.connectAlter(id);
    for (const id of set.retired) {
      this.graph.edge(this.graph.number('create', id), this.graph.number('discard', id));
      this.graph.edge(this.graph.number('drop', id), this.graph.number('discard', id));
    }
    for (const fact of refilled(set, kinds)) this.connectRefill(fact);
    this.connectSlots();
    for (const [gone, heirs] of set.heirs)
      for (const heir of heirs)
        this.graph.preference(this.graph.number('drop', gone), this.graph.number('create', heir));
  }

  private connectCreate(id: ObjectId): void {
    const fact = this.set.to.facts.get(id)!;
    const create = this.graph.number('create', id);
    const sketch = this.graph.number('sketch', id);
    for (const need of this.needsOf(fact)) {
      const later = this.reversed(fact, need, 'create');
      for (const other of later) this.graph.edge(create, this.graph.number('create', other));
      if (later.length > 0) continue;
      const isOnCycle = this.doesWithSketch(id, need);
      this.graph.edge(this.graph.number(isOnCycle ? 'sketch' : 'create', need), create);
      this.graph.edge(this.graph.number(isOnCycle ? 'hollow' : 'alter', need), create);
      if (!this.set.isCreated(need)) this.graph.edge(this.graph.number('drop', need), create);
      if (sketch !== undefined && this.set.sketched.get(id)?.has(need) !== true) {
        this.graph.edge(this.graph.number('create', need), sketch);
      }
    }
    for (const other of this.changedInAbsenceOf(fact)) this.preferChanged(other, 'before', create);
    for (const later of this.kinds[fact.kind].changedAfterwards?.(fact, this.set) ?? [])
      this.preferChanged(later, 'after', create);
    this.connectDroppedAfterwards(fact, 'create');
    this.connectReplacedAround(fact, create);
    this.graph.edge(sketch, create);
    const drop = this.graph.number('drop', id);
    if (!this.graph.isDiscarded(drop)) this.graph.edge(drop, sketch ?? create);
  }

  /** Whether two facts are on a cycle that is opened by a sketch of `other`. */
  private doesWithSketch(id: ObjectId, other: ObjectId): boolean {
    return this.set.sketched.get(other)?.has(id) === true;
  }

  /** What is replaced around a fact is not there during its action. */
  private connectReplacedAround(fact: Fact, action: number | undefined): void {
    for (const other of this.kinds[fact.kind].replacedAround?.(fact, this.set) ?? []) {
      this.graph.preference(this.graph.number('drop', other), action);
      this.graph.preference(action, this.graph.number('create', other));
    }
  }

  private connectDroppedAfterwards(fact: Fact, verb: 'create' | 'drop'): void {
    for (const later of this.kinds[fact.kind].droppedAfterwards?.(fact, verb, this.set) ?? [])
      this.graph.preference(this.graph.number(verb, fact.id), this.graph.number('drop', later));
  }

  private reversed(fact: Fact, need: ObjectId, verb: 'create' | 'drop'): readonly ObjectId[] {
    return this.kinds[fact.kind].reversedOrder?.(fact, need, verb, this.set) ?? [];
  }

  private needsOf(fact: Fact): readonly ObjectId[] {
    const more = this.kinds[fact.kind].waitsFor?.(fact, this.set);
    return more === undefined || more.length === 0 ? fact.dependsOn : [...fact.dependsOn, ...more];
  }

  private connectDrop(id: ObjectId): void {
    const drop = this.graph.number('drop', id);
    const last = this.graph.number('discard', id) ?? drop;
    this.graph.edge(this.graph.number('hollow', id), drop);
    for (const dependent of this.set.before.dependentsOf(id)) {
      const release = this.releaseOf(dependent, id);
      this.graph.edge(release, drop);
      if (release !== undefined) continue;
      const earlier = this.reversed(dependent, id, 'drop');
      const own = this.graph.number('drop', dependent.id) ?? this.graph.number('alter', dependent.id);
      for (const other of earlier) this.graph.edge(this.graph.number('drop', other), own);
      if (earlier.length > 0) continue;
      const isOnCycle = this.doesWithSketch(id, dependent.id);
      const gone = this.graph.number(isOnCycle ? 'hollow' : 'drop', dependent.id);
      const canWait =
        this.kinds[dependent.kind].isDroppedByName === true && !this.set.isCreated(dependent.id);
      this.graph.edge(gone, canWait || this.graph.isDiscarded(gone) ? last : drop);
      if (!this.set.isReleased(dependent.id, id) && !this.staysWithout(dependent, id))
        this.graph.edge(this.graph.number(isOnCycle ? 'hollow' : 'alter', dependent.id), last);
      if (!isOnCycle) this.graph.edge(this.graph.number('discard', dependent.id), last);
    }
    for (const need of this.outlived(id))
      for (const verb of ['create', 'alter', 'drop'] as const)
        this.graph.edge(this.graph.number(verb, need), drop);
    const fact = this.set.from.facts.get(id)!;
    this.connectDroppedAfterwards(fact, 'drop');
    for (const other of this.changedInAbsenceOf(fact)) this.preferChanged(other, 'after', drop);
  }

  private connectRefill(fact: Fact): void {
    const [save, refill] = [this.graph.number('save', fact.id), this.graph.number('refill', fact.id)];
    const { goneBefore, goneAfter, needed, waiting } = this.kinds[fact.kind].refill!(fact, this.set)!;
    for (const id of goneBefore) this.graph.edge(this.graph.number('drop', id), save);
    for (const id of goneAfter) this.graph.edge(save, this.graph.number('drop', id));
    for (const id of needed)
      for (const verb of ['create', 'alter'] as const) this.graph.edge(this.graph.number(verb, id), refill);
    for (const id of waiting) this.graph.edge(refill, this.graph.number('create', id));
  }

  /** The drop after which a fact depends on `need` no more, although it is there until later. */
  private releaseOf(fact: Fact, need: ObjectId): number | undefined {
    if (!this.set.isDropped(fact.id)) return undefined;
    const release = this.kinds[fact.kind].releasedBy?.(fact, need, this.set);
    return release && this.graph.number('drop', release);
  }

  private changedInAbsenceOf(fact: Fact): readonly ObjectId[] {
    return this.kinds[fact.kind].changedInAbsence?.(fact, this.set) ?? [];
  }

  /** Prefers to create or alter a fact before or after a turn. */
  private preferChanged(id: ObjectId, when: 'before' | 'after', turn: number | undefined): void {
    for (const verb of ['create', 'alter'] as const) {
      const change = this.graph.number(verb, id);
      if (when === 'before') this.graph.preference(change, turn);
      else this.graph.preference(turn, change);
    }
  }

  /** Whether a dependent loses its dependency without being altered. */
  private staysWithout(dependent: Fact, gone: ObjectId): boolean {
    if (this.set.to.facts.get(dependent.id)?.dependsOn.includes(gone) !== false) return false;
    return this.kinds[dependent.kind].staysWithout?.(dependent, this.set.from.facts.get(gone)!) === true;
  }

  private connectAlter(id: ObjectId): void {
    const before = this.set.from.facts.get(id)!;
    const after = this.set.to.facts.get(id)!;
    const alter = this.graph.number('alter', id);
    this.graph.edge(this.graph.number('hollow', id), alter);
    for (const need of this.needsOf(after)) {
      const later = this.reversed(after, need, 'create');
      for (const other of later) this.graph.edge(alter, this.graph.number('create', other));
      if (later.length > 0) continue;
      const isOnCycle = this.doesWithSketch(id, need);
      this.graph.edge(this.graph.number(isOnCycle ? 'sketch' : 'create', need), alter);
      if (isOnCycle) this.graph.edge(this.graph.number('hollow', need), alter);
      else if (this.isBarred(need, before)) this.graph.edge(alter, this.graph.number('alter', need));
      else this.graph.edge(this.graph.number('alter', need), alter);
    }
    for (const need of before.dependsOn) {
      if (!after.dependsOn.includes(need)) this.graph.preference(alter, this.graph.number('alter', need));
    }
    const [was, is] = [this.changedInAbsenceOf(before), this.changedInAbsenceOf(after)];
    for (const other of is) if (!was.includes(other)) this.preferChanged(other, 'before', alter);
    for (const other of was) if (!is.includes(other)) this.preferChanged(other, 'after', alter);
    for (const dependent of this.set.before.dependentsOf(id)) {
      const drop = this.releaseOf(dependent, id) ?? this.graph.number('drop', dependent.id);
      if (drop === undefined) continue;
      const isBefore =
        this.isBarred(id, dependent) ||
        this.kinds[after.kind].breaksDependent?.(before, after, dependent, this.set) === true;
      if (isBefore) this.graph.edge(drop, alter);
      else this.graph.preference(drop, alter);
    }
    this.connectReplacedAround(after, alter);
  }

  private isBarred(need: ObjectId, dependent: Fact): boolean {
    const after = this.set.to.facts.get(need);
    return after !== undefined && this.kinds[dependent.kind].changesBefore?.(dependent, after) === true;
  }

  /** What gets a name comes after what has it now is dropped or altered. */
  private connectSlots(): void {
    const holders = new Map<string, ObjectId[]>();
    for (const id of [...this.set.dropped, ...this.set.altered]) {
      for (const slot of this.slotsOf(this.set.from.facts.get(id)!)) {
        entry(holders, slot, () => []).push(id);
      }
    }
    if (holders.size === 0) return;
    for (const id of [...this.set.created, ...this.set.altered]) {
      const taker =
        this.graph.number('sketch', id) ?? this.graph.number('create', id) ?? this.graph.number('alter', id);
      for (const slot of this.slotsOf(this.set.to.facts.get(id)!)) {
        for (const holder of holders.get(slot) ?? []) {
          if (holder === id) continue;
          this.graph.edge(this.graph.number('drop', holder), taker);
          if (!this.keeps(holder, slot)) this.graph.edge(this.graph.number('alter', holder), taker);
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
}
