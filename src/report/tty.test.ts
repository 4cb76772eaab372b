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

test('code in a hint stays as it is, however narrow the terminal is, and words begin a new line where they must', () => {
  const command = "npx prisma generate --schema 'packages/database/schemas of the shop/schema.prisma'";
  const words = 'strata plan writes the next migration and a down, and proves both.';
  expect(told({ ...plain, hint: ['Generate it anew:', { code: command }, words] })).toContain(
    `  → Generate it anew:\n    ${command}\n    strata plan writes the next migration and a down, and\n    proves both.`,
  );
});

test('what is only worth knowing is nothing wrong', () => {
  expect(told({ ...plain, severity: 'info' })).toContain(': nothing wrong, 1 worth knowing.');
  expect(told()).toContain(': nothing to report.');
});
