import type { CodeFrame, Finding, Severity } from '../../model/finding.ts';
import { groupBy } from '../../model/group-by.ts';
import { type Hint, hintParts } from '../../model/hint.ts';
import type { ProjectReport } from '../../model/report.ts';
import { placeOf, placeWords } from '../place.ts';
import { breakable, html, type Markup, prose } from './markup.ts';

const words = { error: 'Error', warning: 'Warning', info: 'To know' } satisfies Record<Severity, string>;

/** From so many of the same kind on, what is no error is folded. */
const manyAlike = 3;

/** Every finding with its code, worst first; many of a kind together. */
export function findingsSection(project: ProjectReport): Markup {
  if (project.findings.length === 0) return html`<p class="calm">Nothing to report.</p>`;
  const groups = groupBy(project.findings, ({ severity, rule }) => `${severity} ${rule}`);
  return html`${[...groups.values()].map((alike) => {
    const [first] = alike;
    const cards = alike.map((finding) => card(project, finding));
    const isFolded = first.severity === 'info' || alike.length >= manyAlike;
    return first.severity === 'error' || !isFolded ? cards : folded(first, cards);
  })}`;
}

/** One line for many: the rule, how often, and the first of them in words. */
function folded({ severity, rule, message }: Finding, cards: readonly Markup[]): Markup {
  const more = cards.length - 1;
  return html`<details class="alike ${severity}">
<summary><span class="kicker"><span class="tag ${severity}">${words[severity]}</span> <code>${rule}</code> ${
    more > 0 && html`<span class="soft">${cards.length} times</span>`
  }</span>
<span class="gist">${prose(message)}${more > 0 && html` <span class="soft">and ${more} more</span>`}</span></summary>
${cards}
</details>
`;
}

function card(project: ProjectReport, finding: Finding): Markup {
  const { severity, rule, message, notes, hint, frame, where } = finding;
  return html`<article class="finding ${severity}">
<p class="kicker"><span class="tag ${severity}">${words[severity]}</span> <code>${rule}</code></p>
<h4>${prose(message)}</h4>
${where !== undefined && html`<p class="place"><code>${breakable(placeWords(project, finding))}</code></p>`}
${frame !== undefined && codeFrame(frame, `${placeOf(project, finding).file}, around line ${frame.line}`)}
${notes.length > 0 && html`<ul class="notes">${notes.map((note) => html`<li>${prose(note)}</li>`)}</ul>`}
${hint !== undefined && html`<div class="hint"><h5>What to do</h5>${hintBody(hint)}</div>`}
</article>
`;
}

function hintBody(hint: Hint): Markup {
  return html`${hintParts(hint).map((part) =>
    typeof part === 'string'
      ? part.split('\n').map((line) => html`<p>${prose(line)}</p>`)
      : html`<pre tabindex="0" aria-label="What to write">${part.code}</pre>`,
  )}`;
}

/** Lines with their numbers, with the place marked below its line as in an editor. */
function codeFrame(frame: CodeFrame, label: string): Markup {
  const last = frame.firstLine + frame.lines.length - 1;
  const digits = String(last).length;
  const lines = frame.lines.map((text, i) => {
    const number = frame.firstLine + i;
    const gutter = html`<span class="gutter">${String(number).padStart(digits)}</span>`;
    if (number !== frame.line) return html`${gutter}${text}\n`;
    const from = frame.column - 1;
    const to = from + frame.length;
    return html`<span class="hot">${gutter}${text.slice(0, from)}<mark>${text.slice(from, to)}</mark>${text.slice(to)}</span>\n`;
  });
  return html`<pre class="frame" tabindex="0" aria-label="${label}">${lines}</pre>`;
}
