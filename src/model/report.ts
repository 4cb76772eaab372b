import type { Finding, Severity } from './finding.ts';
import type { Layout, Runner } from './migration.ts';
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
  /** What was not judged and why, a sentence each. */
  readonly notChecked: readonly string[];
  readonly timings: Timings;
  /** The trace, for the timeline. */
  readonly trace: Trace | undefined;
}

/** Wall milliseconds. */
export interface Timings {
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
