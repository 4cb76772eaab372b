import type { ProjectReport } from '../../model/report.ts';
import { count } from '../../model/words.ts';
import { html, type Markup } from '../html/markup.ts';
import { type Box, type Lane, layOut, type Placed } from './layout.ts';
import { type DiagramColumn, type DiagramTable, diagramTables, lastChange } from './tables.ts';

/** So many tables are drawn with all they have, with their keys, and at all. */
const room = { whole: 30, drawn: 120 };
const columnsShown = { whole: 18, compact: 6 };

const sizes = { head: 32, row: 21, pad: 12, digit: 7.25, head_digit: 7.9 };
const longestName = 30;
const longestType = 20;

/** Tables and their references, with what the last migration changed; below it the same as a list. */
export function diagramSection(project: ProjectReport, anchor: string): Markup | undefined {
  const schema = project.detail?.schema;
  if (schema === undefined) return undefined;
  const last = lastChange(project.trace);
  const tables = diagramTables(schema, last);
  if (tables.length === 0) return html`<p class="calm">The history leaves no tables.</p>`;
  const drawn = chosen(tables);
  const isWhole = drawn.length <= room.whole;
  const shapes = drawn.map((table) => shapeOf(table, isWhole));
  const isLeftOut = drawn.length < tables.length || shapes.some(({ more }) => more > 0);
  return html`<p class="legend">${
    last !== undefined &&
    html`<span>Marked: what <code>${last.migration}</code> did</span> <span><span class="swatch new"></span> new</span> <span><span class="swatch changed"></span> changed</span>`
  }${last !== undefined && last.dropped.length > 0 && html` <span>dropped: ${last.dropped.slice(0, 12).map((name) => html`<code>${name}</code> `)}</span>`} <span class="signs"><span><i class="key"></i> key</span> <span><i class="foreign"></i> foreign key</span> <span><i class="plain"></i> not null</span> <span><i></i> may be null</span></span></p>
<figure class="diagram"><div class="scroll" tabindex="0" role="region" aria-label="Diagram of ${count(drawn.length, 'table')}">${drawing(shapes, anchor)}</div>
${
  isLeftOut &&
  html`<figcaption>${drawn.length < tables.length && `${drawn.length} of ${tables.length} tables: those that changed, and those with most references. `}${
    shapes.some(({ more }) => more > 0) && 'Of long tables the keys come first. '
  }The list below has everything.</figcaption>`
}
</figure>
${list(tables)}`;
}

/** All tables; of too many those that changed, their neighbours, and then those with the most references. */
function chosen(tables: readonly DiagramTable[]): readonly DiagramTable[] {
  if (tables.length <= room.drawn) return tables;
  const weight = new Map<string, number>(tables.map(({ id }) => [id, 0]));
  const add = (id: string, more: number) => weight.set(id, (weight.get(id) ?? 0) + more);
  for (const { id, references, mark } of tables) {
    if (mark !== undefined) add(id, 1e6);
    for (const { to } of references) {
      add(id, 1);
      add(to, 1);
      if (mark !== undefined) add(to, 1e3);
    }
  }
  const best = [...tables].sort((a, b) => (weight.get(b.id) ?? 0) - (weight.get(a.id) ?? 0));
  const kept = new Set(best.slice(0, room.drawn));
  return tables.filter((table) => kept.has(table));
}

interface Shape {
  readonly table: DiagramTable;
  readonly columns: readonly DiagramColumn[];
  /** Columns that are not drawn. */
  readonly more: number;
  readonly box: Box;
}

function shapeOf(table: DiagramTable, isWhole: boolean): Shape {
  const most = isWhole ? columnsShown.whole : columnsShown.compact;
  const weight = ({ isKey, isForeign, mark }: DiagramColumn): number =>
    (isKey ? 4 : 0) + (mark === undefined ? 0 : 2) + (isForeign ? 1 : 0);
  const best = new Set([...table.columns].sort((a, b) => weight(b) - weight(a)).slice(0, most));
  const columns = table.columns.filter((column) => best.has(column));
  const more = table.columns.length - columns.length;
  const widest = Math.max(
    cut(table.name, longestName).length * sizes.head_digit,
    ...columns.map(
      ({ name, type }) =>
        (cut(name, longestName).length + cut(type, longestType).length + 3) * sizes.digit + 14,
    ),
  );
  const rows = columns.length + (more > 0 ? 1 : 0);
  return {
    table,
    columns,
    more,
    box: {
      id: table.id,
      width: Math.max(150, Math.ceil(widest) + sizes.pad * 2),
      height: sizes.head + rows * sizes.row + 8,
      to: [...new Set(table.references.map(({ to }) => to))].filter((to) => to !== table.id),
    },
  };
}

function drawing(shapes: readonly Shape[], anchor: string): Markup {
  const margin = 24;
  const { boxes, lanes, width, height } = layOut(shapes.map(({ box }) => box));
  const placed = new Map(boxes.map((box) => [box.id, box]));
  const [across, down] = [width + margin * 2, height + margin * 2];
  return html`<svg class="er" width="${across}" height="${down}" viewBox="${-margin} ${-margin} ${across} ${down}" role="img" aria-labelledby="${anchor}-er">
<title id="${anchor}-er">${count(shapes.length, 'table')} and their foreign keys</title>
<g class="edges">${shapes.map((shape) => edges(shape, placed, lanes))}</g>
${shapes.map((shape) => tableBox(shape, placed.get(shape.table.id)))}
</svg>`;
}

function tableBox({ table, columns, more }: Shape, at: Placed | undefined): Markup | undefined {
  if (at === undefined) return undefined;
  return html`<g class="box ${table.mark ?? ''}" transform="translate(${at.x} ${at.y})">
<rect class="body" width="${at.width}" height="${at.height}" rx="6"/>
<path class="head" d="M0 6a6 6 0 0 1 6-6H${at.width - 6}a6 6 0 0 1 6 6V${sizes.head}H0z"/>
<text class="title" x="${sizes.pad}" y="21">${cut(table.name, longestName)}<title>${table.name}</title></text>
${columns.map((column, i) => columnRow(column, rowAt(i), at.width))}
${more > 0 && html`<text class="type" x="${sizes.pad + 14}" y="${rowAt(columns.length) + 4}">and ${more} more</text>`}
</g>
`;
}

function columnRow(column: DiagramColumn, y: number, width: number): Markup {
  const { name, type, notNull, isKey, isForeign, mark } = column;
  const sign = isKey ? 'key' : isForeign ? 'foreign' : notNull ? 'plain' : 'nullable';
  return html`${mark !== undefined && html`<rect class="marked ${mark}" x="1" y="${y - sizes.row / 2}" width="${width - 2}" height="${sizes.row}"/>`}<circle class="${sign}" cx="${sizes.pad + 3}" cy="${y}" r="3"/><text class="column${isKey ? ' key' : ''}" x="${sizes.pad + 14}" y="${y + 4}">${cut(name, longestName)}</text><text class="type" x="${width - sizes.pad}" y="${y + 4}" text-anchor="end">${cut(type, longestType)}</text>
`;
}

/** The middle of a column's row, from the top of its box. */
function rowAt(index: number): number {
  return sizes.head + 4 + (index + 0.5) * sizes.row;
}

function edges(
  { table, columns }: Shape,
  placed: ReadonlyMap<string, Placed>,
  lanes: readonly Lane[],
): readonly Markup[] {
  const from = placed.get(table.id);
  if (from === undefined) return [];
  return table.references.flatMap(({ columns: own, to, constraint }) => {
    const target = placed.get(to);
    if (target === undefined) return [];
    const row = columns.findIndex(({ name }) => own.includes(name));
    const y = from.y + (row === -1 ? sizes.head / 2 : rowAt(row));
    const y2 = target.y + sizes.head / 2;
    const title = `${constraint}: ${table.name}.${own.join(', ')}`;
    const passed = lanes.filter((lane) => lane.to === to && isBetween(lane, from, target));
    return [
      html`<path class="${table.mark ?? ''}" d="${way(from, y, target, y2, passed)}"><title>${title}</title></path>`,
    ];
  });
}

function isBetween({ x }: Lane, a: Placed, b: Placed): boolean {
  return Math.min(a.x, b.x) < x && x < Math.max(a.x, b.x);
}

/**
 * The line from the referencing column (with a crow's foot) to the head of the referenced table, along the lanes between them.
 */
function way(from: Placed, y: number, target: Placed, y2: number, lanes: readonly Lane[]): string {
  if (target.x + target.width + 20 <= from.x) {
    const stops = [...lanes].reverse().map((lane) => ({ x: lane.x + lane.width, y: lane.y, leave: lane.x }));
    const end = { x: target.x + target.width, y: y2, leave: target.x + target.width };
    return `${crowsFoot(from.x, y, -1)}${curves({ x: from.x - 9, y }, [...stops, end])}`;
  }
  const a = from.x + from.width;
  if (a + 20 <= target.x) {
    const stops = lanes.map((lane) => ({ x: lane.x, y: lane.y, leave: lane.x + lane.width }));
    const end = { x: target.x, y: y2, leave: target.x };
    return `${crowsFoot(a, y, 1)}${curves({ x: a + 9, y }, [...stops, end])}`;
  }
  const b = target.x + target.width;
  const out = Math.max(a, b) + 28;
  return `${crowsFoot(a, y, 1)}C${r(out)} ${y} ${r(out)} ${y2} ${b} ${y2}`;
}

/** A crow's foot that opens towards the table and ends nine pixels before it, to its left (-1) or right (1). */
function crowsFoot(x: number, y: number, side: -1 | 1): string {
  return `M${x} ${y - 5}L${x + 9 * side} ${y}L${x} ${y + 5}M${x} ${y}H${x + 9 * side}`;
}

interface Stop {
  readonly x: number;
  readonly y: number;
  /** Where the line goes on, straight ahead. */
  readonly leave: number;
}

function curves(start: { readonly x: number; readonly y: number }, stops: readonly Stop[]): string {
  let at = start;
  let path = '';
  for (const { x, y, leave } of stops) {
    const middle = r((at.x + x) / 2);
    path += `C${middle} ${r(at.y)} ${middle} ${r(y)} ${r(x)} ${r(y)}`;
    if (leave !== x) path += `H${r(leave)}`;
    at = { x: leave, y };
  }
  return path;
}

function r(n: number): number {
  return Math.round(n * 10) / 10;
}

function cut(text: string, most: number): string {
  return text.length > most ? `${text.slice(0, most - 1)}…` : text;
}

/** The diagram for those who read. */
function list(tables: readonly DiagramTable[]): Markup {
  return html`<details><summary>The same as a list</summary><dl class="tables">${tables.map(
    ({ name, columns, references, mark }) =>
      html`<div><dt><code>${name}</code>${mark !== undefined && html` <span class="chip ${mark}">${mark}</span>`}</dt><dd>${columns.map(
        (column, i) =>
          html`${i > 0 && ', '}<code>${column.name}</code> <span class="soft">${column.type}${column.notNull && ' not null'}${column.isKey && ', key'}${column.mark !== undefined && `, ${column.mark}`}</span>`,
      )}${references.map(({ columns: own, toName }) => html`<br><span class="soft">${own.join(', ')} → ${toName}</span>`)}</dd></div>`,
  )}</dl></details>`;
}
