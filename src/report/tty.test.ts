import { expect, test } from 'vitest';
import type { Finding } from '../model/finding.ts';
import { noPaint } from './paint.ts';
import { quietReport } from './sample.suite.ts';
import { ttyReport } from './tty.ts';

function told(...findings: readonly Finding[]): string {
  const projects = quietReport.projects.slice(0, 1).map((project) => ({ ...project, findings }));
  return ttyReport({ ...quietReport, projects }, { paint: noPaint, width: 60 });
}

const plain: Finding = {
  rule: 'unused-suppression',
  severity: 'warning',
  message: 'this allows nothing',
  notes: [],
};

test('of findings without a place, each is told by what it says', () => {
  expect(told(plain, { ...plain, message: 'that allows nothing' })).toContain(
    'and more of the same\n    unused-suppression  1 finding\n      that allows nothing\n',
  );
});

test('one blank line stands between findings, also behind code that nothing is said of', () => {
  const frame = { firstLine: 1, lines: ['SELECT 1;'], line: 1, column: 1, length: 6 };
  const text = told({ ...plain, rule: 'naming', frame }, plain);
  expect(text).toContain('^^^^^^\n\n  warning  unused-suppression');
  expect(text).not.toContain('\n\n\n');
});

test('a command in a hint stays on one line, however narrow the terminal is', () => {
  const command =
    "iconv -f WINDOWS-1252 -t UTF-8 'migrations/002_b.sql' > fixed.sql && mv fixed.sql 'migrations/002_b.sql'";
  expect(told({ ...plain, hint: ['Save it as UTF-8:', { code: command }] })).toContain(command);
});

test('what is only worth knowing is nothing wrong', () => {
  expect(told({ ...plain, severity: 'info' })).toContain(': nothing wrong, 1 worth knowing.');
  expect(told()).toContain(': nothing to report.');
});
