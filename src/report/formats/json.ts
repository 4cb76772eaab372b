import type { Finding } from '../../model/finding.ts';
import { hintText } from '../../model/hint.ts';
import type { ProjectReport, Report } from '../../model/report.ts';

/** The report as `--json` prints it; docs/json.md describes it and a test validates it. */
export function jsonReport(report: Report, withTrace: boolean): string {
  const { version, ok, failOn, projects } = report;
  return `${JSON.stringify({ version, ok, failOn, projects: projects.map((project) => projectJson(project, withTrace)) }, null, 2)}\n`;
}

function projectJson(project: ProjectReport, withTrace: boolean): object {
  const { trace, findings, timings, engine, detail: _, live, ...rest } = project;
  return {
    ...rest,
    engine: engine ?? null,
    live: live ?? null,
    findings: findings.map(findingJson),
    timings: Object.fromEntries(
      Object.entries(timings).map(([name, ms]) => [name, Math.round(ms * 10) / 10]),
    ),
    ...(withTrace ? { trace: trace ?? null } : {}),
  };
}

function findingJson(finding: Finding): object {
  const { where, hint, migration, statement, frame, object: _, neverMade: __, ...rest } = finding;
  return {
    ...rest,
    hint: hint === undefined ? null : hintText(hint),
    file: where?.file ?? null,
    line: where?.line ?? null,
    column: where?.column ?? null,
    migration: migration ?? null,
    statement: statement ?? null,
    frame: frame ?? null,
  };
}
