import { type DumpEntry, entriesOf } from './normalise.ts';

/**
 * Says in a few lines how two normalised dumps differ, `-` for what only the first has and `+` for the second.
 * Equal dumps give an empty text.
 */
export function explainDifference(first: string, second: string): string {
  if (first === second) return '';
  const left = groupByTitle(entriesOf(first));
  const right = groupByTitle(entriesOf(second));
  const titles = [...new Set([...left.keys(), ...right.keys()])].sort();
  return titles
    .flatMap((title) => explainEntry(title, left.get(title) ?? '', right.get(title) ?? ''))
    .join('\n');
}

function explainEntry(title: string, left: string, right: string): readonly string[] {
  if (left === right) return [];
  const leftLines = left === '' ? [] : left.split('\n');
  const rightLines = right === '' ? [] : right.split('\n');
  return [title, ...missing(leftLines, rightLines, '-'), ...missing(rightLines, leftLines, '+')];
}

/** Lines of `lines` that `others` has fewer of. */
function missing(lines: readonly string[], others: readonly string[], sign: string): readonly string[] {
  const left = new Map<string, number>();
  for (const line of others) left.set(line, (left.get(line) ?? 0) + 1);
  return lines.flatMap((line) => {
    const count = left.get(line) ?? 0;
    left.set(line, count - 1);
    return count > 0 || line.trim() === '' ? [] : [`  ${sign} ${line.trim()}`];
  });
}

/** Titles repeat (two casts, one object in two schemas of odd names): their SQL is read as one. */
function groupByTitle(entries: readonly DumpEntry[]): ReadonlyMap<string, string> {
  const groups = new Map<string, string>();
  for (const { title, sql } of entries) {
    const before = groups.get(title);
    groups.set(title, before === undefined ? sql : `${before}\n${sql}`);
  }
  return groups;
}
