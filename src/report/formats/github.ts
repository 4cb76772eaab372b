import type { Severity } from '../../model/finding.ts';
import type { Report } from '../../model/report.ts';
import { placeOf } from '../place.ts';
import { findingWords } from './finding-words.ts';

const commands = { error: 'error', warning: 'warning', info: 'notice' } satisfies Record<Severity, string>;

/**
 * Workflow commands, one line for each finding, which GitHub shows beside the lines of a pull request.
 * https://docs.github.com/en/actions/reference/workflow-commands-for-github-actions
 */
export function githubReport(report: Report): string {
  const lines = report.projects.flatMap((project) =>
    project.findings.map((finding) => {
      const { file, line, column, endColumn } = placeOf(project, finding);
      const properties = Object.entries({ file, line, col: column, endColumn, title: finding.rule })
        .filter(([, value]) => value !== undefined)
        .map(([key, value]) => `${key}=${property(String(value))}`);
      return `::${commands[finding.severity]} ${properties.join(',')}::${data(findingWords(finding))}\n`;
    }),
  );
  return lines.join('');
}

function data(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function property(text: string): string {
  return data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
