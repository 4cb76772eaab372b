import type { CodeFrame, Finding, Severity } from '../../model/finding.ts';
import { type Hint, hintParts } from '../../model/hint.ts';
import type { ProjectReport, Report } from '../../model/report.ts';
import { count, duration } from '../../model/words.ts';
import { lockName } from '../../postgres/locks.ts';
import { heldLocks } from '../held.ts';
import { placeWords, shownFolder } from '../place.ts';
import { verdict } from '../tally.ts';
import { marksUnder } from '../text.ts';

const signs = { error: '🔴', warning: '🟠', info: '🔵' } satisfies Record<Severity, string>;

/**
 * Limits, in characters: a comment on a pull request may hold 65,536. Findings are printed in full, then as a line each, then
 * only counted.
 */
const room = { blocks: 40_000, findings: 50_000, page: 60_000 };

/** Markdown for a pull request or a job's summary: the verdict, every finding with its code, locks, and what was not checked. */
export function markdownReport(report: Report): string {
  const { projects } = report;
  let page = [
    `## ${report.ok ? '✅' : '❌'} Strata: ${verdict(projects)}`,
    projectTable(projects),
    ...findingParts(projects),
  ].join('\n\n');
  for (const part of projects.flatMap((project) => [...locks(project), ...unchecked(project)]))
    if (page.length + part.length < room.page) page += `\n\n${part}`;
  return `${page}\n`;
}

function projectTable(projects: readonly ProjectReport[]): string {
  const rows = projects.map((project) => {
    const { migrations, rehearsed, engine, timings } = project;
    const replay = rehearsed === migrations ? `✅ all ${migrations}` : `❌ ${rehearsed} of ${migrations}`;
    const cells = [
      code(shownFolder(project)),
      project.runner === 'plain' ? project.layout : project.runner,
      engine === undefined ? 'nothing rehearsed' : replay,
      verdict([project]),
      engine === undefined ? '' : `${engine.version}${engine.kind === 'pglite' ? ' (PGlite)' : ''}`,
      duration(timings.total),
    ];
    return row(cells);
  });
  return [
    row(['Project', 'Layout', 'Replay', 'Findings', 'PostgreSQL', 'Time']),
    row(Array(6).fill('---')),
    ...rows,
  ].join('\n');
}

/** How many warnings of one rule are printed in full; infos are folded. */
const mostAlike = 2;

function findingParts(projects: readonly ProjectReport[]): readonly string[] {
  const blocks: string[] = [];
  const lines: string[] = [];
  const infos: string[] = [];
  let [used, more] = [0, 0];
  for (const project of projects) {
    const seen = new Map<string, number>();
    for (const finding of project.findings) {
      const times = (seen.get(finding.rule) ?? 0) + 1;
      seen.set(finding.rule, times);
      const block = findingBlock(project, finding);
      const line = `- ${headLine(project, finding)}: ${prose(finding.message)}`;
      const isShown = finding.severity === 'error' || (finding.severity === 'warning' && times <= mostAlike);
      if (isShown && used + block.length < room.blocks) used += put(blocks, block);
      else if (more === 0 && used + line.length < room.findings)
        used += put(finding.severity === 'info' ? infos : lines, line);
      else more += 1;
    }
  }
  if (more > 0) (infos.length > 0 ? infos : lines).push(`- and ${count(more, 'more finding')}`);
  return [
    ...blocks,
    ...(lines.length === 0 ? [] : [lines.join('\n')]),
    ...(infos.length === 0 ? [] : [details('Worth knowing', infos.join('\n'))]),
  ];
}

function put(list: string[], text: string): number {
  list.push(text);
  return text.length;
}

function headLine(project: ProjectReport, finding: Finding): string {
  const place = finding.where === undefined ? '' : ` at ${code(placeWords(project, finding))}`;
  return `${signs[finding.severity]} **${finding.severity}** ${code(finding.rule)}${place}`;
}

function findingBlock(project: ProjectReport, finding: Finding): string {
  const { frame, notes, hint } = finding;
  return [
    `### ${headLine(project, finding)}`,
    prose(finding.message),
    ...(frame === undefined ? [] : [fenced(frameText(frame), 'sql')]),
    ...(notes.length === 0 ? [] : [notes.map((note) => `- ${prose(note)}`).join('\n')]),
    ...(hint === undefined ? [] : [`**What to do**\n\n${hintBody(hint)}`]),
  ].join('\n\n');
}

function hintBody(hint: Hint): string {
  return hintParts(hint)
    .map((part) =>
      typeof part === 'string' ? part.split('\n').map(prose).join('\n\n') : fenced(part.code, 'sql'),
    )
    .join('\n\n');
}

function frameText(frame: CodeFrame): string {
  return frame.lines
    .flatMap((line, i) => {
      if (frame.firstLine + i !== frame.line) return [line];
      const { blank, carets } = marksUnder(line, frame);
      return [line, `${blank}${carets}`];
    })
    .join('\n');
}

function locks(project: ProjectReport): readonly string[] {
  const held = (project.trace?.migrations ?? []).flatMap((told) =>
    heldLocks(told, project.detail?.transactions.get(told.migration)).map((lock) => ({
      ...lock,
      migration: told.migration,
    })),
  );
  if (held.length === 0) return [];
  const longest = held.toSorted((a, b) => b.ms - a.ms).slice(0, 15);
  const table = [
    row(['Migration', 'Table', 'Lock', 'Waits', 'Held in the rehearsal']),
    row(Array(5).fill('---')),
    ...longest.map((lock) =>
      row([
        code(lock.migration),
        code(lock.relation),
        lockName(lock.mode),
        lock.waits,
        `${duration(lock.ms)}, from line ${lock.line}`,
      ]),
    ),
  ].join('\n');
  const more = held.length - longest.length;
  const all = more > 0 ? `\n\nThe ${longest.length} longest of ${held.length}.` : '';
  return [
    details(
      `${count(held.length, 'lock')} that others wait for, in ${shownFolder(project)}`,
      `${table}${all}`,
    ),
  ];
}

function unchecked(project: ProjectReport): readonly string[] {
  const parts = [
    ...project.standIns.map(({ extension, note }) => `- stood in for ${code(extension)}: ${prose(note)}`),
    ...project.notChecked.slice(0, 50).map((sentence) => `- not checked: ${prose(sentence)}`),
  ];
  if (project.notChecked.length > 50) parts.push(`- and ${project.notChecked.length - 50} more`);
  return parts.length === 0
    ? []
    : [details(`Stood in for and not checked, in ${shownFolder(project)}`, parts.join('\n'))];
}

function details(summary: string, body: string): string {
  return `<details><summary>${entities(summary)}</summary>\n\n${body}\n\n</details>`;
}

function row(cells: readonly string[]): string {
  return `| ${cells.map((cell) => cell.replaceAll('\n', ' ').replaceAll('|', '\\|')).join(' | ')} |`;
}

/** Text as Markdown: `code` stays code, and all other special characters are escaped. */
function prose(text: string): string {
  return text
    .split(/(`[^`\n]+`)/)
    .map((part, i) => (i % 2 === 1 ? part : escaped(part)))
    .join('');
}

function escaped(text: string): string {
  return entities(text).replaceAll(/[\\`*_[\]~#|]/g, '\\$&');
}

function entities(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** A code span, with a fence longer than any run of backticks inside. */
function code(text: string): string {
  const fence = '`'.repeat(longestRun(text) + 1);
  const pad = text.startsWith('`') || text.endsWith('`') ? ' ' : '';
  return `${fence}${pad}${text.replaceAll(/\s+/g, ' ')}${pad}${fence}`;
}

function fenced(text: string, language: string): string {
  const fence = '`'.repeat(Math.max(3, longestRun(text) + 1));
  return `${fence}${language}\n${text}\n${fence}`;
}

function longestRun(text: string): number {
  return Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
}
