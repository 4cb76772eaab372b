import { entry } from '../../model/entry.ts';
import { kindOf, type ObjectId } from '../../model/object-id.ts';
import type { Change } from '../../model/plan.ts';
import type { Fact, Schema } from '../../model/schema.ts';
import { diffSchemas } from '../diff.ts';
import type { Context, Kinds, Statements } from '../kind.ts';
import { takenSlots } from '../taken-slots.ts';
import { type Relatives, relativesOf } from './relatives.ts';
import { WatchedSet } from './watched-set.ts';

/**
 * What has to be done to each fact: the differences between two Schemas and their consequences. A view on a column that changes
 * its type is replaced although its own definition stays.
 */
export class ChangeSet implements Context {
  readonly from: Schema;
  private goal: Schema;
  readonly changes: readonly Change[];
  state: object = {};
  private readonly renewState = () => {
    this.state = {};
  };
  readonly created = new WatchedSet<ObjectId>(this.renewState);
  readonly dropped = new WatchedSet<ObjectId>(this.renewState);
  readonly altered = new WatchedSet<ObjectId>(this.renewState);
  /** Replaced facts that others keep using meanwhile. */
  readonly retired = new Set<ObjectId>();
  /** Facts on cycles that are sketched or hollowed out, with the others on the cycle. */
  readonly sketched = new Map<ObjectId, ReadonlySet<ObjectId>>();
  readonly before: Relatives;
  readonly after: Relatives;
  /**
   * Facts that are dropped for good, with new facts that take their names: a domain after an enum, a function after one with
   * other arguments.
   */
  readonly heirs = new Map<ObjectId, readonly ObjectId[]>();
  private readonly released = new Set<string>();
  private readonly kinds: Kinds;
  /** Whether what would need a COMMIT before the rest is replaced instead. */
  private readonly isOneTransaction: boolean;
  readonly leavesRows: ReadonlySet<ObjectId>;
  private taken: readonly ReadonlySet<string>[] | undefined;
  private consequences: Map<ObjectId, Fact> | undefined;

  constructor(
    from: Schema,
    to: Schema,
    kinds: Kinds,
    { isOneTransaction = false, leavesRows = new Set() as ReadonlySet<ObjectId> } = {},
  ) {
    this.from = from;
    this.goal = to;
    this.kinds = kinds;
    this.isOneTransaction = isOneTransaction;
    this.leavesRows = leavesRows;
    this.before = relativesOf(from);
    this.after = relativesOf(to);
    this.changes = diffSchemas(from, to);
    for (const { kind, id } of this.changes) {
      if (kind === 'create') this.created.add(id);
      else if (kind === 'drop') this.dropped.add(id);
      else this.altered.add(id);
    }
    this.findHeirs();
    this.settle();
  }

  private findHeirs(): void {
    const takers = new Map<string, ObjectId[]>();
    for (const change of this.changes) {
      if (change.kind === 'drop') continue;
      const own = change.kind === 'alter' ? this.namesOf(change.before) : [];
      for (const name of this.namesOf(change.after)) {
        if (!own.includes(name)) entry(takers, name, () => []).push(change.id);
      }
    }
    if (takers.size === 0) return;
    for (const change of this.changes) {
      if (change.kind !== 'drop') continue;
      const heirs = this.namesOf(change.before).flatMap((name) => takers.get(name) ?? []);
      if (heirs.length > 0) this.heirs.set(change.id, heirs);
    }
  }

  private namesOf(fact: Fact): readonly string[] {
    const { slots, callName } = this.kinds[fact.kind];
    return [...(slots?.(fact) ?? []), ...(callName === undefined ? [] : [`call ${callName(fact)}`])];
  }

  /** The Schema that the plan leads to, with consequences added. */
  get to(): Schema {
    return this.goal;
  }
  isCreated(id: ObjectId): boolean {
    return this.created.has(id);
  }
  isDropped(id: ObjectId): boolean {
    return this.dropped.has(id);
  }
  isReplaced(id: ObjectId): boolean {
    return this.created.has(id) && this.dropped.has(id);
  }
  heirsOf(id: ObjectId): readonly ObjectId[] {
    return this.heirs.get(id) ?? [];
  }
  isAltered(id: ObjectId): boolean {
    return this.altered.has(id);
  }
  *madeOrAltered(): Iterable<Fact> {
    for (const ids of [this.created, this.altered]) for (const id of ids) yield this.goal.facts.get(id)!;
  }
  isSketched(id: ObjectId): boolean {
    return this.sketched.has(id);
  }
  isTaken(slot: string): boolean {
    this.taken ??= [this.from, this.goal].map((schema) => takenSlots(schema, this.kinds));
    return this.taken.some((slots) => slots.has(slot));
  }
  dependentsBefore(id: ObjectId): readonly Fact[] {
    return this.before.dependentsOf(id);
  }
  dependentsAfter(id: ObjectId): readonly Fact[] {
    return this.after.dependentsOf(id);
  }
  childrenBefore(id: ObjectId): readonly Fact[] {
    return this.before.childrenOf(id);
  }
  childrenAfter(id: ObjectId): readonly Fact[] {
    return this.after.childrenOf(id);
  }

  /** Adds a fact to create that neither Schema has. */
  addConsequence(fact: Fact): void {
    this.consequences ??= new Map(this.goal.facts);
    this.consequences.set(fact.id, fact);
    this.goal = { ...this.goal, facts: this.consequences };
    this.created.add(fact.id);
  }

  private settle(): void {
    for (const { kind, id } of this.changes) {
      if (kind === 'drop') carryOut(this.followingDrop(id));
      if (kind === 'create') this.prepareCreation(this.to.facts.get(id)!);
    }
    this.followAlterations();
  }

  /** Follows the consequences until there are no more. A fact only ever moves towards being replaced, so this ends. */
  private followAlterations(): void {
    for (let isCalm = false; !isCalm; ) {
      isCalm = true;
      for (const id of [...this.altered].sort()) {
        if (!this.altered.has(id)) continue;
        if (this.alterOnce(id)) isCalm = false;
      }
    }
    this.retireParts();
  }

  private prepareCreation(fact: Fact): void {
    const whole = this.wholeOf(fact);
    if (whole !== undefined) this.replace(whole);
    this.replaceAround(fact);
    // What belonged to another fact of that name, such as a comment, goes with that one and comes anew with this.
    for (const child of this.after.childrenOf(fact.id)) this.replace(child.id);
  }

  /** Replaces what has to be replaced around a fact; false where that is nothing. */
  private replaceAround(fact: Fact): boolean {
    const others = this.othersAround(fact);
    for (const id of others) this.replace(id);
    return others.length > 0;
  }

  private othersAround(fact: Fact): readonly ObjectId[] {
    return this.kinds[fact.kind].replacedAround?.(fact, this).filter((id) => this.isStaying(id)) ?? [];
  }

  /** What is renamed now and dropped late keeps what it is made of: that is renamed and dropped late too. */
  private retireParts(): void {
    for (const id of this.retired)
      for (const { dependsOn } of [this.from.facts.get(id)!, ...this.before.childrenOf(id)])
        for (const part of dependsOn) if (this.canDropLate(part)) this.retired.add(part);
  }

  /**
   * Renames a replaced fact and drops it late, so that its users can move to the new one; false where that is impossible or done
   * already.
   */
  dropLate(id: ObjectId): boolean {
    if (this.retired.has(id) || !this.canDropLate(id)) return false;
    this.retired.add(id);
    this.retireParts();
    return true;
  }

  /** Replaces a fact instead of altering it, with the consequences; false where it is not altered. */
  replaceAltered(id: ObjectId): boolean {
    if (!this.altered.has(id)) return false;
    this.replace(id);
    this.followAlterations();
    return true;
  }

  private canDropLate(id: ObjectId): boolean {
    return this.isSucceeded(id) && this.kinds[kindOf(id)].retire !== undefined;
  }

  /** Asks a kind how to alter one fact; true where it is replaced instead, or something else is replaced or altered for it. */
  private alterOnce(id: ObjectId): boolean {
    const before = this.from.facts.get(id)!;
    const after = this.to.facts.get(id)!;
    const rules = this.kinds[after.kind];
    const statements = rules.alter(before, after, this);
    if (statements === 'replace' || (this.isOneTransaction && statements.some(needsCommit))) {
      this.replace(id);
      return true;
    }
    let hasMore = this.replaceAround(after);
    for (const other of rules.alteredWith?.(before, after, this) ?? []) {
      if (this.altered.has(other) || !this.isStaying(other)) continue;
      this.altered.add(other);
      hasMore = true;
    }
    for (const dependent of this.before.dependentsOf(id)) {
      if (!this.isStaying(dependent.id)) continue;
      if (rules.breaksDependent?.(before, after, dependent, this) !== true) continue;
      this.replace(dependent.id);
      hasMore = true;
    }
    return hasMore;
  }

  /** Whether it exists before and after, and is not replaced so far. */
  private isStaying(id: ObjectId): boolean {
    return this.from.facts.has(id) && this.to.facts.has(id) && !this.dropped.has(id);
  }

  /** Replaces a fact that stays so far, with the consequences. */
  private replace(id: ObjectId): void {
    carryOut(this.replacing(id));
  }

  private *replacing(id: ObjectId): Work {
    if (!this.isStaying(id)) return;
    const whole = this.wholeOf(this.from.facts.get(id)!);
    if (whole !== undefined && this.isStaying(whole)) {
      yield this.replacing(whole);
      return;
    }
    this.altered.delete(id);
    this.created.add(id);
    this.dropped.add(id);
    for (const child of this.before.childrenOf(id)) yield this.replacing(child.id);
    yield this.followingDrop(id);
  }

  /** Decides for each dependent of a dropped or replaced fact whether it stays, is altered or replaced. */
  private *followingDrop(id: ObjectId): Work {
    const gone = this.from.facts.get(id)!;
    for (const other of this.othersAround(gone)) yield this.replacing(other);
    for (const dependent of this.before.dependentsOf(id)) {
      if (!this.isStaying(dependent.id)) continue;
      const after = this.to.facts.get(dependent.id)!;
      const isReleased = ![id, ...this.heirsOf(id)].some((need) => after.dependsOn.includes(need));
      if (isReleased && dependent.parent !== id && this.altered.has(dependent.id)) continue;
      if (isReleased && this.kinds[dependent.kind].staysWithout?.(dependent, gone) === true) continue;
      if (this.canKeep(dependent, gone)) this.altered.add(dependent.id);
      else yield this.replacing(dependent.id);
    }
  }

  /** Whether a dependent stays while what it depends on is replaced. That is then only renamed at first, or released. */
  private canKeep(dependent: Fact, gone: Fact): boolean {
    if (!this.to.facts.has(gone.id) && !this.heirs.has(gone.id)) return false;
    if (this.kinds[dependent.kind].staysWhileReplaced?.(dependent, gone, this) !== true) return false;
    if (this.kinds[gone.kind].retire === undefined) this.released.add(`${dependent.id} ${gone.id}`);
    else this.retired.add(gone.id);
    return true;
  }

  /** Whether it is replaced, or another fact takes its name. */
  private isSucceeded(id: ObjectId): boolean {
    return this.isReplaced(id) || this.heirs.has(id);
  }

  private wholeOf(fact: Fact): ObjectId | undefined {
    return this.kinds[fact.kind].replacedInstead?.(fact, this);
  }

  /** Whether a fact does not hold something that it depends on, which can be dropped before it is altered. */
  isReleased(dependent: ObjectId, gone: ObjectId): boolean {
    return this.released.has(`${dependent} ${gone}`);
  }
}

function needsCommit(statement: Statements[number]): boolean {
  return typeof statement !== 'string' && statement.transaction === 'commits';
}

/** What is to be done, with what it needs done in between. */
type Work = Generator<Work, void>;

/** Does everything in the order of calls, since a chain of dependents may be longer than the call stack. */
function carryOut(work: Work): void {
  const begun = [work];
  for (let last = work; ; ) {
    const { done, value } = last.next();
    if (done === true) begun.pop();
    else begun.push(value);
    const next = begun.at(-1);
    if (next === undefined) return;
    last = next;
  }
}
