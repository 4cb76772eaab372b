import type { Place } from '../model/errors.ts';
import type { CodeFrame, Finding } from '../model/finding.ts';
import type { SqlText } from '../model/migration.ts';

/** A text with the offsets of its lines: turns many offsets into lines and columns while the text is scanned only once. */
export interface LineIndex {
  readonly text: string;
  readonly starts: readonly number[];
}

export function indexLines(text: string): LineIndex {
  const starts = [0];
  for (let i = text.indexOf('\n'); i !== -1; i = text.indexOf('\n', i + 1)) starts.push(i + 1);
  return { text, starts };
}

/** 1-based line and column (UTF-16 code units) of an offset. */
export function locate(index: LineIndex, offset: number): { readonly line: number; readonly column: number } {
  let low = 0;
  let high = index.starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((index.starts[middle] as number) <= offset) low = middle;
    else high = middle - 1;
  }
  return { line: low + 1, column: offset - (index.starts[low] as number) + 1 };
}

/** Where in its file an offset of an SQL text stands. `lines` are those of the text, where they are at hand. */
export function placeIn(
  { file, text, firstLine }: SqlText,
  offset: number,
  lines: LineIndex = indexLines(text),
): Place {
  const { line, column } = locate(lines, offset);
  return { file, line: firstLine + line - 1, column };
}

/** The place of a range of an SQL text (`length` in UTF-16 code units) with the lines around it, as a finding shows them. */
export function pointTo(
  sql: SqlText,
  offset: number,
  length: number,
  lines: LineIndex = indexLines(sql.text),
): Required<Pick<Finding, 'where' | 'frame'>> {
  return { where: placeIn(sql, offset, lines), frame: frameAt(lines, offset, length, sql.firstLine) };
}

/** Offset in UTF-16 code units of the `position`th character (from 1), as PostgreSQL counts: code points. */
export function offsetOfPosition(text: string, position: number): number {
  let offset = 0;
  for (let left = position - 1; left > 0 && offset < text.length; left -= 1) {
    offset += (text.codePointAt(offset) as number) > 0xffff ? 2 : 1;
  }
  return offset;
}

const longestLine = 160;

/** The lines around an offset; `firstLine` is the number of the text's first line in its file. */
export function frameAt(index: LineIndex, offset: number, length: number, firstLine = 1): CodeFrame {
  const { line, column } = locate(index, offset);
  const from = Math.max(1, line - 2);
  const to = Math.min(index.starts.length, line + 1);
  const lines: string[] = [];
  for (let n = from; n <= to; n += 1) {
    const start = index.starts[n - 1] as number;
    const end = index.starts[n] ?? index.text.length + 1;
    lines.push(index.text.slice(start, end - 1).replace(/\r$/, ''));
  }
  while (lines.length > line - from + 1 && lines.at(-1)?.trim() === '') lines.pop();
  const own = lines[line - from] ?? '';
  const cut = column > longestLine - 20 ? column - 40 : 0;
  return {
    firstLine: firstLine + from - 1,
    lines: lines.map((text) => clip(text, cut)),
    line: firstLine + line - 1,
    column: column - cut + (cut > 0 ? 2 : 0),
    length: Math.max(1, Math.min(length, own.length - column + 1)),
  };
}

function clip(line: string, cut: number): string {
  const rest = cut > 0 ? `… ${line.slice(cut)}` : line;
  return rest.length > longestLine ? `${rest.slice(0, longestLine)} …` : rest;
}

/** A text of blanks with the same length and line breaks, so that offsets after it stay valid. */
export function blank(text: string): string {
  return text.replaceAll(/[^\n]/g, ' ');
}
