import { InvalidArgumentError } from 'commander';

const units: Readonly<Record<string, number>> = { ms: 1, s: 1000, min: 60_000, h: 3_600_000 };

/** PostgreSQL keeps its timeouts as 32-bit integers, in milliseconds. */
const longest = 2 ** 31 - 1;

/** `500ms`, `3s`, `2min`, `1h` or a bare number of milliseconds, as milliseconds; no more than PostgreSQL takes. */
export function parseDuration(text: string): number {
  const match = /^(\d+(?:\.\d+)?)(ms|s|min|h)?$/.exec(text.trim());
  if (match === null) throw new InvalidArgumentError('Write 500ms, 3s, 2min or 1h.');
  const ms = Math.round(Number(match[1]) * (units[match[2] ?? 'ms'] as number));
  if (ms > longest) throw new InvalidArgumentError('PostgreSQL takes no more than 596h.');
  return ms;
}

/** The same for a lock: 0 would be no limit, and whoever waits for a lock holds up all others behind it. */
export function parseLockTimeout(text: string): number {
  const ms = parseDuration(text);
  if (ms === 0) throw new InvalidArgumentError('0 would wait for ever, with all others behind it: write 3s.');
  return ms;
}

/** A whole number from 0. */
export function parseCount(text: string): number {
  if (/^\d+$/.test(text)) return Number(text);
  throw new InvalidArgumentError('Write a whole number.');
}
