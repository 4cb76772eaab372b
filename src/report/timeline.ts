import { isUnread } from '../model/finding.ts';
import type { ProjectReport } from '../model/report.ts';
import type { MigrationTrace, ObjectEvent } from '../model/trace.ts';
import { count, duration, list } from '../model/words.ts';
import { bareName } from '../postgres/identifier.ts';
import { lockName } from '../postgres/locks.ts';
import { heldLocks } from './held.ts';
import { wrap } from './text.ts';
import { createdRelations, isPartOfNew, shortName } from './touched.ts';
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
    return `${[`${paint.strong(project.dir)}  no migrations`, ...missing].join('\n\n')}\n`;
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
  const head = `${paint.strong(project.dir)}  ${paint.dim(facts.join(' · '))}`;
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
  for (const { error, line } of told.statements) {
    if (error !== undefined)
      lines.push(wrap(paint.bad(`line ${line}: ${error.message} (${error.code})`), width - 4, '    '));
  }
  return lines.join('\n');
}

/** `creates 2 tables (a, b), 1 index; renames …; drops …`. */
function effects(told: MigrationTrace): string {
  const events = told.statements
    .flatMap((statement) => statement.events)
    .filter((event) => event.implied !== true);
  const created = new Set(events.filter(({ action }) => action === 'create').map(({ key }) => key));
  const relations = createdRelations(events);
  const sentences = [
    said(
      'creates',
      events.filter((event) => event.action === 'create' && !isPartOfNew(event, relations)),
    ),
    renames(events),
    said(
      'drops',
      events.filter(({ action }) => action === 'drop'),
    ),
    said(
      'alters',
      uniqueByKey(
        events.filter(({ action, key, type }) => action === 'alter' && !created.has(key) && type !== 'index'),
      ),
    ),
  ];
  const rows = told.statements.filter(
    ({ events, error }) => events.length === 0 && error === undefined,
  ).length;
  const text = sentences.filter((sentence) => sentence !== '').join('; ');
  return text === '' && rows > 0 ? `${count(rows, 'statement')} that change no object` : text;
}

function uniqueByKey(events: readonly ObjectEvent[]): readonly ObjectEvent[] {
  return [...new Map(events.map((event) => [event.key, event])).values()];
}

const mostNames = 4;

function said(verb: string, events: readonly ObjectEvent[]): string {
  const byType = new Map<string, string[]>();
  for (const { type, identity } of events) {
    const word = type === 'table column' ? 'column' : type;
    const names = byType.get(word) ?? [];
    byType.set(word, names);
    names.push(calledName(type, identity));
  }
  if (byType.size === 0) return '';
  const parts = [...byType].map(([type, names]) => {
    const shown = names.slice(0, mostNames).join(', ');
    return `${count(names.length, type)} (${shown}${names.length > mostNames ? ', …' : ''})`;
  });
  return `${verb} ${parts.join(', ')}`;
}

function renames(events: readonly ObjectEvent[]): string {
  const told = events.flatMap((event) =>
    event.action === 'rename' && event.was !== undefined
      ? [`${calledName(event.type, event.was)} → ${bareName(event.identity)}`]
      : [],
  );
  if (told.length === 0) return '';
  return `renames ${told.slice(0, 6).join(', ')}${told.length > 6 ? ', …' : ''}`;
}

/** A name without its schema where that is `public`, or PostgreSQL's own in the arguments of a function. */
function calledName(type: string, identity: string): string {
  const name = shortName(type, identity);
  const isCalled = /^(?:function|procedure|aggregate)$/.test(type);
  return isCalled ? name.replaceAll('pg_catalog.', '').replaceAll(/,(?=\S)/g, ', ') : name;
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
