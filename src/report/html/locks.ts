import { groupBy } from '../../model/group-by.ts';
import type { ProjectReport } from '../../model/report.ts';
import { count, duration } from '../../model/words.ts';
import { lockName } from '../../postgres/locks.ts';
import { type HeldLock, heldLocks } from '../held.ts';
import { html, type Markup } from './markup.ts';

const mostTables = 40;
const mostLines = 200;
/** Units across the chart, which is stretched to the width there is. */
const across = 1000;

interface Bar extends HeldLock {
  readonly migration: string;
  /** Milliseconds since the first migration began. */
  readonly start: number;
}

/** Which tables were locked, and when: a time bar for each table that existed before its lock. */
export function locksSection(project: ProjectReport): Markup {
  const { bars, total, borders } = barsOf(project);
  if (bars.length === 0)
    return html`<p class="calm">No migration held a lock on an existing table that reads or writes would wait for.</p>`;
  const rows = [...groupBy(bars, ({ relation }) => relation)]
    .map(([relation, own]) => ({ relation, own, held: own.reduce((sum, { ms }) => sum + ms, 0) }))
    .sort((a, b) => b.held - a.held);
  const shown = rows.slice(0, mostTables);
  return html`<p class="legend"><span><span class="swatch strong"></span> reads and writes wait</span> <span><span class="swatch weak"></span> writes wait</span></p>
<figure class="locks" aria-label="Locks over time, a row for each table">
${shown.map(({ relation, own, held }) => strip(relation, own, held, total, borders))}
<p class="axis"><span>0</span><span>${duration(total / 2)}</span><span>${duration(total)}</span></p>
<figcaption>Time runs through the whole rehearsal, from the first migration to the last; a lock is held until its transaction ends. The tables were empty or small: on yours, what rewrites or checks rows takes longer.${
    rows.length > shown.length && ` The ${shown.length} tables held longest, of ${rows.length}.`
  }</figcaption>
</figure>
${table(bars)}`;
}

function barsOf(project: ProjectReport) {
  const bars: Bar[] = [];
  const borders: number[] = [];
  let total = 0;
  for (const told of project.trace?.migrations ?? []) {
    for (const lock of heldLocks(told, project.detail?.transactions.get(told.migration)))
      bars.push({ ...lock, migration: told.migration, start: total + lock.from });
    total += told.statements.reduce((sum, { ms }) => sum + ms, 0);
    borders.push(total);
  }
  return { bars, total: Math.max(total, 0.001), borders: borders.length <= 60 ? borders.slice(0, -1) : [] };
}

function strip(
  relation: string,
  bars: readonly Bar[],
  held: number,
  total: number,
  borders: readonly number[],
): Markup {
  const x = (ms: number): number => (ms / total) * across;
  return html`<div class="strip"><code>${relation.replace(/^public\./, '')}</code>
<svg viewBox="0 0 ${across} 16" preserveAspectRatio="none" role="img" aria-label="${relation}: ${count(bars.length, 'lock')}, ${duration(held)} in all">
${borders.map((at) => html`<path class="border" d="M${x(at)} 0V16"/>`)}${bars.map((bar) => {
  const width = Math.max(5, x(bar.ms));
  const from = Math.min(x(bar.start), across - width);
  return html`<rect class="${bar.waits === 'writes' ? 'weak' : 'strong'}" x="${from}" y="2" width="${width}" height="12"><title>${lockName(bar.mode)}, ${duration(bar.ms)}, ${bar.migration}</title></rect>`;
})}
</svg><span class="soft">${duration(held)}</span></div>
`;
}

/** The chart for those who read: longest first. */
function table(bars: readonly Bar[]): Markup {
  const shown = [...bars].sort((a, b) => b.ms - a.ms).slice(0, mostLines);
  return html`<details><summary>The same as a table</summary>
<div class="scroll" tabindex="0" role="region" aria-label="Locks, longest first"><table>
<thead><tr><th scope="col">Table</th><th scope="col">Lock</th><th scope="col">Waits</th><th scope="col">Held</th><th scope="col">Migration</th></tr></thead>
<tbody>${shown.map(
    (bar) =>
      html`<tr><td><code>${bar.relation}</code></td><td>${lockName(bar.mode)}</td><td>${bar.waits}</td><td>${duration(bar.ms)}</td><td>${bar.migration}, line ${bar.line}</td></tr>`,
  )}</tbody>
</table></div>${bars.length > shown.length && html`<p class="soft">The ${shown.length} longest of ${bars.length}.</p>`}
</details>`;
}
