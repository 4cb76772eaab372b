import { readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, test } from 'vitest';
import { check } from '../src/flows/check.ts';
import { plainSettings } from '../src/flows/plain-settings.suite.ts';
import type { ProjectReport, Report } from '../src/model/report.ts';
import { noPaint } from '../src/report/paint.ts';
import { ttyReport } from '../src/report/tty.ts';
import { hintFaults } from './hint-faults.ts';

const cases = resolve(import.meta.dirname, '../cases/failures');

/** What a person reads, without what differs from run to run: times and versions. */
function told(report: Report): string {
  const text = ttyReport(report, { paint: noPaint, width: 100 });
  const blocks = text.split('\n\n').slice(0, -1).join('\n\n');
  return `${blocks.replace(/^.*\n/, '').replace(/ \([\d.]+ (?:µs|ms|s)\)$/m, '')}\n`;
}

function notSilent({ findings, migrations }: ProjectReport): boolean {
  return findings.length > 0 || migrations === 0;
}

describe.concurrent('a failing history is explained in the words of expected.txt', () => {
  for (const name of readdirSync(cases).sort()) {
    test(name, async ({ expect }) => {
      const dir = join(cases, name);
      const report = await check({
        cwd: dir,
        dirs: ['.'],
        failOn: 'error',
        settingsOf: async () => plainSettings,
      });
      expect(report.projects.every(notSilent)).toBe(true);
      expect(report.projects.flatMap(({ findings }) => findings.flatMap(hintFaults))).toEqual([]);
      await expect(told(report)).toMatchFileSnapshot(join(dir, 'expected.txt'));
    });
  }
});
