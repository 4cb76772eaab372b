import type { CodeFrame, Finding, Severity } from '../model/finding.ts';
import type { ProjectReport, Report } from '../model/report.ts';
import type { Painter } from './paint.ts';
import { count, duration, wrap } from './words.ts';

export interface TtyOptions {
  readonly paint: Painter;
  /** Columns of the terminal. */
  readonly width: number;
}

/** The report as a person reads it in a terminal: a block for each project, findings worst first, one line at the end. */
export function ttyReport(report: Report, options: TtyOptions): string {
  const blocks = report.projects.map((project) => projectBlock(project, options));
  return `${[...blocks, summaryLine(report, options)].join('\n\n')}\n`;
}

function projectBlock(project: ProjectReport, options: TtyOptions): string {
  const { paint, width } = options;
  const parts = [headLine(project, options)];
  for (const finding of project.findings) parts.push(findingBlock(project, finding, options));
  if (project.standIns.length > 0) {
    const lines = project.standIns.map(({ extension, note }) =>
      wrap(`${extension}: ${note}`, width - 4, '    '),
    );
    parts.push(`  ${paint.dim('stood in for')}\n${lines.join('\n')}`);
  }
  if (project.notChecked.length > 0) {
    const shown = project.notChecked.slice(0, 12).map((sentence) => wrap(sentence, width - 4, '    '));
    const more = project.notChecked.length - shown.length;
    if (more > 0) shown.push(`    and ${more} more`);
    parts.push(`  ${paint.dim('not checked')}\n${shown.join('\n')}`);
  }
  return parts.join('\n\n');
}

function headLine(project: ProjectReport, { paint }: TtyOptions): string {
  const { migrations, rehearsed, reused, engine, timings } = project;
  const facts = [
    project.layout === 'sql' && project.runner !== 'plain' ? project.runner : project.layout,
    count(migrations, 'migration'),
    ...(engine === undefined
      ? []
      : [`PostgreSQL ${engine.version}${engine.kind === 'pglite' ? ' (PGlite)' : ''}`]),
    ...(project.superuser ? ['as superuser'] : []),
  ];
  const title = `${paint.strong(shownFolder(project))}  ${paint.dim(facts.join(' · '))}`;
  if (engine === undefined) return title;
  const known =
    reused === migrations
      ? 'unchanged since the last run'
      : `${duration(timings.rehearse)}${reused > 0 ? `, ${reused} known` : ''}`;
  const verdict =
    rehearsed === migrations
      ? `${paint.good('✓')} ${migrations === 1 ? 'it replays' : `all ${migrations} replay`}`
      : `${paint.bad('✗')} ${rehearsed} of ${migrations} replay`;
  return `${title}\n  ${verdict} ${paint.dim(`(${known})`)}`;
}

function shownFolder({ dir, folder }: ProjectReport): string {
  if (folder === '.') return dir;
  return dir === '.' ? folder : dir;
}

function findingBlock(project: ProjectReport, finding: Finding, { paint, width }: TtyOptions): string {
  const colour = { error: paint.bad, warning: paint.warn, info: paint.name } satisfies Record<
    Severity,
    unknown
  >;
  const { where } = finding;
  const file = where === undefined ? '' : project.dir === '.' ? where.file : `${project.dir}/${where.file}`;
  const place = where === undefined ? '' : `  ${paint.dim(`${file}:${where.line}:${where.column}`)}`;
  const lines = [`  ${colour[finding.severity](finding.severity)}  ${paint.name(finding.rule)}${place}`];
  lines.push(wrap(finding.message, width - 2, '  '));
  if (finding.frame !== undefined) lines.push('', frameLines(finding.frame, paint), '');
  for (const note of finding.notes) lines.push(paint.dim(wrap(note, width - 2, '  ')));
  if (finding.hint !== undefined) lines.push(hintLines(finding.hint, width, paint));
  return lines.join('\n');
}

function hintLines(hint: string, width: number, paint: Painter): string {
  const [first = '', ...rest] = wrap(hint, width - 4).split('\n');
  return [`  ${paint.good('→')} ${first}`, ...rest.map((line) => (line === '' ? '' : `    ${line}`))].join(
    '\n',
  );
}

function frameLines(frame: CodeFrame, paint: Painter): string {
  const last = frame.firstLine + frame.lines.length - 1;
  const digits = String(last).length;
  return frame.lines
    .flatMap((text, i) => {
      const number = frame.firstLine + i;
      const marked = number === frame.line;
      const gutter = `  ${marked ? paint.bad('>') : ' '} ${paint.dim(`${String(number).padStart(digits)} │`)} `;
      const line = `${gutter}${text}`.trimEnd();
      if (!marked) return [line];
      const blank = text.slice(0, frame.column - 1).replaceAll(/[^\t]/g, ' ');
      return [
        line,
        `    ${' '.repeat(digits)} ${paint.dim('│')} ${blank}${paint.bad('^'.repeat(frame.length))}`,
      ];
    })
    .join('\n');
}

function summaryLine(report: Report, { paint }: TtyOptions): string {
  const { projects } = report;
  const sum = (of: (project: ProjectReport) => number): number =>
    projects.reduce((total, project) => total + of(project), 0);
  const bySeverity = (severity: Severity): number =>
    sum(({ findings }) => findings.filter((finding) => finding.severity === severity).length);
  const errors = bySeverity('error');
  const warnings = bySeverity('warning');
  const infos = bySeverity('info');
  const found = [
    ...(errors > 0 ? [paint.bad(count(errors, 'error'))] : []),
    ...(warnings > 0 ? [paint.warn(count(warnings, 'warning'))] : []),
    ...(infos > 0 ? [`${infos} to know`] : []),
  ];
  const verdict = found.length === 0 ? paint.good('nothing to report') : found.join(', ');
  const time = duration(sum(({ timings }) => timings.total));
  return `${count(projects.length, 'project')}, ${count(
    sum((p) => p.migrations),
    'migration',
  )}, ${sum((p) => p.rehearsed)} replayed: ${verdict}. ${paint.dim(time)}`;
}
