import type { Lock, LockMode } from '../model/trace.ts';
import { lockModes } from '../postgres/locks.ts';

/** A lock as the server reports it; the name of its relation may not be known yet. */
export interface ServerLock {
  readonly oid: number;
  readonly mode: LockMode;
}

interface KnownRelation {
  readonly relation: string;
  readonly relkind: string;
}

/** Tells which locks each statement took, of relations that existed before its transaction began. */
export class HeldLocks {
  private readonly relations = new Map<number, KnownRelation>();
  private readonly unknown = new Set<number>();
  private held = new Set<string>();
  /** Every relation up to this oid existed before; see pg_class.oid. */
  private horizon = 0;
  /** Of all relations that were met. */
  newest = 0;

  /** A transaction begins: what is there by now existed before it. */
  begin(): void {
    this.held = new Set();
    this.raiseHorizon(this.newest);
  }

  raiseHorizon(oid: number): void {
    this.horizon = Math.max(this.horizon, oid);
    this.newest = Math.max(this.newest, oid);
  }

  /** There is a relation of this oid. */
  meet(oid: number): void {
    if (oid > this.newest) this.newest = oid;
  }

  /** The locks that were not held at the last reading, from `oid mode` pairs. */
  take(told: string): readonly ServerLock[] {
    const now = new Set(told === '' ? [] : told.split(','));
    const taken: ServerLock[] = [];
    for (const lock of now) {
      if (this.held.has(lock)) continue;
      const space = lock.indexOf(' ');
      const oid = Number(lock.slice(0, space));
      this.meet(oid);
      if (oid > this.horizon) continue;
      taken.push({ oid, mode: lock.slice(space + 1) as LockMode });
      if (!this.relations.has(oid)) this.unknown.add(oid);
    }
    this.held = now;
    return taken;
  }

  /** The relations on which the transaction held a lock at the last reading. */
  get heldRelations(): readonly number[] {
    return [...this.held].map((lock) => Number(lock.slice(0, lock.indexOf(' '))));
  }

  /** Relations whose names are still needed to print their locks. */
  unknownRelations(): readonly number[] {
    const asked = [...this.unknown].filter((oid) => !this.relations.has(oid));
    // What cannot be learned now is gone, and will not come back.
    this.unknown.clear();
    return asked;
  }

  isKnown(oid: number): boolean {
    return this.relations.has(oid);
  }

  learn(oid: number, relation: string, relkind: string): void {
    this.relations.set(oid, { relation, relkind });
  }

  nameOf(oid: number): string | undefined {
    return this.relations.get(oid)?.relation;
  }

  /** Of each relation the strongest, by name. */
  describe(held: readonly ServerLock[]): readonly Lock[] {
    const strongest = new Map<string, Lock>();
    for (const { oid, mode } of held) {
      const known = this.relations.get(oid);
      if (known === undefined || known.relkind === 't') continue;
      if (mode === 'AccessShareLock' && known.relkind !== 'r') continue;
      const other = strongest.get(known.relation);
      if (other === undefined || lockModes.indexOf(mode) > lockModes.indexOf(other.mode))
        strongest.set(known.relation, { ...known, mode });
    }
    return [...strongest.values()].sort((a, b) => (a.relation < b.relation ? -1 : 1));
  }
}
