import type { Finding, Severity } from './finding.ts';
import type { Layout, Migration, Runner } from './migration.ts';
import type { ObjectId } from './object-id.ts';
import type { Schema } from './schema.ts';
import type { EngineName, StandIn, Trace } from './trace.ts';

/** Version of the JSON shape that `--json` prints; a change that could break a reader raises it. */
export const reportVersion = 1;

/** What `strata check` has to say of one project. */
export interface ProjectReport {
  /** Relative to where the command ran, `.` for the folder itself. */
  readonly dir: string;
  readonly layout: Layout;
  readonly runner: Runner;
  /** Folder of the migrations, relative to `dir`. */
  readonly folder: string;
  readonly migrations: number;
  /** How many of them were applied without an error. */
  readonly rehearsed: number;
  /** How many of them were known from an earlier run. */
  readonly reused: number;
  /** Undefined where nothing was rehearsed. */
  readonly engine: EngineName | undefined;
  readonly superuser: boolean;
  readonly standIns: readonly StandIn[];
  readonly findings: readonly Finding[];
  /** How many findings a comment, the configuration or the baseline allows. */
  readonly allowed: number;
  /** What was not judged and why, a sentence each. */
  readonly notChecked: readonly string[];
  readonly timings: Timings;
  /** Undefined where no live database was named. */
  readonly live?: LiveSummary;
  /** The trace, for the timeline. */
  readonly trace: Trace | undefined;
  /** Only where a page was asked for; no part of the JSON. */
  readonly detail?: ProjectDetail;
}

/** What a page shows of a project beyond its findings. */
export interface ProjectDetail {
  /** What the history makes, as far as it could be replayed. */
  readonly schema: Schema | undefined;
  readonly migrations: readonly Migration[];
  /** For each migration by name, the number of the transaction of each of its statements: equal numbers hold their locks together. */
  readonly transactions: ReadonlyMap<string, readonly number[]>;
  /** What differs between the history, the declared schema and a live database; undefined where nothing was compared. */
  readonly differences?: readonly Difference[];
}

/** One object as each side has it, in SQL or in plain words. */
export interface Difference {
  readonly object: string;
  readonly id?: ObjectId;
  /** Null where that side lacks it; undefined where that side was not looked at. */
  readonly history?: string | null;
  readonly declared?: string | null;
  readonly live?: string | null;
}

/** A live database beside its project, in numbers. */
export interface LiveSummary {
  /** The URL without its password. */
  readonly shownUrl: string;
  /** `18.4` */
  readonly serverVersion: string;
  /** Migrations that its ledger says are applied. */
  readonly applied: number;
  readonly pending: number;
  /** Objects that are not as the applied migrations make them. */
  readonly drifted: number;
}

/** Wall milliseconds. */
interface Timings {
  readonly total: number;
  readonly read: number;
  readonly rehearse: number;
  readonly explain: number;
}

export interface Report {
  readonly version: typeof reportVersion;
  /** No finding is as bad as `failOn`, or worse. */
  readonly ok: boolean;
  readonly failOn: FailOn;
  readonly projects: readonly ProjectReport[];
}

export const failOns = ['error', 'warning', 'info', 'never'] as const;
export type FailOn = (typeof failOns)[number];

/** Whether a finding of this severity makes the command fail. */
export function fails(severity: Severity, failOn: FailOn): boolean {
  if (failOn === 'never') return false;
  return failOns.indexOf(severity) <= failOns.indexOf(failOn);
}
