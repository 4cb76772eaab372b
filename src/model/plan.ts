import type { NamedId, ObjectId } from './object-id.ts';
import type { Question } from './question.ts';
import type { Fact } from './schema.ts';

/** One difference between two Schemas. */
export type Change =
  | { readonly kind: 'create'; readonly id: ObjectId; readonly after: Fact }
  | { readonly kind: 'drop'; readonly id: ObjectId; readonly before: Fact }
  | {
      readonly kind: 'alter';
      readonly id: ObjectId;
      readonly before: Fact;
      readonly after: Fact;
      /** Names of the properties that differ, sorted. */
      readonly properties: readonly string[];
    };

/** What a step may do to a running system, worst first. */
export const hazardKinds = [
  'destroys-data',
  'may-fail',
  'rewrites',
  'blocks-reads',
  'blocks-writes',
  'scans',
  'breaks-code',
  'irreversible',
] as const;
export type HazardKind = (typeof hazardKinds)[number];

export interface Hazard {
  readonly kind: HazardKind;
  /** One sentence in plain words, naming the object. */
  readonly message: string;
  /** Which rows are concerned, where that can be told. */
  readonly question?: Question;
}

/** One SQL statement of a Plan, without its semicolon. */
export interface Step {
  readonly sql: string;
  readonly object: ObjectId;
  /** `rename` is what was told of a name, with the schemas that it needs: it comes before all else. */
  readonly verb: 'create' | 'drop' | 'alter' | 'rename' | 'session';
  readonly hazards: readonly Hazard[];
  /** For a person, in lines: how to reach the same without blocking anybody, where one statement cannot. */
  readonly outline?: readonly string[];
  /**
   * - `together`: runs in one transaction with its neighbours
   * - `commits`: what follows needs it committed (a new enum value)
   * - `alone`: refuses to run in a transaction block (CREATE INDEX CONCURRENTLY)
   */
  readonly transaction: 'together' | 'commits' | 'alone';
}

/** What was told about a name: `public.users.name` became `public.users.full_name`. Both as SQL; `public.` may be left out. */
export interface Rename {
  readonly from: string;
  readonly to: string;
}

/** A likeness between something dropped and something created; taken only when told. */
export interface RenameOffer {
  readonly from: NamedId;
  readonly to: NamedId;
  /** What speaks for it: `same columns`, `same definition`. */
  readonly because: string;
}

/** An ordered list of steps that turns one Schema into another. */
export interface Plan {
  readonly changes: readonly Change[];
  readonly steps: readonly Step[];
  readonly renameOffers: readonly RenameOffer[];
}
