import { explainFailures } from '../explain/explain.ts';
import { explainLeaks } from '../explain/leaks.ts';
import { explainScripts } from '../explain/scripts.ts';
import type { ProjectRoot } from '../history/project-root.ts';
import { type Finding, severities } from '../model/finding.ts';
import type { Progress } from '../model/progress.ts';
import { type FailOn, fails, type ProjectReport, type Report, reportVersion } from '../model/report.ts';
import type { RuleSettings } from '../model/rule-settings.ts';
import type { ProjectSettings } from '../model/settings.ts';
import { compareDeclared } from './compare-declared.ts';
import { findAllProjects, shownPath } from './find-projects.ts';
import { judgeProject, prepareToJudge } from './judge.ts';
import { rehearseProject } from './rehearse-project.ts';
import { reportDetail } from './report-detail.ts';

export interface CheckOptions {
  /** Where the command ran; paths in the report are relative to it. */
  readonly cwd: string;
  readonly dirs: readonly string[];
  readonly failOn: FailOn;
  readonly settingsOf: (dir: string) => Promise<ProjectSettings>;
  /** How the rules judge; absent: only what fails is told of. */
  readonly rulesOf?: (dir: string) => Promise<RuleSettings>;
  /** Adds what a page shows: the schema, the texts of the migrations and their transactions. */
  readonly withDetail?: boolean;
  readonly onProgress?: (dir: string, progress: Progress) => void;
}

/** Rehearses every history at or below the directories and says what is wrong with each. */
export async function check(options: CheckOptions): Promise<Report> {
  const { projects, findings } = await findAllProjects(options.dirs, options.cwd);
  const reports: ProjectReport[] = [];
  for (const root of projects) reports.push(await checkProject(root, options));
  for (const { dir, findings: seen } of findings) attach(reports, shownPath(dir, options.cwd), seen);
  const ok = !reports.some((report) =>
    report.findings.some(({ severity }) => fails(severity, options.failOn)),
  );
  return { version: reportVersion, ok, failOn: options.failOn, projects: reports };
}

async function checkProject(root: ProjectRoot, options: CheckOptions): Promise<ProjectReport> {
  const started = performance.now();
  const dir = shownPath(root.dir, options.cwd);
  const settings = await options.settingsOf(root.dir);
  const { history, rehearsal, readMs, rehearseMs } = await rehearseProject(root, settings, (progress) => {
    if (options.rulesOf !== undefined) prepareToJudge();
    options.onProgress?.(dir, progress);
  });
  const before = performance.now();
  const trace = rehearsal?.trace;
  const explained =
    trace === undefined ? { findings: [], notChecked: [] } : await explainFailures(history, trace);
  const leaks = trace === undefined ? [] : explainLeaks(history, trace);
  const scripts = explainScripts(history);
  const declared = await compareDeclared(root, settings, history, rehearsal);
  const found = [...explained.findings, ...history.findings, ...scripts, ...leaks, ...declared.findings];
  const rules = await options.rulesOf?.(root.dir);
  const { findings, allowed } =
    rules === undefined
      ? { findings: found, allowed: 0 }
      : await judgeProject({ history, rehearsal, found }, rules);
  const now = performance.now();
  return {
    dir,
    layout: history.layout,
    runner: history.runner,
    folder: history.folder,
    migrations: history.migrations.length,
    rehearsed: trace?.migrations.filter(({ outcome }) => outcome === 'applied').length ?? 0,
    reused: rehearsal?.reused ?? 0,
    engine: trace?.engine,
    superuser: settings.superuser,
    standIns: trace?.standIns ?? [],
    findings: worstFirst(findings),
    allowed,
    notChecked: [...explained.notChecked, ...declared.notChecked],
    timings: { total: now - started, read: readMs, rehearse: rehearseMs, explain: now - before },
    trace,
    ...(options.withDetail === true ? { detail: await reportDetail(history, rehearsal, declared) } : {}),
  };
}

/** Errors before warnings; within one severity the order of the history stands. */
function worstFirst(findings: readonly Finding[]): readonly Finding[] {
  return [...findings].sort((a, b) => severities.indexOf(a.severity) - severities.indexOf(b.severity));
}

/** What the search itself saw goes to the project it lies in, or to one of its own that has no migrations. */
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
