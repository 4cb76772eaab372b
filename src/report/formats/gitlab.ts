import type { Severity } from '../../model/finding.ts';
import { hintText } from '../../model/hint.ts';
import type { Report } from '../../model/report.ts';
import { placeOf } from '../place.ts';
import { fingerprints } from './fingerprint.ts';

const severities = { error: 'critical', warning: 'major', info: 'info' } satisfies Record<Severity, string>;

/** GitLab's code quality report. https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format */
export function gitlabReport(report: Report): string {
  const issues = report.projects.flatMap((project) => {
    const prints = fingerprints(project);
    return project.findings.map((finding, i) => {
      const { file, line } = placeOf(project, finding);
      return {
        description: finding.message,
        check_name: finding.rule,
        fingerprint: prints[i],
        severity: severities[finding.severity],
        location: { path: file, lines: { begin: line } },
        content: {
          body: [...finding.notes, ...(finding.hint === undefined ? [] : [hintText(finding.hint)])].join(
            '\n\n',
          ),
        },
      };
    });
  });
  return `${JSON.stringify(issues, null, 2)}\n`;
}
