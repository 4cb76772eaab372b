import type { ObjectId } from '../model/object-id.ts';
import type { Fact, FactKind } from '../model/schema.ts';

/** One object on which a history and a declared schema disagree. */
export interface Disagreement {
  /**
   * - `missing`: declared, and made by no migration
   * - `extra`: made by a migration, and not declared
   * - `different`: both know it, in different words
   * - `renamed`: the same but for its name
   */
  readonly kind: 'missing' | 'extra' | 'different' | 'renamed';
  readonly what: FactKind;
  /** SQL name: that of the history where both have one. */
  readonly name: string;
  readonly history?: Fact;
  readonly declared?: Fact;
  /** The definitions in few words, for people. */
  readonly historyWords?: string;
  readonly declaredWords?: string;
  /** What differs: `type`, `not null`, `default`. Empty unless `different`. */
  readonly aspects: readonly string[];
  /** The facts whose changes settle it in the history. */
  readonly ids: readonly ObjectId[];
  /** SQL names of keys and indexes that go with it. */
  readonly carries?: readonly string[];
  /** A column that an INSERT must not leave out: NOT NULL, and nothing fills it. */
  readonly isRequired?: boolean;
  /** The declared language can hardly say it, and code works without it. */
  readonly isMinor: boolean;
}
