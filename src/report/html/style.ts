/** The page's look. Colours are named by meaning, once for light and once for dark. */
export const style = `
:root {
  color-scheme: light dark;
  --paper: #faf9f7; --card: #ffffff; --wash: #f2f0ec; --line: #e2dfd8; --ink: #20242b; --soft: #5d6470;
  --accent: #27587f; --bad: #a8281f; --bad-wash: #fbeae7; --warn: #7d5300; --warn-wash: #faf0da;
  --info: #27587f; --info-wash: #e6eff7; --good: #1f6a46; --good-wash: #e4f2ea;
  --strong: #c8503f; --weak: #dba63c;
  --sans: ui-sans-serif, system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif;
  --mono: ui-monospace, SFMono-Regular, "SF Mono", Menlo, Consolas, "Liberation Mono", "DejaVu Sans Mono", monospace;
}
@media screen and (prefers-color-scheme: dark) {
  :root {
    --paper: #14161a; --card: #1b1e24; --wash: #23272e; --line: #30353e; --ink: #e4e5e3; --soft: #9da5b1;
    --accent: #93bde4; --bad: #f3a198; --bad-wash: #3b2220; --warn: #e7bd72; --warn-wash: #362b17;
    --info: #93bde4; --info-wash: #1d2b3a; --good: #86cca6; --good-wash: #1a3226;
    --strong: #d96a58; --weak: #d7a544;
  }
}
* { box-sizing: border-box; }
html { font: 15px/1.6 var(--sans); background: var(--paper); color: var(--ink); scroll-padding-top: 1.5rem; -webkit-text-size-adjust: 100%; }
body { margin: 0; }
h1, h2, h3, h4, h5, p, ul, ol, dl, dd, figure { margin: 0; }
ul, ol { padding: 0; list-style: none; }
h1, h2, h3, h4 { line-height: 1.25; text-wrap: balance; overflow-wrap: anywhere; }
a { color: var(--accent); text-underline-offset: .2em; text-decoration-thickness: 1px; }
code, pre { font-family: var(--mono); unicode-bidi: isolate; }
code { font-size: .9em; overflow-wrap: anywhere; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 3px; border-radius: 3px; }
main:focus { outline: none; }
.soft { color: var(--soft); }
.hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.skip { position: absolute; left: 1rem; top: -4rem; z-index: 2; padding: .5rem 1rem; background: var(--card); border: 1px solid var(--line); border-radius: 6px; }
.skip:focus { top: 1rem; }

.page { max-width: 92rem; margin: 0 auto; padding: 0 1.25rem; }
nav { padding: 1.75rem 0 1.25rem; border-bottom: 1px solid var(--line); font-size: .9rem; }
nav .brand { font-weight: 650; letter-spacing: .01em; margin-bottom: .75rem; }
nav a { text-decoration: none; color: var(--soft); display: inline-block; padding: .2rem 0; overflow-wrap: anywhere; }
nav a:hover { color: var(--ink); }
nav a.project { color: var(--ink); font-weight: 550; }
nav ul ul { display: flex; flex-wrap: wrap; gap: 0 1.1rem; margin-bottom: .6rem; }
.many { font-size: .8em; font-variant-numeric: tabular-nums; color: var(--soft); background: var(--wash); border-radius: 1em; padding: .05rem .45rem; margin-left: .2rem; }
main { min-width: 0; padding: 2.5rem 0 4rem; }
@media (max-width: 63.99rem) { nav.long ul ul { display: none; } nav.long > ul { display: flex; flex-wrap: wrap; gap: 0 1.4rem; } }
@media (min-width: 64rem) {
  .page { display: grid; grid-template-columns: 14.5rem minmax(0, 1fr); gap: 4rem; padding: 0 2.5rem; }
  nav { position: sticky; top: 0; align-self: start; max-height: 100vh; overflow-y: auto; border: 0; padding: 3.4rem 0 2rem; }
  nav ul ul { display: block; margin: .15rem 0 1.1rem; padding-left: .9rem; border-left: 1px solid var(--line); }
  main { padding: 3.25rem 0 6rem; }
}

.masthead { padding-bottom: 2.25rem; border-bottom: 1px solid var(--line); }
.verdict { display: inline-block; font-size: .8rem; font-weight: 650; letter-spacing: .06em; text-transform: uppercase; padding: .15rem .65rem; border-radius: 1em; margin-bottom: .9rem; }
.ok .verdict { color: var(--good); background: var(--good-wash); }
.not-ok .verdict { color: var(--bad); background: var(--bad-wash); }
h1 { font-size: clamp(1.75rem, 4.5vw, 2.6rem); font-weight: 640; letter-spacing: -.022em; }
.figures { display: flex; flex-wrap: wrap; gap: 1rem 2.75rem; margin-top: 1.6rem; }
.figures dt { font-size: .8rem; color: var(--soft); }
.figures dd { font-size: 1.15rem; font-weight: 550; font-variant-numeric: tabular-nums; }
.overview li { display: flex; flex-wrap: wrap; align-items: baseline; gap: .15rem .9rem; padding: .7rem 0; border-bottom: 1px solid var(--line); }
.overview a { font-weight: 550; overflow-wrap: anywhere; }
.overview .chips { margin-left: auto; }

section.project { padding-top: 3.5rem; }
h2 { font-size: 1.6rem; font-weight: 620; letter-spacing: -.015em; }
.facts { color: var(--soft); margin-top: .3rem; }
section.project > section { padding-top: 2.5rem; }
h3 { font-size: 1.1rem; font-weight: 620; margin-bottom: 1rem; }
h4 { font-size: 1rem; font-weight: 600; }
h5, h4.small { font-size: .8rem; font-weight: 600; color: var(--soft); margin: 1rem 0 .35rem; }
.calm { color: var(--soft); }

.tag, .chip { display: inline-block; font-size: .76rem; font-weight: 600; line-height: 1.5; padding: .05rem .55rem; border-radius: 1em; background: var(--wash); color: var(--soft); white-space: nowrap; }
.tag.error, .chip.error { color: var(--bad); background: var(--bad-wash); }
.tag.warning, .chip.warning, .chip.changed { color: var(--warn); background: var(--warn-wash); }
.tag.info, .chip.info { color: var(--info); background: var(--info-wash); }
.chip.new { color: var(--good); background: var(--good-wash); }

.finding { background: var(--card); border: 1px solid var(--line); border-radius: 10px; padding: 1.25rem 1.4rem 1.35rem; margin-bottom: 1rem; }
.finding.error { border-left: 3px solid var(--bad); }
.finding.warning { border-left: 3px solid var(--weak); }
.kicker { display: flex; flex-wrap: wrap; gap: .2rem .6rem; align-items: baseline; margin-bottom: .55rem; color: var(--soft); }
.place { margin-top: .25rem; color: var(--soft); font-size: .93rem; }
.notes { margin-top: .9rem; }
.notes li { color: var(--soft); padding-left: 1.1rem; position: relative; overflow-wrap: anywhere; }
.notes li + li { margin-top: .3rem; }
.notes li::before { content: "–"; position: absolute; left: 0; }
.hint { margin-top: 1.1rem; padding-top: .1rem; border-top: 1px solid var(--line); }
.hint h5 { color: var(--good); margin-top: .85rem; }
.hint p { overflow-wrap: anywhere; }
.hint pre + p { margin-top: .6rem; }
.alike { background: var(--card); border: 1px solid var(--line); border-radius: 10px; margin-bottom: .75rem; }
.alike.warning { border-left: 3px solid var(--weak); }
.alike > summary { position: relative; padding: .8rem 2.8rem .8rem 1.4rem; list-style: none; border-radius: 10px; }
.alike > summary::-webkit-details-marker { display: none; }
.alike > summary:hover { background: var(--wash); }
.alike > summary .kicker { margin-bottom: .25rem; }
.alike > summary .kicker::after { content: "›"; position: absolute; top: .95rem; right: 1.4rem; font-size: 1.15em; line-height: 1; }
.alike[open] > summary .kicker::after { content: "⌄"; }
.alike > summary .gist { display: block; overflow-wrap: anywhere; }
.alike > .finding { border-width: 1px 0 0; border-radius: 0; margin: 0; }

pre { font-size: .83rem; line-height: 1.65; margin: .6rem 0 0; padding: .75rem .9rem; background: var(--wash); border-radius: 7px; overflow-x: auto; tab-size: 4; }
pre.frame { padding: .6rem 0; margin-top: .9rem; }
pre.frame .gutter { display: inline-block; padding: 0 .9rem 0 .9rem; color: var(--soft); user-select: none; }
pre.frame .hot { background: var(--bad-wash); display: inline-block; min-width: 100%; }
.warning pre.frame .hot { background: var(--warn-wash); }
.info pre.frame .hot { background: var(--info-wash); }
mark { background: none; color: inherit; font-weight: 650; text-decoration: underline wavy var(--bad) 1px; text-underline-offset: .28em; }
.warning mark { text-decoration-color: var(--warn); }
.info mark { text-decoration-color: var(--info); }

summary { cursor: pointer; border-radius: 5px; }
main section > details:not(.alike) > summary, .statements > summary { width: fit-content; max-width: 100%; color: var(--accent); margin-top: 1rem; font-size: .93rem; overflow-wrap: anywhere; }
main section > details.earlier > summary { margin: 0 0 1rem; }
.earlier .timeline { border-bottom: 0; margin-bottom: 1.5rem; }
.timeline { border-top: 1px solid var(--line); }
.timeline > li { border-bottom: 1px solid var(--line); }
.timeline > li > details > summary { display: grid; grid-template-columns: 1.1rem minmax(0, 1fr) auto; gap: .1rem .8rem; padding: .7rem .35rem; list-style: none; }
.timeline > li > details > summary::-webkit-details-marker { display: none; }
.timeline > li > details > summary:hover { background: var(--wash); }
.timeline .mark { font-weight: 650; }
.mark.good { color: var(--good); } .mark.bad { color: var(--bad); }
.timeline .name { font-weight: 550; overflow-wrap: anywhere; }
.timeline .time::after { content: "›"; display: inline-block; width: 1.4rem; text-align: right; font-size: 1.15em; line-height: 1; }
.timeline details[open] > summary .time::after { content: "⌄"; }
.timeline .time .ms { display: inline-block; min-width: 4.6rem; text-align: right; }
.timeline .time { font-variant-numeric: tabular-nums; color: var(--soft); white-space: nowrap; }
.timeline .gist { grid-column: 2 / -1; color: var(--soft); font-size: .9rem; }
.meter { display: none; }
@media (min-width: 44rem) { .meter { display: inline-block; width: 7rem; height: .4rem; vertical-align: .12em; text-align: left; } }
.meter i { display: block; height: 100%; border-radius: 1em; background: var(--accent); opacity: .55; }
.inside { padding: .4rem .35rem 1.6rem 2.25rem; }
.touched > div { display: grid; gap: .1rem 1.25rem; padding: .3rem 0; }
.touched dt { color: var(--soft); font-size: .93rem; }
.touched code { margin-right: .7rem; }
@media (min-width: 44rem) { .touched > div { grid-template-columns: 11rem minmax(0, 1fr); } }
.plain li { padding: .12rem 0; overflow-wrap: anywhere; }
.failure { margin-top: .9rem; color: var(--bad); overflow-wrap: anywhere; }
.statements ol { padding-top: .4rem; }
.statements li { padding-top: .6rem; font-size: .9rem; }
.statements pre { margin-top: .25rem; }

.legend { display: flex; flex-wrap: wrap; gap: .2rem 1.4rem; font-size: .9rem; color: var(--soft); margin-bottom: .9rem; }
.swatch { display: inline-block; width: .7rem; height: .7rem; border-radius: 2px; margin-right: .3rem; vertical-align: -.03em; background: var(--soft); }
.swatch.strong { background: var(--strong); } .swatch.weak { background: var(--weak); }
.swatch.new { background: var(--good); } .swatch.changed { background: var(--weak); }
.signs { display: flex; flex-wrap: wrap; gap: .2rem 1rem; }
.signs i { display: inline-block; width: .55rem; height: .55rem; border-radius: 50%; border: 1.5px solid var(--soft); margin-right: .2rem; }
.signs .key { background: var(--accent); border-color: var(--accent); } .signs .foreign { border-color: var(--accent); border-width: 2px; }
.signs .plain { background: var(--soft); }
.strip { display: grid; grid-template-columns: minmax(0, 1fr) auto; gap: .1rem .9rem; align-items: center; padding: .22rem 0; }
.strip svg { grid-column: 1 / -1; grid-row: 2; width: 100%; height: 1rem; background: var(--wash); border-radius: 3px; display: block; }
.strip .soft { font-size: .85rem; font-variant-numeric: tabular-nums; text-align: right; }
.strip code { overflow: hidden; text-overflow: ellipsis; }
.locks rect.strong { fill: var(--strong); } .locks rect.weak { fill: var(--weak); }
.locks .border { stroke: var(--line); stroke-width: 1; vector-effect: non-scaling-stroke; }
.axis { display: flex; justify-content: space-between; font-size: .8rem; color: var(--soft); font-variant-numeric: tabular-nums; margin-top: .3rem; }
@media (min-width: 44rem) {
  .strip { grid-template-columns: 13rem minmax(0, 1fr) 4.5rem; }
  .strip svg { grid-column: auto; grid-row: auto; }
  .axis { margin-left: 13.9rem; margin-right: 5.4rem; }
}
figcaption { font-size: .9rem; color: var(--soft); margin-top: .9rem; max-width: 46rem; }
.scroll { overflow: auto; }
table { border-collapse: collapse; font-size: .9rem; margin-top: .7rem; }
th, td { text-align: left; padding: .35rem 1.2rem .35rem 0; border-bottom: 1px solid var(--line); vertical-align: top; }
td { min-width: 6rem; }
th { font-weight: 600; color: var(--soft); }

.diagram .scroll { border: 1px solid var(--line); border-radius: 10px; background: var(--card); max-height: 85vh; }
.er { display: block; }
.er text { font: 12px var(--mono); fill: var(--ink); }
.er .title { font: 600 12.5px var(--mono); }
.er .key { font-weight: 600; }
.er .type { fill: var(--soft); font-size: 11.5px; }
.er .body { fill: var(--card); stroke: var(--line); stroke-width: 1.25; }
.er .head { fill: var(--wash); }
.er .edges path { fill: none; stroke: var(--soft); stroke-width: 1.15; opacity: .65; }
.er .edges path.new { stroke: var(--good); opacity: 1; } 
.er .edges path:hover { stroke: var(--accent); stroke-width: 2; opacity: 1; }
.er .new .body { stroke: var(--good); stroke-width: 1.75; } .er .new .head { fill: var(--good-wash); }
.er .changed .body { stroke: var(--weak); stroke-width: 1.75; } .er .changed .head { fill: var(--warn-wash); }
.er .marked.new { fill: var(--good-wash); } .er .marked.changed { fill: var(--warn-wash); }
.er circle { fill: none; stroke: var(--soft); stroke-width: 1.2; }
.er circle.key { fill: var(--accent); stroke: var(--accent); }
.er circle.foreign { stroke: var(--accent); stroke-width: 1.8; }
.er circle.plain { fill: var(--soft); }
.tables > div, .apart > div { padding: .65rem 0; border-bottom: 1px solid var(--line); }
.tables dd, .apart dd { font-size: .93rem; overflow-wrap: anywhere; }
.difference { padding: 1rem 0; border-bottom: 1px solid var(--line); }
.sides { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(16rem, 100%), 1fr)); gap: 0 1.25rem; }
.sides > div { min-width: 0; }
.sides pre, .sides p { margin-top: .2rem; }
.sides pre { white-space: pre-wrap; overflow-wrap: anywhere; padding: .5rem .8rem; }
footer { margin-top: 4.5rem; padding-top: 1.25rem; border-top: 1px solid var(--line); color: var(--soft); font-size: .9rem; }
@media print {
  nav, .skip { display: none; }
  .page { display: block; }
  .finding, .strip, .timeline > li { break-inside: avoid; }
  .alike::details-content { content-visibility: visible; block-size: auto; }
  .diagram .scroll { max-height: none; overflow: visible; border: 0; }
  .er { max-width: 100%; height: auto; }
  .swatch, .meter i, .signs i, .tag, .chip, .verdict, .strip svg, .hot { print-color-adjust: exact; }
  pre { white-space: pre-wrap; }
}
@media (forced-colors: active) { .swatch, .meter i, .locks rect { forced-color-adjust: none; } }
`;
