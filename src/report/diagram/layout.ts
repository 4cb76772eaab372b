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

export interface Layout {
  readonly boxes: readonly Placed[];
  readonly width: number;
  readonly height: number;
}

const gapAcross = 72;
const gapDown = 24;
/** Taller columns are broken in two. */
const tallest = 1100;
const shelfWidth = 1150;

/**
 * Places boxes so that references run from right to left where they can: what belongs together is one group, laid out in
 * columns by how deep its references go; groups stand on shelves, the largest first. The same boxes give the same picture.
 */
export function layOut(boxes: readonly Box[]): Layout {
  const groups = connected(boxes)
    .map(placeGroup)
    .sort((a, b) => b.width * b.height - a.width * a.height);
  const placed: Placed[] = [];
  let [x, y, shelfHeight, width] = [0, 0, 0, 0];
  const limit = Math.max(shelfWidth, ...groups.map((group) => group.width));
  for (const group of groups) {
    if (x > 0 && x + group.width > limit) {
      y += shelfHeight + gapDown * 2;
      [x, shelfHeight] = [0, 0];
    }
    for (const box of group.boxes) placed.push({ ...box, x: box.x + x, y: box.y + y });
    width = Math.max(width, x + group.width);
    shelfHeight = Math.max(shelfHeight, group.height);
    x += group.width + gapDown * 2;
  }
  return { boxes: placed, width, height: y + shelfHeight };
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
  const columns = broken(ordered(ranked(group)));
  const heights = columns.map((column) => heightOf(column));
  const height = Math.max(...heights);
  const boxes: Placed[] = [];
  let x = 0;
  for (const [i, column] of columns.entries()) {
    const width = Math.max(...column.map((box) => box.width));
    let y = (height - (heights[i] as number)) / 2;
    for (const box of column) {
      boxes.push({ ...box, x, y });
      y += box.height + gapDown;
    }
    x += width + gapAcross;
  }
  return { boxes, width: x - gapAcross, height };
}

function heightOf(column: readonly Box[]): number {
  return column.reduce((sum, { height }) => sum + height + gapDown, -gapDown);
}

/** Columns by the longest way of references from each box; a reference that closes a circle does not count. */
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

/** Moves boxes to the right until they stand just before the nearest one that refers to them: lines get short, columns even. */
function pullCloser(group: readonly Box[], ranks: Map<string, number>): void {
  const rankOf = (id: string): number => ranks.get(id) ?? 0;
  const rightmostFirst = [...group].sort((a, b) => rankOf(b.id) - rankOf(a.id));
  for (const { id } of rightmostFirst) {
    const after = group.filter(({ to }) => to.includes(id)).map((box) => rankOf(box.id));
    const nearest = Math.min(...after.filter((rank) => rank > rankOf(id)));
    if (Number.isFinite(nearest)) ranks.set(id, nearest - 1);
  }
}

/** Orders each column by where its neighbours stand, some times over, so that few lines cross. */
function ordered(columns: readonly (readonly Box[])[]): readonly (readonly Box[])[] {
  const links = new Map<string, string[]>();
  for (const { id, to } of columns.flat()) {
    for (const other of to) {
      links.set(id, [...(links.get(id) ?? []), other]);
      links.set(other, [...(links.get(other) ?? []), id]);
    }
  }
  let order = columns;
  for (let sweep = 0; sweep < 6; sweep += 1) {
    const places = new Map(
      order.flatMap((column) => column.map((box, i) => [box.id, (i + 0.5) / column.length] as const)),
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
