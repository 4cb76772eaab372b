import { groupBy } from '../../model/group-by.ts';

/** A box to be placed. */
export interface Box {
  readonly id: string;
  readonly width: number;
  readonly height: number;
  /** Boxes that it refers to: they go to its left. */
  readonly to: readonly string[];
}

export interface Placed extends Box {
  readonly x: number;
  readonly y: number;
}

/** A gap between the boxes of a column, through which lines pass to a box in a later column. */
export interface Lane {
  readonly to: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
}

interface Layout {
  readonly boxes: readonly Placed[];
  /** From left to right. */
  readonly lanes: readonly Lane[];
  readonly width: number;
  readonly height: number;
}

/** What stands in a column: a box, or a lane, which takes no room of its own. */
type Item = Box | { readonly id: string; readonly height: 0; readonly laneTo: string };

const gapAcross = 72;
const gapDown = 24;
const gapAtLane = 16;
/** Taller columns are broken in two. */
const tallest = 1100;
const shelfWidth = 1150;

/**
 * Places boxes so that references run from right to left where possible. Connected boxes form a group, laid out in columns by
 * the depth of its references, with lanes for lines that cross a column. Groups are arranged on shelves, the largest first.
 * Equal boxes give equal layouts.
 */
export function layOut(boxes: readonly Box[]): Layout {
  const groups = connected(boxes)
    .map(placeGroup)
    .sort((a, b) => b.width * b.height - a.width * a.height);
  const placed: Placed[] = [];
  const lanes: Lane[] = [];
  let [x, y, shelfHeight, width] = [0, 0, 0, 0];
  const limit = Math.max(shelfWidth, ...groups.map((group) => group.width));
  for (const group of groups) {
    if (x > 0 && x + group.width > limit) {
      y += shelfHeight + gapDown * 2;
      [x, shelfHeight] = [0, 0];
    }
    for (const box of group.boxes) placed.push({ ...box, x: box.x + x, y: box.y + y });
    for (const lane of group.lanes) lanes.push({ ...lane, x: lane.x + x, y: lane.y + y });
    width = Math.max(width, x + group.width);
    shelfHeight = Math.max(shelfHeight, group.height);
    x += group.width + gapDown * 2;
  }
  return { boxes: placed, lanes, width, height: y + shelfHeight };
}

function connected(boxes: readonly Box[]): readonly (readonly Box[])[] {
  const byId = new Map(boxes.map((box) => [box.id, box]));
  const neighbours = new Map<string, Set<string>>(boxes.map(({ id }) => [id, new Set()]));
  for (const { id, to } of boxes) {
    for (const other of to) {
      neighbours.get(id)?.add(other);
      neighbours.get(other)?.add(id);
    }
  }
  const seen = new Set<string>();
  return boxes.flatMap((start) => {
    if (seen.has(start.id)) return [];
    const group: Box[] = [];
    const waiting = [start.id];
    seen.add(start.id);
    for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
      const box = byId.get(id);
      if (box !== undefined) group.push(box);
      for (const next of neighbours.get(id) ?? []) {
        if (seen.has(next) || !byId.has(next)) continue;
        seen.add(next);
        waiting.push(next);
      }
    }
    return [group.sort((a, b) => (a.id < b.id ? -1 : 1))];
  });
}

function placeGroup(group: readonly Box[]): Layout {
  const links = linksOf(group.flatMap(({ id, to }) => to.map((other) => [id, other] as const)));
  const columns = withLanes(broken(ordered(ranked(group), links)));
  const heights = columns.map((column) => heightOf(column));
  const height = Math.max(...heights);
  const boxes: Placed[] = [];
  const lanes: Lane[] = [];
  let x = 0;
  for (const [i, column] of columns.entries()) {
    const width = Math.max(...column.map((item) => ('laneTo' in item ? 0 : item.width)));
    let y = (height - (heights[i] as number)) / 2;
    for (const [at, item] of column.entries()) {
      if ('laneTo' in item) lanes.push({ to: item.laneTo, x, y, width });
      else boxes.push({ ...item, x, y });
      y += item.height + gapBelow(column, at);
    }
    x += width + gapAcross;
  }
  return { boxes, lanes, width: x - gapAcross, height };
}

function heightOf(column: readonly Item[]): number {
  return column.reduce((sum, { height }, at) => sum + height + gapBelow(column, at), 0);
}

function gapBelow(column: readonly Item[], at: number): number {
  const [item, next] = [column[at] as Item, column[at + 1]];
  if (next === undefined) return 0;
  return 'laneTo' in item || 'laneTo' in next ? gapAtLane : gapDown;
}

/** Adds to every column that lines cross a lane for each box that they lead to, and orders the columns again. */
function withLanes(columns: readonly (readonly Box[])[]): readonly (readonly Item[])[] {
  const columnOf = new Map(columns.flatMap((column, at) => column.map(({ id }) => [id, at] as const)));
  const lanes = columns.map(() => new Set<string>());
  const steps: (readonly [string, string])[] = [];
  for (const [start, column] of columns.entries()) {
    for (const { id, to } of column) {
      for (const target of to) {
        const end = columnOf.get(target);
        if (end === undefined) continue;
        const step = Math.sign(end - start);
        let last = id;
        for (let at = start + step; step !== 0 && at !== end; at += step) {
          lanes[at]?.add(target);
          steps.push([last, laneId(at, target)]);
          last = laneId(at, target);
        }
        steps.push([last, target]);
      }
    }
  }
  const filled = columns.map((column, at): readonly Item[] => [
    ...column,
    ...[...(lanes[at] as Set<string>)].map(
      (laneTo) => ({ id: laneId(at, laneTo), height: 0, laneTo }) as const,
    ),
  ]);
  return ordered(filled, linksOf(steps));
}

function laneId(column: number, target: string): string {
  return `${column} ${target}`;
}

/** Assigns columns by the longest path of references from each box; a reference that closes a circle does not count. */
function ranked(group: readonly Box[]): readonly (readonly Box[])[] {
  const byId = new Map(group.map((box) => [box.id, box]));
  const ranks = new Map<string, number>();
  const open = new Set<string>();
  const rankOf = (box: Box): number => {
    const known = ranks.get(box.id);
    if (known !== undefined) return known;
    open.add(box.id);
    let rank = 0;
    for (const id of box.to) {
      const other = byId.get(id);
      if (other !== undefined && !open.has(id)) rank = Math.max(rank, rankOf(other) + 1);
    }
    open.delete(box.id);
    ranks.set(box.id, rank);
    return rank;
  };
  for (const box of group) rankOf(box);
  pullCloser(group, ranks);
  const columns: Box[][] = [];
  for (const box of group) {
    const rank = ranks.get(box.id) ?? 0;
    while (columns.length <= rank) columns.push([]);
    columns[rank]?.push(box);
  }
  return columns.filter((column) => column.length > 0);
}

/**
 * Moves boxes to the right until they stand just before the nearest box that refers to them, so that lines are short and
 * columns even.
 */
function pullCloser(group: readonly Box[], ranks: Map<string, number>): void {
  const rankOf = (id: string): number => ranks.get(id) ?? 0;
  const rightmostFirst = [...group].sort((a, b) => rankOf(b.id) - rankOf(a.id));
  for (const { id } of rightmostFirst) {
    const after = group.filter(({ to }) => to.includes(id)).map((box) => rankOf(box.id));
    const nearest = Math.min(...after.filter((rank) => rank > rankOf(id)));
    if (Number.isFinite(nearest)) ranks.set(id, nearest - 1);
  }
}

function linksOf(steps: readonly (readonly [string, string])[]): ReadonlyMap<string, readonly string[]> {
  const both = steps.flatMap(([a, b]) => [[a, b] as const, [b, a] as const]);
  return new Map(
    [...groupBy(both, ([from]) => from)].map(([from, links]) => [from, links.map(([, to]) => to)]),
  );
}

/** Orders each column by the positions of neighbours in other columns, in several passes, so that few lines cross. */
function ordered<T extends { readonly id: string }>(
  columns: readonly (readonly T[])[],
  links: ReadonlyMap<string, readonly string[]>,
): readonly (readonly T[])[] {
  let order = columns;
  for (let sweep = 0; sweep < 6; sweep += 1) {
    const places = new Map(
      order.flatMap((column) => column.map(({ id }, i) => [id, (i + 0.5) / column.length] as const)),
    );
    order = order.map((column) => {
      const wish = new Map(
        column.map(({ id }) => {
          const around = (links.get(id) ?? []).map((other) => places.get(other) ?? 0.5);
          const own = places.get(id) ?? 0.5;
          return [id, around.length === 0 ? own : around.reduce((a, b) => a + b, 0) / around.length];
        }),
      );
      return [...column].sort((a, b) => (wish.get(a.id) ?? 0) - (wish.get(b.id) ?? 0));
    });
  }
  return order;
}

function broken(columns: readonly (readonly Box[])[]): readonly (readonly Box[])[] {
  return columns.flatMap((column) => {
    const parts = Math.ceil(heightOf(column) / tallest);
    const each = Math.ceil(column.length / parts);
    return Array.from({ length: parts }, (_, i) => column.slice(i * each, (i + 1) * each)).filter(
      (part) => part.length > 0,
    );
  });
}
