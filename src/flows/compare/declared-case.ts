import type { ProjectRoot } from '../../history/project-root.ts';
import { StrataError } from '../../model/errors.ts';
import type { Finding } from '../../model/finding.ts';
import type { History } from '../../model/migration.ts';
import type { Difference } from '../../model/report.ts';
import type { ProjectSettings } from '../../model/settings.ts';
import { few } from '../../model/words.ts';
import type { Rehearsal } from '../../replay/rehearse.ts';

/** What comparing a history with its declared schema came to. */
export interface DeclaredReport {
  readonly findings: readonly Finding[];
  /** What was not compared and why, a sentence each. */
  readonly notChecked: readonly string[];
  /** Every object on which they disagree; undefined where nothing could be compared. */
  readonly differences?: readonly Difference[];
}

/** A declared schema of a project, and where it was found. */
export interface DeclaredCase {
  readonly root: ProjectRoot;
  readonly settings: ProjectSettings;
  readonly history: History;
  readonly rehearsal: Rehearsal;
  /** As a person knows it, relative to the project. */
  readonly shown: string;
  /** Whether a person or a tool names it as the declared schema; otherwise only its file name suggests it. */
  readonly isTold: boolean;
}

/** Why a history cannot be compared: it is not known what its failing migrations would have made. Undefined where none fails. */
export function brokenHistory({ rehearsal, shown }: DeclaredCase): string | undefined {
  const failed = rehearsal.trace.migrations.filter(({ outcome }) => outcome === 'failed');
  if (failed.length === 0) return undefined;
  const names = failed.map(({ migration }) => migration);
  return `${shown} was not compared with the migrations: ${few(names, 1)} fail${names.length === 1 ? 's' : ''}.`;
}

/** An error of loading as a finding at its place. */
export function unloadable(error: unknown, shown: string): Finding {
  // What keeps the tool from comparing is no fault of the schema.
  if (!(error instanceof StrataError) || error.code !== 'project') throw error;
  return {
    rule: 'invalid-declared-schema',
    severity: 'error',
    message: `${shown} does not load: ${withoutStep(error.message)}`,
    notes: [],
    ...(error.advice === undefined ? {} : { hint: error.advice }),
    ...(error.where === undefined ? {} : { where: error.where }),
  };
}

/** An error of reading one of the files as a finding that names it. */
export function unreadable(error: unknown, shown: string): Finding {
  const finding = unloadable(error, shown);
  const { message, where } = error as StrataError;
  return where === undefined ? finding : { ...finding, message: `${where.file} ${message}` };
}

/** The message without the name of the source, which the finding gives already, and without its full stop. */
export function withoutStep(message: string): string {
  return message.replace(/^loading \S+: /, '').replace(/\.$/, '');
}
