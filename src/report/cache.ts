import type { CacheItem } from '../model/cache.ts';
import { count } from '../model/words.ts';
import { clipped } from './text.ts';

/** `strata cache` as a table; ages count from `now`. */
export function cacheReport(
  { cleared, items }: { cleared: boolean; items: readonly CacheItem[] },
  now: Date,
): string {
  const total = items.reduce((sum, { bytes }) => sum + bytes, 0);
  if (cleared)
    return items.length === 0
      ? 'Nothing to clear.\n'
      : `Cleared ${count(items.length, 'item')}, ${size(total)}.\n`;
  if (items.length === 0) return 'Nothing is kept.\n';
  const rows = items.map(({ kind, name, bytes, lastUsed }) => [
    kind,
    clipped(name, 40),
    size(bytes),
    `used ${ago(lastUsed, now)}`,
  ]);
  const widths = [0, 1, 2].map((column) => Math.max(...rows.map((row) => (row[column] as string).length)));
  const lines = rows.map((row) =>
    row
      .map((cell, i) => (i === 2 ? cell.padStart(widths[i] as number) : cell.padEnd(widths[i] ?? 0)))
      .join('  ')
      .trimEnd(),
  );
  return `${lines.join('\n')}\n${count(items.length, 'item')}, ${size(total)}. \`strata cache clear\` removes them.\n`;
}

function size(bytes: number): string {
  const megabytes = bytes / 1024 ** 2;
  return megabytes < 10
    ? `${megabytes.toFixed(1)} MB`
    : `${Math.round(megabytes).toLocaleString('en-US')} MB`;
}

function ago(date: string, now: Date): string {
  const minutes = Math.max(0, (now.getTime() - new Date(date).getTime()) / 60_000);
  if (minutes < 1) return 'just now';
  if (minutes < 60) return `${count(Math.round(minutes), 'minute')} ago`;
  if (minutes < 48 * 60) return `${count(Math.round(minutes / 60), 'hour')} ago`;
  return `${count(Math.round(minutes / 1440), 'day')} ago`;
}
