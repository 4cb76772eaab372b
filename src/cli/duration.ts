import { InvalidArgumentError } from 'commander';

const units: Readonly<Record<string, number>> = { ms: 1, s: 1000, min: 60_000, h: 3_600_000 };

/** `500ms`, `3s`, `2min`, `1h` or a bare number of milliseconds, as milliseconds. */
export function parseDuration(text: string): number {
  const match = /^(\d+(?:\.\d+)?)(ms|s|min|h)?$/.exec(text.trim());
  if (match === null) throw new InvalidArgumentError('Write 500ms, 3s, 2min or 1h.');
  return Math.round(Number(match[1]) * (units[match[2] ?? 'ms'] as number));
}

/** A whole number from 0. */
export function parseCount(text: string): number {
  if (/^\d+$/.test(text)) return Number(text);
  throw new InvalidArgumentError('Write a whole number.');
}
