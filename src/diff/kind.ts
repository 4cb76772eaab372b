import type { ObjectId } from '../model/object-id.ts';
import type { Hazard, Step } from '../model/plan.ts';
import type { Fact, FactKind, Schema } from '../model/schema.ts';

/** What a kind says about one statement; a bare string has no hazard and runs with its neighbours. */
export interface Statement {
  readonly sql: string;
  /** What it may do to those who use what it is about; nobody uses a relation yet that the plan makes. */
  readonly hazards?: readonly Hazard[];
  readonly transaction?: Step['transaction'];
  /** What takes its place where tables in use are to be blocked for moments only; undefined where nothing can. */
  readonly online?: () => Statements | undefined;
  /** Online, where nothing takes its place: how a person reaches the same without blocking anybody, in lines. */
  readonly outline?: () => readonly string[] | undefined;
}
/** Statements in the order in which they run. */
export type Statements = readonly (string | Statement)[];

/** What a kind may ask about the plan that it takes part in, from one Schema (`...Before`) to another (`...After`). */
export interface Context {
  readonly from: Schema;
  readonly to: Schema;
  /** Stands for what is created, dropped and altered so far: another object whenever that has changed. */
  readonly state: object;
  isCreated(id: ObjectId): boolean;
  isDropped(id: ObjectId): boolean;
  /** Dropped and created again under the same id. */
  isReplaced(id: ObjectId): boolean;
  /** New facts that take the name of one that is dropped for good. Routines share a name whatever their arguments. */
  heirsOf(id: ObjectId): readonly ObjectId[];
  isAltered(id: ObjectId): boolean;
  /** What is created or altered so far, as it is to be. */
  madeOrAltered(): Iterable<Fact>;
  /**
   * Rows of what is dropped are put where they belong then, as far as that is possible, but for these tables and their partitions: the
   * way would be part of a cycle.
   */
  readonly leavesRows: ReadonlySet<ObjectId>;
  /** Whether a sketch of it is made first, which `create` completes. */
  isSketched(id: ObjectId): boolean;
  /** Whether anything has a slot before or after the change, as `slots` of its kind says it. */
  isTaken(slot: string): boolean;
  dependentsBefore(id: ObjectId): readonly Fact[];
  dependentsAfter(id: ObjectId): readonly Fact[];
  childrenBefore(id: ObjectId): readonly Fact[];
  childrenAfter(id: ObjectId): readonly Fact[];
}

/** How what is replaced gets its contents back: they are copied aside before it is dropped, and put into the new one. */
export interface Refill {
  readonly save: Statements;
  readonly fill: Statements;
  /** Facts that are dropped before anything is copied, and with what they hold. */
  readonly goneBefore: readonly ObjectId[];
  /** Facts that are dropped after it. */
  readonly goneAfter: readonly ObjectId[];
  /** Facts that are created or altered before contents are put back. */
  readonly needed: readonly ObjectId[];
  /** Facts that are created after it. */
  readonly waiting: readonly ObjectId[];
}

/**
 * How readily a fact that another one's statement creates or drops gets a statement of its own. Where the order of statements
 * forms a cycle, the loosest on it are the first.
 */
export const looseness = { firm: 1, loose: 2, looser: 3, loosest: 4 } as const;
export type Looseness = (typeof looseness)[keyof typeof looseness];

/** The SQL of a kind. */
interface StatementRules {
  /** `inlined` are the facts that this statement has to create as well. */
  create(fact: Fact, context: Context, inlined: readonly Fact[]): Statements;
  drop(fact: Fact, context: Context): Statements;
  /**
   * Alters it in place, or returns `replace` where PostgreSQL cannot. Called where the definitions differ, and where it stays
   * while something that it depends on is replaced.
   */
  alter(before: Fact, after: Fact, context: Context): Statements | 'replace';
  /** Whether the CREATE statement of its parent can contain it; undefined where it cannot. */
  inline?(fact: Fact, context: Context): Looseness | undefined;
  /**
   * For what others may keep using while it is replaced: `aside` renames it before the new one is created, `discard` drops it
   * when nothing uses it any more.
   */
  retire?(fact: Fact, context: Context): { readonly aside: Statements; readonly discard: Statements };
  /** For what holds something that it is to hold again when it is replaced; undefined where that is lost. */
  refill?(fact: Fact, context: Context): Refill | undefined;
  /**
   * For what can be on a cycle: creates a sketch of it that depends on nothing else on the cycle, such as a view of nulls; undefined
   * where there is none. `isThere`: the fact exists, and is turned into the sketch.
   */
  sketch?(fact: Fact, isThere: boolean): Statements | undefined;
}

/** What is replaced, which means dropped and created again, and what stays, when something else changes. */
interface ReplacementRules {
  /** Whether altering `before` to `after` is only possible while `dependent` is not there, so that this has to be replaced. */
  breaksDependent?(before: Fact, after: Fact, dependent: Fact, context: Context): boolean;
  /** Whether the fact is altered, and not replaced, when `replaced`, on which it depends, is replaced or gives its name to another. */
  staysWhileReplaced?(fact: Fact, replaced: Fact, context: Context): boolean;
  /** Whether the fact stays as it is when `gone` is dropped, on which it depends before the change and not after it. */
  staysWithout?(fact: Fact, gone: Fact): boolean;
  /** What is replaced instead of the fact, or when the fact is created, since PostgreSQL cannot do that alone: a partition key's table. */
  replacedInstead?(fact: Fact, context: Context): ObjectId | undefined;
  /** Facts that would stay, but have to be dropped before the fact is created, altered or dropped, and created again after it. */
  replacedAround?(fact: Fact, context: Context): readonly ObjectId[];
  /** Facts that have to be altered with it although their definitions stay: a parent's NOT NULL is made anew for its child's. */
  alteredWith?(before: Fact, after: Fact, context: Context): readonly ObjectId[];
  /**
   * For what holds no data: on a cycle it is replaced instead of being altered. `first`: before other ways out are tried, since
   * it takes a moment; `last`: when none was found, since what uses it is replaced too.
   */
  readonly replacedOnCycle?: 'first' | 'last';
  /** Whether it is sketched only where nothing else opens a cycle, since others may call the sketch. */
  readonly isSketchedLast?: true;
}

/** When a kind's statements come. What a fact depends on is created before it and dropped after it by itself. */
interface OrderRules {
  /** Its place among facts that do not wait for each other: schemas are created first, comments last; drops go the other way. */
  readonly rank: number;
  /**
   * Facts besides those it depends on that are created, altered or dropped before it is created. It is altered after those that
   * are created or altered.
   */
  waitsFor?(fact: Fact, context: Context): readonly ObjectId[];
  /**
   * Reverses the usual order: facts that are created after this one, or dropped before it, although it depends on `need`. Empty
   * for the usual order.
   */
  reversedOrder?(fact: Fact, need: ObjectId, verb: 'create' | 'drop', context: Context): readonly ObjectId[];
  /** Whether it must be dropped or altered before `need`, on which it depends, can be altered. */
  changesBefore?(fact: Fact, need: Fact): boolean;
  /** Facts that are better created and altered after this one is created. A preference: given up where it closes a cycle. */
  changedAfterwards?(fact: Fact, context: Context): readonly ObjectId[];
  /**
   * Facts that are better created and altered while this one is not there: before it is created, or altered into one that names
   * them; after it is dropped, or altered into one that does not. A preference.
   */
  changedInAbsence?(fact: Fact, context: Context): readonly ObjectId[];
  /** Facts that are better dropped after this one is created or dropped. A preference. */
  droppedAfterwards?(fact: Fact, verb: 'create' | 'drop', context: Context): readonly ObjectId[];
  /**
   * Facts that are created, altered or dropped before this one is dropped, since its rows go there. What its CREATE statement
   * contains firmly stays until then.
   */
  outlives?(fact: Fact, context: Context): readonly ObjectId[];
  /** Of a fact that is dropped late: what is dropped earlier and ends that it depends on `need`; undefined where nothing does. */
  releasedBy?(fact: Fact, need: ObjectId, context: Context): ObjectId | undefined;
  /** Names of which no two facts may have the same at a time: `relation public.t`. */
  slots?(fact: Fact): readonly string[];
  /** The name by which expressions call it. Others may have the same, and a call may mean any of them. */
  callName?(fact: Fact): string;
  /** Whether it gets a DROP of its own although something that it goes with is dropped. */
  isDroppedAlone?(fact: Fact, context: Context): boolean;
  /** Whether its `drop` only renames it at first. What goes with it would stay, and so gets a DROP of its own. */
  isRenamedByDrop?(fact: Fact, context: Context): boolean;
  /** For what is dropped by its name alone, which works when the types it is made of are renamed. DROP FUNCTION and DROP CAST list types. */
  readonly isDroppedByName?: true;
  /** Whether its alteration comes before all else: it may need a COMMIT, and nobody should see half of the plan by then. */
  comesFirst?(before: Fact, after: Fact): boolean;
  /** Whether creating it online takes long, while others go on working. It is then created after all that does not. */
  takesLong?(fact: Fact, context: Context): boolean;
  /** Whether it is dropped after others are made, where what it is on stays: they may need it until then. */
  readonly isDroppedLate?: true;
  /**
   * Whether it has a say in what statements do that create or alter others: it is dropped before all else is done, and created or
   * altered after it, with what is said of it.
   */
  readonly governsOthers?: true;
}

/** Whom statements concern that say their hazards. */
interface UseRules {
  /** Whether applications use it by its name, with all that belongs to it. */
  readonly isRelation?: true;
  /** Another relation, besides the one that the fact belongs to, whose users it concerns. */
  concernsToo?(fact: Fact): ObjectId;
}

/** How one kind of fact is created, altered and dropped. All that the planner knows of a kind is said here. */
export interface KindRules extends StatementRules, ReplacementRules, OrderRules, UseRules {}

export type Kinds = Readonly<Record<FactKind, KindRules>>;
