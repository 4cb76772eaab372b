import { isUnread } from '../model/finding.ts';
import type { ProjectReport } from '../model/report.ts';
import type { MigrationTrace } from '../model/trace.ts';
import { count, duration, list } from '../model/words.ts';
import { lockName } from '../postgres/locks.ts';
import { heldLocks } from './held.ts';
import { shownFolder } from './place.ts';
import { wrap } from './text.ts';
import { touchedByName, touchedObjects } from './touched.ts';
import type { TtyOptions } from './tty.ts';

/** `strata replay`: every migration with its time, what it made and changed, and which sessions its locks would have blocked. */
export function timelineReport(project: ProjectReport, options: TtyOptions): string {
  const { paint } = options;
  const { trace } = project;
  const unread = project.findings.filter(isUnread);
  const missing = unread
    .filter(({ migration }) => !trace?.migrations.some((told) => told.migration === migration))
    .map(({ migration, message }) => unreadBlock(migration ?? project.folder, message, options));
  if (trace === undefined)
    return `${[`${paint.strong(shownFolder(project))}  no migrations`, ...missing].join('\n\n')}\n`;
  const total = trace.migrations.reduce((sum, { ms }) => sum + ms, 0);
  const statements = trace.migrations.reduce((sum, told) => sum + told.statements.length, 0);
  const facts = [
    project.runner === 'plain' ? project.layout : project.runner,
    count(project.migrations, 'migration'),
    count(statements, 'statement'),
    duration(total),
    `PostgreSQL ${trace.engine.version}`,
  ];
  const longest = Math.max(...trace.migrations.map(({ ms }) => ms));
  const head = `${paint.strong(shownFolder(project))}  ${paint.dim(facts.join(' · '))}`;
  return `${[
    head,
    ...trace.migrations.map((told) => {
      const why = unread.find(({ migration }) => migration === told.migration);
      return why === undefined
        ? migrationBlock(told, longest, lockLines(told, project), options)
        : unreadBlock(told.migration, why.message, options);
    }),
    ...missing,
  ].join('\n\n')}\n`;
}

/** A migration whose file could not be read: nothing of it has run. */
function unreadBlock(name: string, why: string, { paint, width }: TtyOptions): string {
  return `${paint.bad('✗')} ${paint.name(name)}\n${wrap(paint.bad(why), width - 4, '    ')}`;
}

const barWidth = 12;

function migrationBlock(
  told: MigrationTrace,
  longest: number,
  locks: readonly string[],
  { paint, width }: TtyOptions,
): string {
  const filled = Math.max(1, Math.round((told.ms / Math.max(longest, 0.001)) * barWidth));
  const bar = paint.dim('█'.repeat(filled) + '·'.repeat(barWidth - filled));
  const mark = told.outcome === 'applied' ? paint.good('✓') : paint.bad('✗');
  const lines = [`${mark} ${paint.name(told.migration)}  ${bar} ${duration(told.ms)}`];
  const done = effects(told);
  if (done !== '') lines.push(wrap(done, width - 4, '    '));
  for (const line of locks) lines.push(wrap(line, width - 4, '    '));
  for (const { error, leftOut, line } of told.statements) {
    if (leftOut !== undefined)
      lines.push(
        wrap(
          paint.warn(`line ${line} was left out: ${leftOut.message} (${leftOut.code})`),
          width - 4,
          '    ',
        ),
      );
    if (error !== undefined)
      lines.push(wrap(paint.bad(`line ${line}: ${error.message} (${error.code})`), width - 4, '    '));
  }
  return lines.join('\n');
}

/** What it did to which objects. */
function effects(told: MigrationTrace): string {
  const text = touchedByName(touchedObjects(told));
  const rows = told.statements.filter(
    ({ events, error, leftOut }) => events.length === 0 && error === undefined && leftOut === undefined,
  );
  return text === '' && rows.length > 0 ? `${count(rows.length, 'statement')} that change no object` : text;
}

const mostLocks = 8;

/** A line for each mode, the longest held first. */
function lockLines(told: MigrationTrace, { detail }: ProjectReport): readonly string[] {
  const locks = heldLocks(told, detail?.transactions.get(told.migration)).slice(0, mostLocks);
  return [...new Set(locks.map(({ mode }) => mode))].map((mode) => {
    const alike = locks.filter((lock) => lock.mode === mode);
    const held = alike.map(({ relation, ms }) => `${relation.replace(/^public\./, '')} for ${duration(ms)}`);
    return `holds ${lockName(mode)} on ${list(held)}: ${alike[0]?.waits} wait`;
  });
}
