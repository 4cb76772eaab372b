import { openLive } from '../live/open.ts';
import type { DriftAllowance } from '../model/drift.ts';
import { StrataError } from '../model/errors.ts';
import type { Finding } from '../model/finding.ts';
import { liveCommandFor } from '../model/live-project.ts';
import type { OrphanCount, Orphans } from '../model/orphans.ts';
import type { SoftReference } from '../model/policies.ts';
import type { Difference, LiveSummary } from '../model/report.ts';
import type { Schema } from '../model/schema.ts';
import type { ProjectSettings } from '../model/settings.ts';
import type { Status } from '../model/status.ts';
import { joinFindings } from './compare/joint-findings.ts';
import { ledgerFindings } from './compare/ledger-findings.ts';
import { driftFindings } from './compare/live-findings.ts';
import { findNearEnds } from './compare/live-sequences.ts';
import { wordsIn } from './compare/object-words.ts';
import { idsOf, threeSides } from './compare/three-sides.ts';
import { judgeDrift } from './drift/judge-drift.ts';
import { openSides } from './drift/sides.ts';
import { countEach } from './orphans.ts';
import { status } from './status.ts';

/** Which live database is read, and which of its differences are allowed. */
export interface LiveOptions {
  readonly url: string;
  readonly ignoresOf: (dir: string) => Promise<readonly DriftAllowance[]>;
  /** `2026-11-20` */
  readonly today: string;
}

interface LiveCase extends LiveOptions {
  readonly cwd: string;
  /** Where the project is looked for, and how it is shown. */
  readonly dir: string;
  readonly shownDir: string;
  readonly settings: ProjectSettings;
  readonly softReferences: readonly SoftReference[];
  /** What all migrations make; undefined where there are none. */
  readonly whole: Schema | undefined;
  /** Where history and declared schema disagree; undefined where they were not compared. */
  readonly declared: readonly Difference[] | undefined;
  /** What that comparison found. */
  readonly declaredFindings: readonly Finding[];
  /** Whether differences are to be shown side by side. */
  readonly withDetail: boolean;
}

/** What was found in a live database beside its project. */
export interface LiveReport {
  /** Undefined where it could not be read to the end. */
  readonly summary: LiveSummary | undefined;
  readonly findings: readonly Finding[];
  /** Those of the declared schema, with what the database says of them. */
  readonly declaredFindings: readonly Finding[];
  /** How many differences the configuration allows. */
  readonly ignored: number;
  readonly notChecked: readonly string[];
  /** Where two of history, declared schema and database disagree; undefined unless asked for. */
  readonly differences: readonly Difference[] | undefined;
}

/** Throws a `live` error where the database cannot be reached: before a rehearsal that may take minutes. */
export async function reachLive(url: string): Promise<void> {
  await using _live = await openLive(url);
}

/**
 * The same as `compareLive`, but for a database that goes away or refuses to be read on: that is a finding then, beside what the
 * rehearsal found.
 */
export async function findInLive(one: LiveCase): Promise<LiveReport> {
  try {
    return await compareLive(one);
  } catch (error) {
    if (!(error instanceof StrataError) || error.code !== 'live') throw error;
    const { message, advice } = error;
    return {
      summary: undefined,
      findings: [
        {
          rule: 'live-unread',
          severity: 'error',
          message: `The live database was not compared: ${message}`,
          notes: [],
          ...(advice === undefined ? {} : { hint: advice }),
        },
      ],
      declaredFindings: one.declaredFindings,
      ignored: 0,
      notChecked: [],
      differences: undefined,
    };
  }
}

/** Reads a live database, its ledger and its counters, and says what is not as the history has it. Nothing of it is kept. */
async function compareLive(one: LiveCase): Promise<LiveReport> {
  const options = { cwd: one.cwd, dir: one.dir, url: one.url, settingsOf: async () => one.settings };
  const command = liveCommandFor(one.shownDir, true);
  const told = await status(options);
  await using sides = await openSides(options);
  const drift = await judgeDrift(sides, { ...options, ignoresOf: one.ignoresOf, today: one.today });
  const ids = idsOf(drift.objects);
  const words = { history: wordsIn(sides.expected, ids), live: wordsIn(sides.live, ids) };
  const live = driftFindings(drift, words, sides, command);
  const joint = joinFindings({ declared: one.declaredFindings, live }, drift.objects, words, command);
  await using session = await openLive(one.url);
  const orphans = await countEach(session, one.softReferences);
  return {
    summary: summaryOf(told, drift.objects.length),
    findings: [
      ...ledgerFindings(told, command),
      ...joint.live,
      ...orphans.counted.filter(({ rows }) => rows > 0).map(orphanFinding),
      ...(await findNearEnds(session)),
    ],
    declaredFindings: joint.declared,
    ignored: drift.ignored.length,
    notChecked: [
      ...drift.notes.map(sentence),
      ...underWayNotes(drift.underWay),
      ...orphans.notCounted.map(notCounted),
    ],
    differences: one.withDetail ? threeSides({ sides, drifted: drift.objects, ...one }) : undefined,
  };
}

function summaryOf({ shownUrl, serverVersion, entries }: Status, drifted: number): LiveSummary {
  const number = (wanted: string) => entries.filter(({ state }) => state === wanted).length;
  return { shownUrl, serverVersion, applied: number('applied'), pending: number('pending'), drifted };
}

function orphanFinding({ reference: { from, to }, rows, examples, sql }: Orphans): Finding {
  return {
    rule: 'orphaned-reference',
    severity: 'error',
    message: `${rows === 1 ? 'One row' : `${rows} rows`} of the live database ${rows === 1 ? 'points' : 'point'} at nothing: ${from} → ${to}, such as ${examples.join(', ')}.`,
    notes: [],
    hint: `All of them: ${sql}`,
  };
}

function notCounted({ reference: { from, to }, reason }: OrphanCount['notCounted'][number]): string {
  return sentence(`Orphans of ${from} → ${to} were not counted: ${reason}`);
}

function underWayNotes(
  underWay: { readonly deployer: string | undefined; readonly migrations: readonly string[] } | undefined,
): readonly string[] {
  if (underWay === undefined) return [];
  const { deployer, migrations } = underWay;
  return [
    ...(deployer === undefined
      ? []
      : [`A deploy is under way (${deployer}): what it changes was not compared.`]),
    ...(migrations.length === 0
      ? []
      : [`What ${migrations.join(', ')} changes was not compared, since it was begun and is not finished.`]),
  ];
}

function sentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}
