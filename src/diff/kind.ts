import type { ObjectId } from '../model/object-id.ts';
import type { Hazard, Step } from '../model/plan.ts';
import type { Fact, FactKind, Schema } from '../model/schema.ts';

/** What a kind says about one statement; a bare string has no hazard and runs with its neighbours. */
export interface Statement {
  readonly sql: string;
  readonly hazards?: readonly Hazard[];
  readonly transaction?: Step['transaction'];
}
export type Statements = readonly (string | Statement)[];

/** What a kind may ask about the plan that it takes part in. */
export interface Context {
  readonly from: Schema;
  readonly to: Schema;
  isCreated(id: ObjectId): boolean;
  isDropped(id: ObjectId): boolean;
  /** Dropped and created again under the same id. */
  isReplaced(id: ObjectId): boolean;
  /** What takes the name of something that goes for good; of what is called, whatever the arguments. */
  heirsOf(id: ObjectId): readonly ObjectId[];
  isAltered(id: ObjectId): boolean;
  /** Made as a sketch already, to be completed by `create`. */
  isSketched(id: ObjectId): boolean;
  dependentsBefore(id: ObjectId): readonly Fact[];
  dependentsAfter(id: ObjectId): readonly Fact[];
  childrenAfter(id: ObjectId): readonly Fact[];
}

/** How readily what one statement does with another's gets a statement of its own, where order asks for it: the loosest first. */
export const looseness = { firm: 1, constraint: 2, default: 3, dropped: 4 } as const;
export type Looseness = (typeof looseness)[keyof typeof looseness];

/** How one kind of fact is made, changed and removed. All that the planner knows of a kind is said here. */
export interface KindRules {
  /** Where it stands among independent neighbours: schemas first, comments last. */
  readonly rank: number;
  /** `inlined` are the facts whose creation was left to this statement. */
  create(fact: Fact, context: Context, inlined: readonly Fact[]): Statements;
  drop(fact: Fact, context: Context): Statements;
  /** Statements that change it in place, or `replace` where PostgreSQL knows no way. Never called for equal definitions unless `survives`. */
  alter(before: Fact, after: Fact, context: Context): Statements | 'replace';
  /** Whether its parent's CREATE can contain it; where a cycle forbids that, the higher number is taken out first. */
  inline?(fact: Fact, context: Context): Looseness | undefined;
  /** Whether altering `before` to `after` forces a dependent to be dropped before and made again afterwards. */
  disturbs?(before: Fact, after: Fact, dependent: Fact, context: Context): boolean;
  /** Whether the fact can stay, altered, while something that it depends on is replaced under the same name, be it by another kind. */
  survives?(fact: Fact, replaced: Fact, context: Context): boolean;
  /** Whether the fact stays as it is when something goes that it depends on no more. */
  outlives?(fact: Fact, gone: Fact): boolean;
  /** What has to be replaced where this one would have to be, or be made for what is there, and cannot. */
  replacedWith?(fact: Fact, context: Context): ObjectId | undefined;
  /** What has to be replaced, where it stays, so that this one can be made, changed or go: PostgreSQL knows no other way. */
  heldBy?(fact: Fact, context: Context): readonly ObjectId[];
  /** What it has its turn before, when `need` is made, or after, when that is dropped, though it depends on it; empty for none. */
  turnsBefore?(fact: Fact, need: ObjectId, verb: 'create' | 'drop', context: Context): readonly ObjectId[];
  /** Whether what it goes with does not take it along as the plan needs it: it is dropped on its own. */
  goesAlone?(fact: Fact, context: Context): boolean;
  /** Whether its drop moves it out of the way at first: what goes with it would stay with it, and is dropped on its own. */
  stepsAside?(fact: Fact, context: Context): boolean;
  /** For what others may keep using while it is replaced: statements that move it out of the way, and remove it in the end. */
  retire?(fact: Fact, context: Context): { readonly aside: Statements; readonly discard: Statements };
  /** For what can still be dropped by its name when what it is made of has stepped aside; those of routines and casts tell types. */
  readonly isNamedAlone?: true;
  /** Whether its change is done before all else: it may have to be committed, and nobody should see half of the rest by then. */
  comesFirst?(before: Fact, after: Fact): boolean;
  /** Whether it is done when all else has been: what it sets would change how other things are made. */
  readonly comesLast?: true;
  /**
   * For what holds nothing: on a circle it is made anew instead of being altered, first of all where that takes a moment, and as
   * the last resort where what uses it is made anew with it.
   */
  readonly madeAnew?: 'first' | 'last';
  /** For what can stand on a circle: a statement that makes it without what it depends on, or turns it into that. */
  sketch?(fact: Fact, isThere: boolean): Statements;
  /** Names that it holds and that no other fact may hold at the same time. */
  slots?(fact: Fact): readonly string[];
  /** The name by which expressions call it: others may bear it too, and a call may mean each of them. */
  callName?(fact: Fact): string;
  /** Facts that must be made, or gone, before it besides those it depends on. */
  after?(fact: Fact, context: Context): readonly ObjectId[];
  /** What may be written by means of it without depending on it: it is there before, where order allows. */
  serves?(fact: Fact, context: Context): readonly Fact[];
  /** Facts that go when it has been made, or has gone, where order allows. */
  frees?(fact: Fact, verb: 'create' | 'drop', context: Context): readonly ObjectId[];
  /** Facts that are hard to change while it is there: they come before it is made and after it is dropped, where order allows. */
  pins?(fact: Fact, context: Context): readonly ObjectId[];
  /** Whether it has to go, or to become what it will be, before `need`, on which it depends, can become what that will be. */
  bars?(fact: Fact, need: Fact): boolean;
}

export type Kinds = Readonly<Record<FactKind, KindRules>>;
