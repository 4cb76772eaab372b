import { type Severity, severities } from '../model/finding.ts';
import type { ProjectReport } from '../model/report.ts';
import { count, grouped } from '../model/words.ts';
import { noPaint, type Painter } from './paint.ts';

/** How many findings of each severity, worst first, without those that do not occur. */
export function tally(projects: readonly ProjectReport[]): readonly { severity: Severity; found: number }[] {
  const findings = projects.flatMap((project) => project.findings);
  return severities
    .map((severity) => ({ severity, found: findings.filter((one) => one.severity === severity).length }))
    .filter(({ found }) => found > 0);
}

/** `2 errors, 1 warning`, `nothing wrong, 3 worth knowing`, or `nothing to report`. */
export function verdict(projects: readonly ProjectReport[], paint: Painter = noPaint): string {
  const colour = { error: paint.bad, warning: paint.warn, info: noPaint.name } satisfies Record<
    Severity,
    unknown
  >;
  const found = tally(projects);
  const parts = found.map(({ severity, found: n }) =>
    colour[severity](severity === 'info' ? `${grouped(n)} worth knowing` : count(n, severity)),
  );
  if (parts.length === 0) return paint.good('nothing to report');
  const isWrong = found.some(({ severity }) => severity !== 'info');
  return [...(isWrong ? [] : [paint.good('nothing wrong')]), ...parts].join(', ');
}
