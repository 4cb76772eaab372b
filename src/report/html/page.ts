import type { ProjectReport, Report } from '../../model/report.ts';
import { count, duration, list } from '../../model/words.ts';
import { diagramSection } from '../diagram/diagram.ts';
import { shownFolder } from '../place.ts';
import { tally, verdict } from '../tally.ts';
import { findingsSection } from './findings.ts';
import { locksSection } from './locks.ts';
import { breakable, html, type Markup, prose } from './markup.ts';
import { sidesSection } from './sides.ts';
import { style } from './style.ts';
import { timelineSection } from './timeline.ts';

interface PageOptions {
  readonly toolVersion: string;
}

/**
 * The report as one self-contained page: without scripts and requests, which a policy in its head forbids. It needs the
 * `detail` of each project; without it the diagram and the statements are left out.
 */
export function htmlReport(report: Report, { toolVersion }: PageOptions): string {
  const { projects } = report;
  const anchors = projects.map((_, i) => `p${i + 1}`);
  const parts = projects.map((project, i) => sectionsOf(project, anchors[i] as string));
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:">
<meta name="color-scheme" content="light dark">
<title>${verdict(projects)} · Strata</title>
<link rel="icon" href="data:,">
<style>${{ markup: style }}</style>
</head>
<body>
<a class="skip" href="#content">Skip to the report</a>
<div class="page">
${navigation(projects, anchors, parts)}
<main id="content" tabindex="-1">
${masthead(report)}
${projects.length > 1 && overview(projects, anchors)}
${projects.map((project, i) => projectSection(project, anchors[i] as string, parts[i] as readonly Part[]))}
<footer><p>Strata ${toolVersion}. Every migration was run on a real, throwaway PostgreSQL that held no rows of yours.</p></footer>
</main>
</div>
</body>
</html>
`;
  return page.markup;
}

/** A part of a project's report, with its place in the navigation. */
interface Part {
  readonly id: string;
  readonly title: string;
  /** A number beside the title, where there is one. */
  readonly many: number | undefined;
  readonly body: Markup;
}

function sectionsOf(project: ProjectReport, anchor: string): readonly Part[] {
  const { findings, standIns, notChecked, detail, trace } = project;
  const part = (name: string, title: string, body: Markup | undefined, many?: number): Part[] =>
    body === undefined ? [] : [{ id: `${anchor}-${name}`, title, body, many }];
  const apart = standIns.length + notChecked.length;
  return [
    ...part('findings', 'Findings', findingsSection(project), findings.length),
    ...(detail?.differences === undefined || detail.differences.length === 0
      ? []
      : part('sides', 'Side by side', sidesSection(detail.differences), detail.differences.length)),
    ...(trace === undefined
      ? []
      : [
          ...part('timeline', 'Timeline', timelineSection(project, anchor), trace.migrations.length),
          ...part('locks', 'Locks', locksSection(project)),
        ]),
    ...part('diagram', 'Diagram', diagramSection(project, anchor)),
    ...(apart === 0 ? [] : part('apart', 'Stood in for, not checked', apartSection(project), apart)),
  ];
}

function navigation(
  projects: readonly ProjectReport[],
  anchors: readonly string[],
  parts: readonly (readonly Part[])[],
): Markup {
  return html`<nav aria-label="Report" class="${projects.length > 3 && 'long'}"><p class="brand">Strata</p><ul>
${projects.map(
  (project, i) => html`<li><a class="project" href="#${anchors[i] as string}">${shownFolder(project)}</a><ul>
${(parts[i] as readonly Part[]).map(
  ({ id, title, many }) =>
    html`<li><a href="#${id}">${title}${many !== undefined && many > 0 && html` <span class="many">${many}</span>`}</a></li>
`,
)}</ul></li>
`,
)}</ul></nav>`;
}

function masthead({ projects, ok }: Report): Markup {
  const sum = (of: (project: ProjectReport) => number) => projects.reduce((all, one) => all + of(one), 0);
  const migrations = sum((one) => one.migrations);
  const rehearsed = sum((one) => one.rehearsed);
  const engines = [
    ...new Set(projects.flatMap(({ engine }) => (engine === undefined ? [] : [engine.version]))),
  ];
  const figures = [
    ['Projects', String(projects.length)],
    ['Migrations', String(migrations)],
    ['Replayed', rehearsed === migrations ? 'all' : `${rehearsed} of ${migrations}`],
    ['PostgreSQL', engines.length === 0 ? 'not needed' : list(engines)],
    ['Time', duration(sum(({ timings }) => timings.total))],
  ] as const;
  const words = verdict(projects);
  return html`<header class="masthead ${ok ? 'ok' : 'not-ok'}">
<p class="verdict">${ok ? 'Passed' : 'Failed'}</p>
<h1>${words.replace(/^\w/, (letter) => letter.toUpperCase())}</h1>
<dl class="figures">${figures.map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>
</header>`;
}

function overview(projects: readonly ProjectReport[], anchors: readonly string[]): Markup {
  return html`<section class="overview" aria-label="Projects"><ul>${projects.map(
    (
      project,
      i,
    ) => html`<li><a href="#${anchors[i] as string}">${shownFolder(project)}</a> <span class="soft">${replayed(project)}</span>
<span class="chips">${tally([project]).map(
      ({ severity, found }) =>
        html`<span class="chip ${severity}">${severity === 'info' ? `${found} worth knowing` : count(found, severity)}</span> `,
    )}</span></li>
`,
  )}</ul></section>`;
}

function projectSection(project: ProjectReport, anchor: string, parts: readonly Part[]): Markup {
  const facts = [
    project.runner === 'plain' ? project.layout : project.runner,
    count(project.migrations, 'migration'),
    replayed(project),
    ...(project.reused > 0 ? [`${project.reused} known from before`] : []),
    ...(project.detail?.differences?.length === 0 ? ['as declared'] : []),
    ...(project.allowed > 0 ? [`${count(project.allowed, 'finding')} allowed`] : []),
    ...(project.superuser ? ['as superuser'] : []),
    ...(project.live === undefined ? [] : [`beside ${project.live.shownUrl}`]),
  ];
  return html`<section class="project" id="${anchor}" aria-labelledby="${anchor}-name">
<h2 id="${anchor}-name">${breakable(shownFolder(project))}</h2>
<p class="facts">${facts.filter((fact) => fact !== '').join(' · ')}</p>
${parts.map(
  ({ id, title, body }) => html`<section id="${id}" aria-labelledby="${id}-title">
<h3 id="${id}-title">${title}</h3>
${body}
</section>
`,
)}</section>
`;
}

function apartSection({ standIns, notChecked }: ProjectReport): Markup {
  return html`${
    standIns.length > 0 &&
    html`<dl class="apart">${standIns.map(({ extension, note }) => html`<div><dt><code>${extension}</code></dt><dd>${prose(note)}</dd></div>`)}</dl>`
  }${notChecked.length > 0 && html`<ul class="notes">${notChecked.map((sentence) => html`<li>${prose(sentence)}</li>`)}</ul>`}`;
}

function replayed({ engine, rehearsed, migrations }: ProjectReport): string {
  if (engine === undefined) return 'nothing rehearsed';
  return rehearsed === migrations ? 'all replay' : `${rehearsed} of ${migrations} replay`;
}
