import { buildMatcher } from '@microsoft/sarif-matcher-utils';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { htmlReport } from '../html/page.ts';
import { joined, seenFrom } from '../place.ts';
import { hostile, quietReport, sampleReport } from '../sample.suite.ts';
import { fingerprints } from './fingerprint.ts';
import { githubReport } from './github.ts';
import { gitlabReport } from './gitlab.ts';
import { junitReport } from './junit.ts';
import { markdownReport } from './markdown.ts';
import { sarifReport } from './sarif.ts';

const againstSchema = buildMatcher<unknown>();

/** A SARIF log, held against the schema of the standard; GitHub's code scanning demands a region beyond it. */
function readSarif(report: string) {
  const log = JSON.parse(report);
  const { pass, message } = againstSchema(log);
  if (!pass) throw new Error(message());
  expect(log).toMatchObject({ $schema: expect.stringContaining('sarif-schema-2.1.0'), version: '2.1.0' });
  expect(log.runs).toHaveLength(1);
  for (const { locations } of log.runs[0].results)
    expect(locations[0].physicalLocation.region.startLine).toBeGreaterThan(0);
  return log as { readonly runs: readonly [SarifRun] };
}

interface SarifRun {
  readonly tool: {
    readonly driver: {
      readonly rules: readonly { readonly id: string; readonly fullDescription: { readonly text: string } }[];
    };
  };
  readonly results: readonly { readonly ruleId: string; readonly ruleIndex: number }[];
  readonly invocations: readonly [
    { readonly toolExecutionNotifications: readonly { readonly message: { readonly text: string } }[] },
  ];
}

const sarifOptions = {
  toolVersion: '1.2.3',
  summaries: new Map([['undefined-column', 'A column that is not there']]),
};

describe('SARIF', () => {
  test('has the required parts, a place for each result and rules that results point at', () => {
    const { runs } = readSarif(sarifReport(sampleReport, sarifOptions));
    const [{ results, tool, invocations }] = runs;
    expect(results).toHaveLength(4);
    for (const { ruleId, ruleIndex } of results) expect(tool.driver.rules[ruleIndex]?.id).toBe(ruleId);
    expect(tool.driver.rules.map(({ fullDescription }) => fullDescription.text)).toEqual([
      'Missing lock file',
      'A column that is not there',
    ]);
    expect(results[0]).toMatchObject({
      level: 'error',
      message: { text: expect.stringContaining('\n→ ') },
      locations: [
        {
          physicalLocation: {
            artifactLocation: { uri: 'apps/web/migrations/002%20odd%2Cname.sql', uriBaseId: '%SRCROOT%' },
            region: { startLine: 4, startColumn: 8, endColumn: 14 },
            contextRegion: { startLine: 3, endLine: 4 },
          },
        },
      ],
    });
    expect(invocations[0].toolExecutionNotifications.map(({ message }) => message.text)).toEqual([
      expect.stringContaining('stood in for vector'),
      expect.stringContaining('not checked'),
    ]);
  });

  test('of nothing to report has no results', () => {
    const { runs } = readSarif(sarifReport(quietReport, sarifOptions));
    expect(runs[0].results).toEqual([]);
  });
});

test('fingerprints differ within a report and stay when lines move', () => {
  const [project] = sampleReport.projects;
  const prints = fingerprints(project!);
  expect(new Set(prints).size).toBe(prints.length);
  const moved = project!.findings.map((finding) =>
    finding.where === undefined
      ? finding
      : { ...finding, where: { ...finding.where, line: finding.where.line + 7 } },
  );
  expect(fingerprints({ ...project!, findings: moved })).toEqual(prints);
});

test('GitHub annotations are one line each, and no text ends a command or starts another', () => {
  const lines = githubReport(sampleReport).trimEnd().split('\n');
  expect(lines).toHaveLength(4);
  expect(lines[0]).toMatch(
    /^::error file=apps\/web\/migrations\/002 odd%2Cname\.sql,line=4,col=8,endColumn=14,title=undefined-column::column `age`/,
  );
  expect(lines[0]).toContain('%250A');
  expect(lines[3]).toBe(
    '::notice file=apps/web/migrations,line=1,title=missing-lock-file::there is no lock file',
  );
  expect(githubReport(quietReport)).toBe('');
});

test('GitLab issues have what GitLab demands', () => {
  const shape = z
    .array(
      z.object({
        description: z.string().min(1),
        check_name: z.string().min(1),
        fingerprint: z.string().regex(/^[0-9a-f]{16}$/),
        severity: z.enum(['info', 'minor', 'major', 'critical', 'blocker']),
        location: z.object({
          path: z.string().regex(/^(?!\.?\/)/),
          lines: z.object({ begin: z.int().min(1) }),
        }),
      }),
    )
    .length(4);
  const issues = shape.parse(JSON.parse(gitlabReport(sampleReport)));
  expect(issues.map(({ severity }) => severity)).toEqual(['critical', 'major', 'major', 'info']);
});

/** Tags close in order, attributes are quoted, and no sign stands that XML would have to escape or cannot hold. */
function wellFormed(xml: string): boolean {
  const open: string[] = [];
  const rest = xml
    .replace(/^<\?xml [^?]*\?>/, '')
    .replaceAll(/<(\/?)([\w-]+)((?: [\w-]+="[^"<]*")*)(\/?)>/g, (_, end, name, _attributes, empty) => {
      if (end !== '' && open.pop() !== name) open.push('wrong order');
      if (end === '' && empty === '') open.push(name);
      return '';
    });
  const entities = xml.replaceAll(/&(?:amp|lt|gt|quot|#\d+);/g, '');
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what XML 1.0 cannot hold
  const hasForbidden = /[\u0000-\u0008\u000B\u000C\u000E-\u001F]/.test(xml);
  return open.length === 0 && !/[<>]/.test(rest) && !entities.includes('&') && !hasForbidden;
}

describe('JUnit', () => {
  test('is well-formed XML whatever the names are', () => {
    for (const report of [sampleReport, quietReport]) expect(wellFormed(junitReport(report))).toBe(true);
  });

  test('fails the cases of findings at or above failOn; the others are their output', () => {
    const xml = junitReport(sampleReport);
    expect(xml).toContain('<testsuites name="strata check" tests="3" failures="1"');
    expect(xml.match(/<failure /g)).toHaveLength(1);
    expect(xml.match(/<system-out>/g)).toHaveLength(2);
    expect(junitReport({ ...sampleReport, failOn: 'warning' }).match(/<failure /g)).toHaveLength(2);
    expect(xml).toContain('name="the history"');
    expect(xml).toContain('<testsuite name="apps/web/migrations"');
  });
});

describe('Markdown', () => {
  const page = markdownReport(sampleReport);

  test('tells the verdict, the place, the code and what to do', () => {
    expect(page).toContain('## ❌ Strata: 1 error, 2 warnings, 1 worth knowing');
    expect(page).toContain('at `apps/web/migrations/002 odd,name.sql:4:8`');
    expect(page).toContain('**What to do**');
    expect(page).toContain('ACCESS EXCLUSIVE | reads and writes');
    expect(page).toContain('stood in for `vector`');
    expect(markdownReport(quietReport)).toContain('## ✅ Strata: nothing to report');
  });

  test('prints a sentence behind the code of a hint as a sentence, as the page does', () => {
    const hint = ['Create it:', { code: 'CREATE ROLE a;' }, 'Or, where it is there anyway, name it.'];
    const projects = sampleReport.projects.map((project) => ({
      ...project,
      findings: project.findings.map((finding) => ({ ...finding, hint })),
    }));
    expect(markdownReport({ ...sampleReport, projects })).toContain(
      'Create it:\n\n```sql\nCREATE ROLE a;\n```\n\nOr, where it is there anyway, name it.',
    );
    expect(htmlReport({ ...sampleReport, projects }, { toolVersion: '1' })).toContain(
      '<p>Or, where it is there anyway, name it.</p>',
    );
  });

  test('lets no HTML through outside of code', () => {
    const outside = page
      .replaceAll(/^(`{3,})[^`\n]*\n[\s\S]*?^\1$/gm, '')
      .replaceAll(/(`+)(?!`)[\s\S]*?[^`]\1(?!`)/g, '');
    expect(outside).not.toContain('<script');
    expect(page).toContain('&lt;script&gt;');
    expect(page).toContain('````');
  });

  test('keeps within the size of a comment', () => {
    const [project] = sampleReport.projects;
    const many = { ...project!, findings: Array.from({ length: 900 }, () => project!.findings[0]!) };
    const long = markdownReport({ ...sampleReport, projects: [many] });
    expect(long.length).toBeLessThan(65_000);
    expect(long).toMatch(/and \d+ more findings/);
  });
});

test('paths are told from the top of the checkout', () => {
  expect(seenFrom(sampleReport, 'packages/db').projects[0]?.dir).toBe('packages/db/apps/web');
  expect(seenFrom(quietReport, 'packages/db').projects[0]?.dir).toBe('packages/db');
  expect(seenFrom(sampleReport, '')).toBe(sampleReport);
  expect([joined('.', '.'), joined('a', '../b'), joined('../a', 'b'), joined('/a', 'b')]).toEqual([
    '.',
    'b',
    '../a/b',
    '/a/b',
  ]);
  expect(hostile).toContain('<script>');
});
