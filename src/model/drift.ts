import type { Ledger } from './ledger.ts';
import type { LiveProject } from './live-project.ts';
import type { ObjectId } from './object-id.ts';
import type { Definition, FactKind } from './schema.ts';

/**
 * How an object most likely came to differ:
 * - `pending`: a migration that is not applied makes exactly this
 * - `pushed`: the declared schema says so, and no migration does (`prisma db push`)
 * - `edited`: it is what a migration made before its file was edited
 * - `recorded`: its migration was marked as applied and never run
 * - `old-backup`: the whole database is as an earlier migration left it
 * - `dropped`: it was made by an applied migration, and is gone
 * - `unknown-migration`: the ledger has migrations that the folder does not hold, that cannot be read, or that are programs
 * - `by-hand`: nothing that is known of explains it
 */
type CauseKind =
  | 'pending'
  | 'pushed'
  | 'edited'
  | 'recorded'
  | 'old-backup'
  | 'dropped'
  | 'unknown-migration'
  | 'by-hand';

export interface Cause {
  readonly kind: CauseKind;
  /** One sentence for people. */
  readonly sentence: string;
  /** The migration that it is about. */
  readonly migration: string | undefined;
}

/** Where a migration last had to do with an object. */
export interface Origin {
  readonly migration: string;
  /** Relative to the project's directory. */
  readonly file: string;
  readonly line: number;
  /** When the ledger says that it was applied; undefined where it keeps no time. */
  readonly appliedAt: string | undefined;
}

/** An object of a live database that is not as the applied migrations made it. */
export interface DriftedObject {
  /** `missing` in the live database, `extra` there, or `different`. */
  readonly kind: 'missing' | 'extra' | 'different';
  readonly id: ObjectId;
  readonly what: FactKind;
  /** As SQL writes it. */
  readonly name: string;
  /** Everything that differs and belongs to it, itself included. */
  readonly ids: readonly ObjectId[];
  /** What differs: `type`, `default`. Empty unless `different`. */
  readonly aspects: readonly string[];
  /** As the applied migrations make it; undefined where they do not. */
  readonly history: Definition | undefined;
  readonly live: Definition | undefined;
  readonly cause: Cause;
  readonly origin: Origin | undefined;
}

/** A drifted object that the project's configuration puts up with. */
export interface IgnoredObject {
  readonly object: DriftedObject;
  readonly because: string;
  readonly until: string | undefined;
}

/** A line of the configuration: what may differ, why, and until when (2027-01-31). */
export interface DriftAllowance {
  /** `function public.f()` or `public.f()`; `*` stands for any characters. */
  readonly object: string;
  readonly because: string;
  readonly until?: string | undefined;
}

/** What is being deployed, or was left half way: what it changes is no drift. */
export interface UnderWay {
  /** Who holds the deployers' lock, for people; undefined where nobody does. */
  readonly deployer: string | undefined;
  /** Migrations that were begun and are not finished. */
  readonly migrations: readonly string[];
  /** What of them is in the database already. */
  readonly objects: readonly ObjectId[];
}

/** What `strata drift` found. */
export interface Drift extends LiveProject {
  /** Nothing differs but what is ignored or under way. */
  readonly ok: boolean;
  /** `18.4` */
  readonly serverVersion: string;
  readonly ledger: Ledger;
  /** How many migrations the ledger says are applied. */
  readonly applied: number;
  readonly objects: readonly DriftedObject[];
  readonly ignored: readonly IgnoredObject[];
  readonly underWay: UnderWay | undefined;
  /** What a person should know of how it was read, a sentence each. */
  readonly notes: readonly string[];
}
