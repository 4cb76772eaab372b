import type { Migration } from '../../model/migration.ts';
import type { ProjectReport } from '../../model/report.ts';
import type { MigrationTrace, StatementTrace } from '../../model/trace.ts';
import { count, duration, list } from '../../model/words.ts';
import { lockName } from '../../postgres/locks.ts';
import { type HeldLock, heldLocks } from '../held.ts';
import { type Touched, touchedObjects, touchedSummary } from '../touched.ts';
import { breakable, html, type Markup } from './markup.ts';

const mostStatements = 40;
const mostText = 400;
/** A longer timeline shows its end, and the rest when it is asked for. */
const mostOpen = 60;
const recent = 30;

/** Every migration with its time; unfolded, the objects that it changed, its locks and its statements. */
export function timelineSection(project: ProjectReport, anchor: string): Markup {
  const told = project.trace?.migrations ?? [];
  if (told.length === 0) return html`<p class="calm">Nothing was rehearsed.</p>`;
  const longest = Math.max(...told.map(({ ms }) => ms), 0.001);
  const sources = new Map((project.detail?.migrations ?? []).map((source) => [source.name, source]));
  const items = told.map((one, i) => {
    const found = project.findings.filter(({ migration }) => migration === one.migration).length;
    return migrationItem(one, {
      id: `${anchor}-m${i + 1}`,
      share: one.ms / longest,
      found,
      source: sources.get(one.migration),
      transactions: project.detail?.transactions.get(one.migration),
    });
  });
  if (items.length <= mostOpen) return html`<ol class="timeline">${items}</ol>`;
  const earlier = items.length - recent;
  return html`<details class="earlier"><summary>${count(earlier, 'earlier migration')}</summary><ol class="timeline">${items.slice(0, earlier)}</ol></details>
<ol class="timeline" start="${earlier + 1}">${items.slice(earlier)}</ol>`;
}

interface Around {
  readonly id: string;
  /** Of the longest migration's time. */
  readonly share: number;
  readonly found: number;
  readonly source: Migration | undefined;
  readonly transactions: readonly number[] | undefined;
}

function migrationItem(told: MigrationTrace, { id, share, found, source, transactions }: Around): Markup {
  const touched = touchedObjects(told);
  const held = heldLocks(told, transactions);
  const isApplied = told.outcome === 'applied';
  const summary =
    touchedSummary(touched) || `${count(told.statements.length, 'statement')}, no object touched`;
  return html`<li id="${id}"><details>
<summary><span class="mark ${isApplied ? 'good' : 'bad'}">${isApplied ? '✓' : '✗'}<span class="hidden">${isApplied ? ' applied' : ' failed'}</span></span>
<span class="name">${breakable(told.migration)}</span>
<span class="time"><span class="meter" aria-hidden="true"><i style="width:${Math.max(1.5, share * 100)}%"></i></span> <span class="ms">${duration(told.ms)}</span></span>
<span class="gist">${summary}${held.length > 0 && html` <span class="chip warning">${count(held.length, 'lock')}</span>`}${found > 0 && html` <span class="chip">${count(found, 'finding')}</span>`}</span></summary>
<div class="inside">
${touchedList(touched)}
${heldList(held)}
${workList(told)}
${failures(told)}
${statements(told, source)}
</div>
</details></li>
`;
}

function touchedList(touched: readonly Touched[]): Markup | undefined {
  if (touched.length === 0) return undefined;
  return html`<dl class="touched">${touched.map(
    ({ verb, type, names }) =>
      html`<div><dt>${verb} ${count(names.length, type)}</dt><dd>${names.map((name) => html`<code>${name}</code> `)}</dd></div>`,
  )}</dl>`;
}

function heldList(held: readonly HeldLock[]): Markup | undefined {
  if (held.length === 0) return undefined;
  return html`<h4 class="small">Locks that others wait for</h4>
<ul class="plain">${held.map(
    ({ relation, mode, waits, ms, line }) =>
      html`<li><span class="swatch ${waits === 'writes' ? 'weak' : 'strong'}"></span> ${lockName(mode)} on <code>${relation}</code> for ${duration(ms)}, from line ${line}: ${waits} wait</li>`,
  )}</ul>`;
}

/** What took the server through a whole table. */
function workList(told: MigrationTrace): Markup | undefined {
  const lines = new Map<string, { what: string; name: string; at: Set<number> }>();
  for (const { rewrites, verifies, indexBuilds, line } of told.statements) {
    for (const [what, names] of [
      ['rewrites', rewrites],
      ['checks every row of', verifies],
      ['builds', indexBuilds],
    ] as const) {
      for (const name of names) {
        const work = lines.get(`${what} ${name}`) ?? { what, name, at: new Set() };
        lines.set(`${what} ${name}`, work);
        work.at.add(line);
      }
    }
  }
  if (lines.size === 0) return undefined;
  const shown = [...lines.values()].slice(0, 30);
  const items = shown.map(
    ({ what, name, at }) =>
      html`<li>${what} <code>${name}</code> <span class="soft">${at.size === 1 ? 'line' : 'lines'} ${list([...at].map(String))}</span></li>`,
  );
  const more = lines.size - shown.length;
  return html`<h4 class="small">Work on whole tables</h4>
<ul class="plain">${items}${more > 0 && html`<li class="soft">and ${more} more</li>`}</ul>`;
}

function failures(told: MigrationTrace): Markup {
  return html`${told.statements.map(({ error, leftOut, line }) => {
    const said = error ?? leftOut;
    if (said === undefined) return undefined;
    const what = error === undefined ? ' was left out' : '';
    return html`<p class="failure">Line ${line}${what}: ${said.message} <span class="soft">(${said.code})</span></p>`;
  })}`;
}

function statements(told: MigrationTrace, source: Migration | undefined): Markup | undefined {
  if (told.statements.length === 0) return undefined;
  const shown = told.statements.slice(0, mostStatements);
  const more = told.statements.length - shown.length;
  return html`<details class="statements"><summary>${count(told.statements.length, 'statement')}${
    source !== undefined && html` of <code>${breakable(source.up.file)}</code>`
  }</summary>
<ol>${shown.map((one) => statement(one, source))}</ol>${more > 0 && html`<p class="soft">and ${more} more</p>`}
</details>`;
}

function statement(told: StatementTrace, source: Migration | undefined): Markup {
  const text = source?.up.text.slice(told.start, told.end) ?? '';
  const shown = text.length > mostText ? `${text.slice(0, mostText)} …` : text;
  return html`<li><span class="soft">line ${told.line}, ${duration(told.ms)}</span>${
    shown !== '' && html`<pre tabindex="0" aria-label="SQL of line ${told.line}">${shown}</pre>`
  }</li>`;
}
