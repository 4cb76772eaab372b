import type { CodeFrame, Finding, Severity } from '../../model/finding.ts';
import type { ProjectReport, Report } from '../../model/report.ts';
import { joined, placeOf } from '../place.ts';
import { findingWords } from './finding-words.ts';
import { fingerprints } from './fingerprint.ts';

const levels = { error: 'error', warning: 'warning', info: 'note' } satisfies Record<Severity, string>;

interface SarifOptions {
  readonly toolVersion: string;
  /** The summaries of rules by their ids; a rule without one is described by its name. */
  readonly summaries: ReadonlyMap<string, string>;
}

/** SARIF 2.1.0, one run. https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html */
export function sarifReport(report: Report, { toolVersion, summaries }: SarifOptions): string {
  const rules = [
    ...new Set(report.projects.flatMap(({ findings }) => findings.map(({ rule }) => rule))),
  ].sort();
  const log = {
    $schema: 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'Strata',
            version: toolVersion,
            rules: rules.map((id) => describe(id, summaries.get(id), report)),
          },
        },
        columnKind: 'utf16CodeUnits',
        results: report.projects.flatMap((project) => results(project, rules)),
        invocations: [
          {
            executionSuccessful: true,
            toolExecutionNotifications: report.projects.flatMap(notifications),
          },
        ],
      },
    ],
  };
  return `${JSON.stringify(log, null, 2)}\n`;
}

/** Code scanning shows a rule without these poorly, and asks for all of them. */
function describe(id: string, summary: string | undefined, { projects }: Report): object {
  const severity = projects.flatMap(({ findings }) => findings).find(({ rule }) => rule === id)?.severity;
  const text = summary ?? sentence(id);
  return {
    id,
    name: pascalCase(id),
    shortDescription: { text: sentence(id) },
    fullDescription: { text },
    help: { text },
    defaultConfiguration: { level: levels[severity ?? 'warning'] },
  };
}

function results(project: ProjectReport, rules: readonly string[]): readonly object[] {
  const prints = fingerprints(project);
  return project.findings.map((finding, i) => ({
    ruleId: finding.rule,
    ruleIndex: rules.indexOf(finding.rule),
    level: levels[finding.severity],
    message: { text: findingWords(finding) },
    locations: [location(project, finding)],
    partialFingerprints: { 'strata/v1': prints[i] },
  }));
}

function location(project: ProjectReport, finding: Finding): object {
  const { file, line, column, endColumn } = placeOf(project, finding);
  return {
    physicalLocation: {
      artifactLocation: artifact(file),
      region: {
        startLine: line,
        ...(column === undefined ? {} : { startColumn: column }),
        ...(endColumn === undefined ? {} : { endColumn }),
      },
      ...(finding.frame === undefined ? {} : { contextRegion: context(finding.frame) }),
    },
    ...(finding.migration === undefined
      ? {}
      : { logicalLocations: [{ fullyQualifiedName: finding.migration, kind: 'module' }] }),
  };
}

/** The location of a file. A path outside of the working directory has no known base. */
function artifact(path: string): object {
  const uri = path.split('/').map(encodeURIComponent).join('/');
  return path.startsWith('..') || path.startsWith('/') ? { uri } : { uri, uriBaseId: '%SRCROOT%' };
}

function context({ firstLine, lines }: CodeFrame): object {
  return {
    startLine: firstLine,
    endLine: firstLine + lines.length - 1,
    snippet: { text: lines.join('\n') },
  };
}

/** Stand-ins and statements that were not checked: these are no results, but readers have to know of them. */
function notifications(project: ProjectReport): readonly object[] {
  const folder = joined(project.dir, project.folder);
  return [
    ...project.standIns.map(({ extension, note }) => `stood in for ${extension}: ${note}`),
    ...project.notChecked.map((sentence) => `not checked: ${sentence}`),
  ].map((text) => ({
    level: 'note',
    message: { text },
    locations: [{ physicalLocation: { artifactLocation: artifact(folder) } }],
  }));
}

function pascalCase(id: string): string {
  return id.replaceAll(/(?:^|-)(\w)/g, (_, letter: string) => letter.toUpperCase());
}

function sentence(id: string): string {
  return id.replaceAll('-', ' ').replace(/^\w/, (letter) => letter.toUpperCase());
}
