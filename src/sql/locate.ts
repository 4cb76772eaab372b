import type { Place } from '../model/errors.ts';
import type { CodeFrame, Finding } from '../model/finding.ts';
import type { IncludedText, SqlText } from '../model/migration.ts';

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
export function placeIn(sql: SqlText, offset: number, lines?: LineIndex): Place {
  const around = includedAt(sql, offset);
  if (around !== undefined) return placeIn(around, offset - around.start);
  const [own, at] = withoutIncluded(sql, offset);
  const { line, column } = locate(own === sql && lines !== undefined ? lines : indexLines(own.text), at);
  return { file: own.file, line: own.firstLine + line - 1, column };
}

/** The line of a migration's own file at an offset; for what is included, that of the command which includes it. */
export function lineIn(sql: SqlText, offset: number, lines?: LineIndex): number {
  return placeIn(...withoutIncluded(sql, includedAt(sql, offset)?.start ?? offset), lines).line;
}

/** The place of a range of an SQL text (`length` in UTF-16 code units) with the lines around it, as a finding shows them. */
export function pointTo(
  sql: SqlText,
  offset: number,
  length: number,
  lines?: LineIndex,
): Required<Pick<Finding, 'where' | 'frame'>> {
  const around = includedAt(sql, offset);
  if (around !== undefined) return pointTo(around, offset - around.start, length);
  const [own, at] = withoutIncluded(sql, offset);
  const index = own === sql && lines !== undefined ? lines : indexLines(own.text);
  return { where: placeIn(own, at, index), frame: frameAt(index, at, length, own.firstLine) };
}

function includedAt({ included }: SqlText, offset: number): IncludedText | undefined {
  return included?.find(({ start, text }) => offset >= start && offset < start + text.length);
}

/** A text as its file has it, with commands for what they include, and where an offset that is in none of that is in it. */
export function withoutIncluded(sql: SqlText, offset: number): readonly [SqlText, number] {
  if (sql.included === undefined) return [sql, offset];
  let text = '';
  let at = offset;
  let from = 0;
  for (const one of sql.included) {
    text += sql.text.slice(from, one.start) + one.command;
    from = one.start + one.text.length;
    if (offset >= from) at += one.command.length - one.text.length;
  }
  return [{ file: sql.file, firstLine: sql.firstLine, text: text + sql.text.slice(from) }, at];
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
