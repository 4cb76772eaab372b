import type { CodeFrame, Finding, Severity } from '../model/finding.ts';
import { groupBy } from '../model/group-by.ts';
import { type Hint, hintParts } from '../model/hint.ts';
import type { ProjectReport, Report } from '../model/report.ts';
import { count, duration, few, grouped } from '../model/words.ts';
import type { Painter } from './paint.ts';
import { placeWords, shownFolder } from './place.ts';
import { verdict } from './tally.ts';
import { marksUnder, wrap } from './text.ts';

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
  const [told, infos] = [
    project.findings.filter(({ severity }) => severity !== 'info'),
    project.findings.filter(({ severity }) => severity === 'info'),
  ];
  parts.push(...toldBlocks(project, told, options));
  if (infos.length > 0) parts.push(infoBlock(project, infos, options));
  if (project.allowed > 0) parts.push(`  ${paint.dim(`${count(project.allowed, 'finding')} allowed`)}`);
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

/** Rules whose findings are about objects: their place in a file tells little. */
const objectRules: ReadonlySet<string> = new Set([
  'declared-not-made',
  'made-not-declared',
  'declared-difference',
  'live-missing',
  'live-extra',
  'live-difference',
]);

/** How many warnings of one rule are shown in full; of the others only the places are named. */
const mostOfOneRule = 1;

/** How many errors of one such rule are shown in full: a project that used `db push` for years differs in hundreds of objects. */
const mostObjects = 12;

/** Errors, then warnings, in full, up to the limits for each rule. */
function toldBlocks(
  project: ProjectReport,
  findings: readonly Finding[],
  options: TtyOptions,
): readonly string[] {
  const seen = new Map<string, number>();
  const left: Finding[] = [];
  const blocks: string[] = [];
  for (const finding of findings) {
    const times = (seen.get(finding.rule) ?? 0) + 1;
    seen.set(finding.rule, times);
    const most =
      finding.severity !== 'error' ? mostOfOneRule : objectRules.has(finding.rule) ? mostObjects : Infinity;
    if (times <= most) blocks.push(findingBlock(project, finding, options));
    else left.push(finding);
  }
  if (left.length === 0) return blocks;
  const lines = [...groupBy(left, ({ rule }) => rule)].map(([rule, more]) =>
    placesLine(project, rule, more, options),
  );
  const way =
    'strata check --since <branch> judges only new migrations; --write-baseline passes over what is there.';
  if (left.length > 12) lines.push(options.paint.dim(wrap(way, options.width - 4, '    ')));
  return [...blocks, [`  ${options.paint.warn('and more of the same')}`, ...lines].join('\n')];
}

/** The infos, a few lines for each rule; `--json` and the other formats print all of them. */
function infoBlock(project: ProjectReport, infos: readonly Finding[], options: TtyOptions): string {
  const { paint, width } = options;
  const lines = [...groupBy(infos, ({ rule }) => rule)].flatMap(([rule, [first, ...more]]) => {
    const place = placeText(project, first);
    const others = more.length === 0 ? '' : paint.dim(` and ${more.length} more`);
    return [
      `    ${paint.name(rule)}${place === '' ? '' : `  ${paint.dim(place)}`}${others}`,
      wrap(first.message, width - 4, '      '),
    ];
  });
  return [`  ${paint.dim('worth knowing')}`, ...lines].join('\n');
}

function placesLine(
  project: ProjectReport,
  rule: string,
  findings: readonly Finding[],
  { paint, width }: TtyOptions,
): string {
  const isOfObjects = objectRules.has(rule);
  if (isOfObjects || findings.some(({ where }) => where === undefined)) {
    const told = findings.slice(0, 20).map(({ message }) => wrap(message, width - 4, '      '));
    const rest =
      findings.length > told.length ? [paint.dim(`      and ${findings.length - told.length} more`)] : [];
    const found = count(findings.length, isOfObjects ? 'object' : 'finding');
    return [`    ${paint.name(rule)}  ${found}`, ...told, ...rest].join('\n');
  }
  const places = findings.map((finding) => placeText(project, finding));
  return `    ${paint.name(rule)}  ${count(findings.length, 'place')}\n${paint.dim(wrap(`${few(places, 6, ' ')}`, width - 4, '      '))}`;
}

/** Nothing for a finding without a place. */
function placeText(project: ProjectReport, finding: Finding): string {
  return finding.where === undefined ? '' : placeWords(project, finding);
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
  if (engine === undefined) return `${title}${liveLine(project, paint)}`;
  const known =
    reused === migrations
      ? 'unchanged since the last run'
      : `${duration(timings.rehearse)}${reused > 0 ? `, ${reused} known` : ''}`;
  const replays =
    rehearsed === migrations
      ? `${paint.good('✓')} ${migrations === 1 ? 'it replays' : `all ${grouped(migrations)} replay`}`
      : `${paint.bad('✗')} ${grouped(rehearsed)} of ${grouped(migrations)} replay`;
  return `${title}\n  ${replays} ${paint.dim(`(${known})`)}${liveLine(project, paint)}`;
}

/** The live database in one line, where one was looked at. */
function liveLine({ live }: ProjectReport, paint: Painter): string {
  if (live === undefined) return '';
  const { shownUrl, serverVersion, applied, pending, drifted } = live;
  const mark = drifted === 0 ? paint.good('✓') : paint.bad('✗');
  const told = drifted === 0 ? 'is what was applied' : `differs in ${count(drifted, 'object')}`;
  return `\n  ${mark} ${shownUrl} ${told} ${paint.dim(`(PostgreSQL ${serverVersion}, ${applied} applied, ${pending} pending)`)}`;
}

function findingBlock(project: ProjectReport, finding: Finding, { paint, width }: TtyOptions): string {
  const colour = { error: paint.bad, warning: paint.warn, info: paint.name } satisfies Record<
    Severity,
    unknown
  >;
  const at = placeText(project, finding);
  const place = at === '' ? '' : `  ${paint.dim(at)}`;
  const lines = [`  ${colour[finding.severity](finding.severity)}  ${paint.name(finding.rule)}${place}`];
  lines.push(wrap(finding.message, width - 2, '  '));
  const more = finding.notes.map((note) => paint.dim(wrap(note, width - 2, '  ')));
  if (finding.hint !== undefined) more.push(hintLines(finding.hint, width, paint));
  if (finding.frame !== undefined) lines.push('', frameLines(finding.frame, paint));
  if (finding.frame !== undefined && more.length > 0) lines.push('');
  return [...lines, ...more].join('\n');
}

/** Code stays as it is: a command broken in two would be two commands to a shell. */
function hintLines(hint: Hint, width: number, paint: Painter): string {
  const lines = hintParts(hint).flatMap((part) =>
    (typeof part === 'string' ? wrap(part, width - 4) : part.code).split('\n'),
  );
  return lines
    .map((line, i) => (i === 0 ? `  ${paint.good('→')} ${line}` : line === '' ? '' : `    ${line}`))
    .join('\n');
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
      const { blank, carets } = marksUnder(text, frame);
      return [line, `    ${' '.repeat(digits)} ${paint.dim('│')} ${blank}${paint.bad(carets)}`];
    })
    .join('\n');
}

function summaryLine(report: Report, { paint }: TtyOptions): string {
  const { projects } = report;
  const sum = (of: (project: ProjectReport) => number): number =>
    projects.reduce((total, project) => total + of(project), 0);
  const time = duration(sum(({ timings }) => timings.total));
  return `${count(projects.length, 'project')}, ${count(
    sum((p) => p.migrations),
    'migration',
  )}, ${grouped(sum((p) => p.rehearsed))} replayed: ${verdict(projects, paint)}. ${paint.dim(time)}`;
}
