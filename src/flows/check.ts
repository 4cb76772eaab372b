import { join } from 'node:path';
import { explainFailures } from '../explain/explain.ts';
import { explainLeaks } from '../explain/leaks.ts';
import { explainScripts } from '../explain/scripts.ts';
import type { ProjectRoot } from '../history/project-root.ts';
import { refuseMissingSeeds } from '../history/seeds.ts';
import { StrataError } from '../model/errors.ts';
import { type Finding, isUnread, severities } from '../model/finding.ts';
import type { History } from '../model/migration.ts';
import type { Progress } from '../model/progress.ts';
import { type FailOn, fails, type ProjectReport, type Report, reportVersion } from '../model/report.ts';
import type { RuleSettings } from '../model/rule-settings.ts';
import type { ProjectSettings } from '../model/settings.ts';
import type { Rehearsal } from '../replay/rehearse.ts';
import { compareDeclared } from './compare/declared.ts';
import type { DeclaredReport } from './compare/declared-case.ts';
import { tellBaseSchema } from './judge/base-schema.ts';
import { askRules, judgeProject, prepareToJudge } from './judge/judge.ts';
import { tellOtherHistories } from './judge/other-histories.ts';
import { tellPushed } from './judge/pushed.ts';
import { reportDetail } from './judge/report-detail.ts';
import { judgeTogether } from './judge/together.ts';
import type { LiveOptions, LiveReport } from './live-side.ts';
import { toldAssumed, traceOnDisk, withoutAssumed } from './rehearsal/assume.ts';
import { rehearseProject } from './rehearsal/rehearse-project.ts';
import { commandsFrom } from './sources/commands-from.ts';
import { findAllProjects, shownPath } from './sources/find-projects.ts';
import { assertProjectOptions, severalProjects } from './sources/one-project.ts';

export interface CheckOptions {
  /** Where the command ran; paths in the report are relative to it. */
  readonly cwd: string;
  readonly dirs: readonly string[];
  readonly failOn: FailOn;
  readonly settingsOf: (dir: string) => Promise<ProjectSettings>;
  /** How the rules judge; absent: only what fails is told of. */
  readonly rulesOf?: ((dir: string) => Promise<RuleSettings>) | undefined;
  /** Adds what a page shows: the schema, the texts of the migrations and their transactions. */
  readonly withDetail?: boolean;
  /** Assumes that what the migrations name and none of them makes was there before. */
  readonly assumes?: boolean;
  /** The live database that is compared as well, read only. */
  readonly live?: LiveOptions;
  readonly onProgress?: (dir: string, progress: Progress) => void;
}

/** Rehearses every history at or below the directories and says what is wrong with each. */
export async function check(options: CheckOptions): Promise<Report> {
  assertProjectOptions(options, severalProjects);
  const { projects, findings } = await findAllProjects(options.dirs, options.cwd, { files: true });
  if (options.live !== undefined) await refuseUnreachable(options.live, projects, options.cwd);
  // A slip in the last configuration is told before the first history is rehearsed.
  const settings = await Promise.all(projects.map(({ dir }) => options.settingsOf(dir)));
  for (const [at, { dir }] of projects.entries()) refuseMissingSeeds(dir, settings[at]?.seeds ?? []);
  const reports: ProjectReport[] = [];
  for (const [at, root] of projects.entries())
    reports.push(await checkProject(root, settings[at] as ProjectSettings, projects, options));
  for (const { dir, findings: seen } of findings) {
    const shown = shownPath(dir, options.cwd);
    attach(
      reports,
      shown,
      seen.map((finding) => commandsFrom(shown, finding)),
    );
  }
  const ok = !reports.some((report) =>
    report.findings.some(({ severity }) => fails(severity, options.failOn)),
  );
  return { version: reportVersion, ok, failOn: options.failOn, projects: reports };
}

async function checkProject(
  root: ProjectRoot,
  settings: ProjectSettings,
  projects: readonly ProjectRoot[],
  options: CheckOptions,
): Promise<ProjectReport> {
  const started = performance.now();
  const dir = shownPath(root.dir, options.cwd);
  const rules = await options.rulesOf?.(root.dir);
  const done = await rehearseAhead(root, settings, options, rules !== undefined);
  const { history, rehearsal, assumed, readMs, rehearseMs } = done;
  const before = performance.now();
  const trace = rehearsal?.trace;
  const explained =
    trace === undefined ? { findings: [], notChecked: [] } : await explainFailures(history, trace);
  const leaks = trace === undefined ? [] : explainLeaks(history, trace);
  const scripts = explainScripts(history);
  const ruled = rules === undefined ? [] : withoutAssumed(await askRules(history, rehearsal, rules));
  // Judging needs no server, and the time that its end takes is the judge's; comparing may start from what it leaves.
  await done.settling;
  const joint = await judgeTogether(history, rehearsal, settings, explained);
  const withBase = await tellBaseSchema(joint.findings, history);
  const withHistories = await tellOtherHistories(withBase, root, projects, options.cwd);
  const failures = await tellPushed(withHistories, root, settings);
  const declared = await compareDeclared(root, settings, history, rehearsal);
  const live = await lookAtLive(options, { root, settings, rehearsal, declared, rules });
  const found = [
    ...withoutAssumed(failures),
    ...history.findings.map((finding) => commandsFrom(dir, finding)),
    ...scripts,
    ...leaks,
    ...(live?.declaredFindings ?? declared.findings),
    ...(live?.findings ?? []),
  ];
  const { findings, allowed } =
    rules === undefined
      ? { findings: found, allowed: 0 }
      : await judgeProject({ history, ruled, found, withLive: live?.summary !== undefined }, rules);
  const now = performance.now();
  return {
    dir,
    ...whatWasRehearsed(history, rehearsal),
    superuser: settings.superuser,
    findings: worstFirst(findings),
    allowed: allowed + (live?.ignored ?? 0),
    notChecked: [
      ...toldAssumed(assumed),
      ...toldSetup(trace?.setupLeftOut ?? []),
      ...joint.notChecked,
      ...declared.notChecked,
      ...(live?.notChecked ?? []),
    ],
    timings: { total: now - started, read: readMs, rehearse: rehearseMs, explain: now - before },
    ...(live?.summary === undefined ? {} : { live: live.summary }),
    ...(options.withDetail === true
      ? { detail: await reportDetail(history, rehearsal, live?.differences ?? declared.differences) }
      : {}),
  };
}

/**
 * Rehearses a project and loads the rules meanwhile. `settling` is the work left after the rehearsal, as `afterwards` gives it.
 */
async function rehearseAhead(
  root: ProjectRoot,
  settings: ProjectSettings,
  { cwd, assumes = false, onProgress }: CheckOptions,
  isJudged: boolean,
) {
  const dir = shownPath(root.dir, cwd);
  let settling: Promise<void> | undefined;
  const rehearsed = await rehearseProject(root, settings, {
    assumes,
    onProgress: (progress) => onProgress?.(dir, progress),
    onStart(started) {
      if (isJudged) prepareToJudge(started).catch(() => {});
    },
    afterwards(left) {
      left.catch(() => {});
      settling = left;
    },
  });
  return { ...rehearsed, settling };
}

/** What the project's own set-up of servers says and a throwaway server does not have. */
function toldSetup(leftOut: readonly string[]): readonly string[] {
  if (leftOut.length === 0) return [];
  return [`\`setup\` of strata.config without ${leftOut.join(', ')}, which is about whole servers`];
}

function whatWasRehearsed(history: History, rehearsal: Rehearsal | undefined) {
  const trace = rehearsal === undefined ? undefined : traceOnDisk(rehearsal.trace);
  const unread = new Set(history.findings.filter(isUnread).map((one) => one.migration));
  return {
    layout: history.layout,
    runner: history.runner,
    folder: history.folder,
    migrations: trace?.migrations.length ?? history.migrations.length,
    rehearsed:
      trace?.migrations.filter(({ migration, outcome }) => outcome === 'applied' && !unread.has(migration))
        .length ?? 0,
    reused: rehearsal?.reused ?? 0,
    engine: trace?.engine,
    standIns: trace?.standIns ?? [],
    trace,
  };
}

interface CheckedProject {
  readonly root: ProjectRoot;
  readonly settings: ProjectSettings;
  readonly rehearsal: Rehearsal | undefined;
  readonly declared: DeclaredReport;
  readonly rules: RuleSettings | undefined;
}

/** The third side: what is on a live database, where one was named. */
async function lookAtLive(
  { live, cwd, dirs, withDetail = false }: CheckOptions,
  { root, settings, rehearsal, declared, rules }: CheckedProject,
): Promise<LiveReport | undefined> {
  if (live === undefined) return undefined;
  const { findInLive } = await import('./live-side.ts');
  const dir = dirs.length === 1 ? (dirs[0] as string) : root.dir;
  return findInLive({
    ...live,
    cwd,
    dir,
    shownDir: shownPath(dir, cwd),
    settings,
    softReferences: rules?.policies.softReferences ?? [],
    whole: await rehearsal?.schema(),
    declared: declared.differences,
    declaredFindings: declared.findings,
    withDetail,
  });
}

/**
 * Throws where several projects are to be compared with the one live database, or where that does not answer. Runs before the
 * rehearsal.
 */
async function refuseUnreachable(
  { url }: LiveOptions,
  projects: readonly ProjectRoot[],
  cwd: string,
): Promise<void> {
  if (projects.length > 1) {
    const shown = projects.slice(0, 4).map(({ dir, folder }) => shownPath(join(dir, folder), cwd));
    throw new StrataError('usage', `--live is one database, and there are ${projects.length} histories`, {
      hint: `Name the one that it belongs to: ${shown.join(', ')}`,
    });
  }
  const { reachLive } = await import('./live-side.ts');
  await reachLive(url);
}

/** Errors before warnings; within one severity the order of the history stands. */
function worstFirst(findings: readonly Finding[]): readonly Finding[] {
  return [...findings].sort((a, b) => severities.indexOf(a.severity) - severities.indexOf(b.severity));
}

/** Adds findings of the search to the project of their directory, or to a report of their own without migrations. */
function attach(reports: ProjectReport[], dir: string, findings: readonly Finding[]): void {
  const at = reports.findIndex((report) => report.dir === dir);
  const report = reports[at];
  if (report !== undefined) {
    reports[at] = { ...report, findings: worstFirst([...report.findings, ...findings]) };
    return;
  }
  reports.push({
    dir,
    layout: 'sql',
    runner: 'plain',
    folder: '.',
    migrations: 0,
    rehearsed: 0,
    reused: 0,
    engine: undefined,
    superuser: false,
    standIns: [],
    findings: worstFirst(findings),
    allowed: 0,
    notChecked: [],
    timings: { total: 0, read: 0, rehearse: 0, explain: 0 },
    trace: undefined,
  });
}
