import { appendFile, mkdir, writeFile } from 'node:fs/promises';
import { dirname, relative, resolve } from 'node:path';
import { InvalidArgumentError } from 'commander';
import { checkoutDir, jobSummaryFile } from '../config/environment.ts';
import { StrataError } from '../model/errors.ts';
import type { Report } from '../model/report.ts';
import { noPaint } from '../report/paint.ts';
import type { TtyOptions } from '../report/tty.ts';
import { packageVersion } from './package.ts';
import { print } from './print.ts';

/** What a report can be written as. */
export const formats = ['text', 'json', 'html', 'markdown', 'sarif', 'github', 'gitlab', 'junit'] as const;
export type Format = (typeof formats)[number];

export interface Output {
  readonly format: Format;
  readonly file: string;
}

const byEnding: readonly (readonly [RegExp, Format])[] = [
  [/\.sarif(\.json)?$/i, 'sarif'],
  [/\.json$/i, 'json'],
  [/\.html?$/i, 'html'],
  [/\.(md|markdown)$/i, 'markdown'],
  [/\.xml$/i, 'junit'],
  [/\.txt$/i, 'text'],
];

/** Whether it shows more of a project than its findings. */
export function needsDetail(format: Format): boolean {
  return format === 'html' || format === 'markdown';
}

/** Adds one `--output` to those before it: `report.html`, or `gitlab:gl-code-quality-report.json`. */
export function addOutput(text: string, before: readonly Output[] = []): readonly Output[] {
  const [, prefix = '', rest = ''] = /^(\w+):(.+)$/s.exec(text) ?? [];
  const named = formats.find((format) => format === prefix);
  if (named !== undefined) return [...before, { format: named, file: rest }];
  const format = byEnding.find(([ending]) => ending.test(text))?.[1];
  if (format === undefined)
    throw new InvalidArgumentError(
      `The format cannot be told from the name: put one of ${formats.join(', ')} and a colon before it.`,
    );
  return [...before, { format, file: text }];
}

/** The text of a report. Formats for platforms name files relative to the root of the checkout. */
export async function renderReport(report: Report, format: Format, terminal: TtyOptions): Promise<string> {
  switch (format) {
    case 'text':
      return (await import('../report/tty.ts')).ttyReport(report, terminal);
    case 'json':
      return (await import('../report/formats/json.ts')).jsonReport(report, false);
    case 'html':
      return (await import('../report/html/page.ts')).htmlReport(report, { toolVersion: packageVersion() });
    case 'markdown':
      return (await import('../report/formats/markdown.ts')).markdownReport(await fromCheckout(report));
    case 'sarif':
      return (await import('../report/formats/sarif.ts')).sarifReport(await fromCheckout(report), {
        toolVersion: packageVersion(),
        summaries: (await import('../flows/judge/rule-summaries.ts')).ruleSummaries(),
      });
    case 'github':
      return (await import('../report/formats/github.ts')).githubReport(await fromCheckout(report));
    case 'gitlab':
      return (await import('../report/formats/gitlab.ts')).gitlabReport(await fromCheckout(report));
    case 'junit':
      return (await import('../report/formats/junit.ts')).junitReport(await fromCheckout(report));
  }
}

async function fromCheckout(report: Report): Promise<Report> {
  const { seenFrom } = await import('../report/place.ts');
  const top = checkoutDir();
  if (top === undefined) return report;
  const base = relative(top, process.cwd()).replaceAll('\\', '/');
  return base.startsWith('..') ? report : seenFrom(report, base);
}

const noTerminal: TtyOptions = { paint: noPaint, width: 100 };

/**
 * Writes the report to each file (`-` is standard output). Files are replaced; only the summary of a job is appended to, since
 * other steps write there too.
 */
export async function writeOutputs(report: Report, outputs: readonly Output[]): Promise<void> {
  for (const { format, file } of outputs) {
    if (file === '-') {
      print(await renderReport(report, format, noTerminal));
      continue;
    }
    const path = resolve(file);
    const text = await renderReport(report, format, noTerminal);
    await writing(`the report ${file}`, async () => {
      await mkdir(dirname(path), { recursive: true });
      await (path === jobSummaryFile() ? appendFile : writeFile)(path, text);
    });
  }
}

/** Writes a file that the user named; throws a `usage` error where it cannot be written, an `engine` error where it has no room. */
export async function writing(what: string, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (cause) {
    const { code = 'unknown' } = cause as NodeJS.ErrnoException;
    if (code === 'ENOSPC' || code === 'EDQUOT')
      throw new StrataError('engine', `${what} cannot be written (${code})`, {
        hint: 'The disk is full, or its quota is used up: free some space there.',
        cause,
      });
    throw new StrataError('usage', `${what} cannot be written (${code})`, {
      hint: 'Name a file in a directory that this user may write to.',
      cause,
    });
  }
}
