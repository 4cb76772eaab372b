import { type Severity, severities } from '../model/finding.ts';
import type { ProjectReport } from '../model/report.ts';
import { count } from '../model/words.ts';

/** How many findings of each severity, worst first, without those that do not occur. */
export function tally(projects: readonly ProjectReport[]): readonly { severity: Severity; found: number }[] {
  const findings = projects.flatMap((project) => project.findings);
  return severities
    .map((severity) => ({ severity, found: findings.filter((one) => one.severity === severity).length }))
    .filter(({ found }) => found > 0);
}

/** `2 errors, 1 warning`, `nothing wrong, 3 worth knowing`, or `nothing to report`. */
export function verdict(projects: readonly ProjectReport[]): string {
  const parts = tally(projects).map(({ severity, found }) =>
    severity === 'info' ? `${found} worth knowing` : count(found, severity),
  );
  if (parts.length === 0) return 'nothing to report';
  const isWrong = tally(projects).some(({ severity }) => severity !== 'info');
  return [...(isWrong ? [] : ['nothing wrong']), ...parts].join(', ');
}
