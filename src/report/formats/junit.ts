import type { Finding } from '../../model/finding.ts';
import { type FailOn, fails, type ProjectReport, type Report } from '../../model/report.ts';
import { joined, placeWords } from '../place.ts';
import { findingWords } from './finding-words.ts';

/**
 * JUnit XML as CI servers read it: a suite for each project, a case for each migration, and one for the whole history. Findings
 * of at least the severity `failOn` fail their case; the others are its output.
 */
export function junitReport(report: Report): string {
  const suites = report.projects.map((project) => suiteOf(project, report.failOn));
  const tests = sum(suites, ({ cases }) => cases.length);
  const failures = sum(suites, (suite) => suite.failures);
  const time = sum(report.projects, ({ timings }) => timings.total);
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="strata check" tests="${tests}" failures="${failures}" errors="0" time="${seconds(time)}">`,
    ...suites.map(({ text }) => text),
    '</testsuites>\n',
  ].join('\n');
}

interface Suite {
  readonly cases: readonly Case[];
  readonly failures: number;
  readonly text: string;
}

interface Case {
  readonly name: string;
  readonly ms: number;
  readonly findings: readonly Finding[];
}

function suiteOf(project: ProjectReport, failOn: FailOn): Suite {
  const traced = project.trace?.migrations ?? [];
  const known = new Set(traced.map(({ migration }) => migration));
  const cases: Case[] = traced.map(({ migration, ms }) => ({
    name: migration,
    ms,
    findings: project.findings.filter((finding) => finding.migration === migration),
  }));
  const others = project.findings.filter(({ migration }) => migration === undefined || !known.has(migration));
  if (others.length > 0 || cases.length === 0) cases.push({ name: 'the history', ms: 0, findings: others });
  const failed = cases.filter((one) => one.findings.some(({ severity }) => fails(severity, failOn))).length;
  const text = [
    `  <testsuite name="${attribute(joined(project.dir, project.folder))}" tests="${cases.length}" failures="${failed}" errors="0" time="${seconds(project.timings.total)}">`,
    ...cases.map((one) => caseText(project, one, failOn)),
    '  </testsuite>',
  ].join('\n');
  return { cases, failures: failed, text };
}

function caseText(project: ProjectReport, { name, ms, findings }: Case, failOn: FailOn): string {
  const start = `    <testcase classname="${attribute(joined(project.dir, project.folder))}" name="${attribute(name)}" time="${seconds(ms)}"`;
  if (findings.length === 0) return `${start}/>`;
  const failing = findings.filter(({ severity }) => fails(severity, failOn));
  const told = findings.filter(({ severity }) => !fails(severity, failOn));
  return [
    `${start}>`,
    // Readers take the first failure of a case only, so all of them are told in one.
    ...(failing.length === 0
      ? []
      : [
          `      <failure type="${attribute(failing[0]?.rule ?? '')}" message="${attribute(failing[0]?.message ?? '')}">` +
            `${content(failing.map((finding) => words(project, finding)).join('\n\n'))}</failure>`,
        ]),
    ...(told.length === 0
      ? []
      : [
          `      <system-out>${content(told.map((finding) => words(project, finding)).join('\n\n'))}</system-out>`,
        ]),
    '    </testcase>',
  ].join('\n');
}

function words(project: ProjectReport, finding: Finding): string {
  const place = placeWords(project, finding);
  return `${finding.severity}: ${finding.rule} at ${place}\n${findingWords(finding)}`;
}

/** Text for XML. Characters that XML 1.0 cannot represent are left out. https://www.w3.org/TR/xml/#charsets */
function content(text: string): string {
  return text
    .replaceAll(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, '')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;');
}

function attribute(text: string): string {
  return content(text).replaceAll('"', '&quot;').replaceAll('\n', '&#10;').replaceAll('\t', '&#9;');
}

function seconds(ms: number): string {
  return (ms / 1000).toFixed(3);
}

function sum<T>(items: readonly T[], of: (item: T) => number): number {
  return items.reduce((total, item) => total + of(item), 0);
}
