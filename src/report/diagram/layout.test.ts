import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Box, layOut, type Placed } from './layout.ts';

const graph = fc
  .integer({ min: 1, max: 40 })
  .chain((size) =>
    fc.array(
      fc.record({
        width: fc.integer({ min: 100, max: 300 }),
        height: fc.integer({ min: 40, max: 500 }),
        to: fc.array(fc.integer({ min: 0, max: size - 1 }), { maxLength: 4 }),
      }),
      { minLength: size, maxLength: size },
    ),
  )
  .map((boxes) =>
    boxes.map((box, i): Box => ({ ...box, id: String(i), to: box.to.filter((to) => to !== i).map(String) })),
  );

function overlap(a: Placed, b: Placed): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}

test('no box lies on another or outside of the picture, whatever refers to what', () => {
  fc.assert(
    fc.property(graph, (boxes) => {
      const { boxes: placed, width, height } = layOut(boxes);
      expect(placed.map(({ id }) => id).sort()).toEqual(boxes.map(({ id }) => id).sort());
      for (const [i, a] of placed.entries()) {
        expect(a.x >= 0 && a.y >= 0 && a.x + a.width <= width && a.y + a.height <= height).toBe(true);
        expect(placed.slice(i + 1).filter((b) => overlap(a, b))).toEqual([]);
      }
    }),
    { numRuns: 200 },
  );
});

test('lines that pass a column have one lane there, which no box lies on', () => {
  const oneGroup = graph.map((boxes) =>
    boxes.map((box) => (box.id === '0' ? box : { ...box, to: [...new Set([...box.to, '0'])] })),
  );
  fc.assert(
    fc.property(oneGroup, (boxes) => {
      const { boxes: placed, lanes } = layOut(boxes);
      const left = new Map(placed.map(({ id, x }) => [id, x]));
      const columns = [...new Set(left.values())];
      const lanesAt = (x: number, to: string) =>
        lanes.filter((lane) => lane.x === x && lane.to === to).length;
      const laneless = placed.flatMap(({ x: from, to }) =>
        to.filter((other) => {
          const end = left.get(other) as number;
          const passed = columns.filter((x) => x > Math.min(from, end) && x < Math.max(from, end));
          return passed.some((x) => lanesAt(x, other) !== 1);
        }),
      );
      const covered = lanes.filter(({ x, y }) =>
        placed.some((box) => box.x === x && box.y <= y && y <= box.y + box.height),
      );
      expect([laneless, covered]).toEqual([[], []]);
    }),
    { numRuns: 100 },
  );
});

test('references run to the left, also over several tables, and the same tables give the same picture', () => {
  const box = (id: string, to: readonly string[]): Box => ({ id, to, width: 100, height: 50 });
  const boxes = [box('line', ['order', 'item']), box('order', ['user']), box('item', []), box('user', [])];
  const x = new Map(layOut(boxes).boxes.map((one) => [one.id, one.x]));
  expect(x.get('user')! < x.get('order')! && x.get('order')! < x.get('line')!).toBe(true);
  // Not at the far left, but just before the only table that refers to it.
  expect(x.get('item')).toBe(x.get('order'));
  expect(layOut([...boxes].reverse())).toEqual(layOut(boxes));
});
