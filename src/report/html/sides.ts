import type { Difference } from '../../model/report.ts';
import { html, type Markup } from './markup.ts';

const sides = ['history', 'declared', 'live'] as const;
const titles = { history: 'History', declared: 'Declared', live: 'Live' } as const;
const most = 300;

/** What differs between the history, the declared schema and the live database, side by side. */
export function sidesSection(differences: readonly Difference[]): Markup {
  const looked = sides.filter((side) => differences.some((one) => one[side] !== undefined));
  return html`${differences.slice(0, most).map(
    (one) => html`<div class="difference"><h4><code>${one.object}</code></h4>
<div class="sides">${looked.map((side) => {
      const text = one[side];
      return html`<div><h5>${titles[side]}</h5>${
        text === undefined || text === null
          ? html`<p class="soft">${text === null ? 'not there' : 'not looked at'}</p>`
          : html`<pre tabindex="0" aria-label="${one.object}, ${side}">${text}</pre>`
      }</div>`;
    })}</div></div>
`,
  )}${differences.length > most && html`<p class="soft">and ${differences.length - most} more</p>`}`;
}
