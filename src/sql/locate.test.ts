import fc from 'fast-check';
import { expect, test } from 'vitest';
import { frameAt, indexLines, lineIn, locate, offsetOfPosition, placeIn, pointTo } from './locate.ts';

test('an offset is a line and a column from 1, in UTF-16 code units', () => {
  const lines = indexLines('a\r\nbç😀d\n\ne');
  expect(locate(lines, 0)).toEqual({ line: 1, column: 1 });
  expect(locate(lines, 3)).toEqual({ line: 2, column: 1 });
  expect(locate(lines, 7)).toEqual({ line: 2, column: 5 });
  expect(locate(lines, 9)).toEqual({ line: 3, column: 1 });
  expect(locate(lines, 10)).toEqual({ line: 4, column: 1 });
});

test('every offset is found on the line that holds it', () => {
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom('a', '\n', '\r\n', '😀'), { maxLength: 40 }),
      fc.nat(60),
      (pieces, at) => {
        const text = pieces.join('');
        const offset = Math.min(at, text.length);
        const { line, column } = locate(indexLines(text), offset);
        const before = text.slice(0, offset).split('\n');
        expect([line, column]).toEqual([before.length, (before.at(-1) as string).length + 1]);
      },
    ),
  );
});

test('a place counts the lines of the file that come before the text', () => {
  const down = { file: 'a.sql', text: 'SELECT 1;\n  SELECT 2;', firstLine: 8 };
  expect(placeIn(down, 12)).toEqual({ file: 'a.sql', line: 9, column: 3 });
  expect(pointTo(down, 12, 6)).toEqual({
    where: { file: 'a.sql', line: 9, column: 3 },
    frame: { firstLine: 8, lines: ['SELECT 1;', '  SELECT 2;'], line: 9, column: 3, length: 6 },
  });
});

test('what is included has its place in its own file, and what stands behind it in the including one', () => {
  const inner = { file: 'c.sql', text: 'SELECT 3;', firstLine: 1, start: 10, command: '\\ir c.sql' };
  const outer = { file: 'b.sql', text: 'SELECT 2;\nSELECT 3;\nSELECT 4;\n', firstLine: 1 };
  const included = [{ ...outer, included: [inner], start: 10, command: '\\ir b.sql' }];
  const sql = { file: 'a.sql', text: `SELECT 1;\n${outer.text}\nSELECT 5;`, firstLine: 1, included };
  const places = [1, 2, 3, 4, 5].map((n) => {
    const { file, line, column } = placeIn(sql, sql.text.indexOf(`SELECT ${n}`));
    return `${file}:${line}:${column}`;
  });
  expect(places).toEqual(['a.sql:1:1', 'b.sql:1:1', 'c.sql:1:1', 'b.sql:3:1', 'a.sql:3:1']);
  const lines = [1, 2, 3, 4, 5].map((n) => lineIn(sql, sql.text.indexOf(`SELECT ${n}`)));
  expect(lines).toEqual([1, 2, 2, 2, 3]);
  expect(pointTo(sql, sql.text.indexOf('SELECT 5'), 6).frame).toEqual({
    firstLine: 1,
    lines: ['SELECT 1;', '\\ir b.sql', 'SELECT 5;'],
    line: 3,
    column: 1,
    length: 6,
  });
});

test('a position of PostgreSQL counts characters, also beyond the basic plane', () => {
  const text = "select '😀😀', x";
  expect(text.slice(offsetOfPosition(text, 14))).toBe('x');
  expect(offsetOfPosition(text, 1)).toBe(0);
  expect(offsetOfPosition('ab', 99)).toBe(2);
});

test('a frame shows the lines around, numbered as in the file', () => {
  const lines = indexLines('one\ntwo\nthree\nfour\nfive\n');
  expect(frameAt(lines, 8, 5, 11)).toEqual({
    firstLine: 11,
    lines: ['one', 'two', 'three', 'four'],
    line: 13,
    column: 1,
    length: 5,
  });
});

test('a long line is cut around the place', () => {
  const text = `${'x'.repeat(400)}HERE${'y'.repeat(400)}`;
  const frame = frameAt(indexLines(text), 400, 4);
  expect(frame.lines[0]?.slice(frame.column - 1, frame.column - 1 + frame.length)).toBe('HERE');
  expect(frame.lines[0]?.length).toBeLessThan(200);
});
