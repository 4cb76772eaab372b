import type { Orphans } from '../model/orphans.ts';
import type { TtyOptions } from './tty.ts';

const orphansVersion = 1;

export function orphansJson(orphans: readonly Orphans[]): string {
  return `${JSON.stringify({ version: orphansVersion, orphans }, null, 2)}\n`;
}

/** A line for each soft reference; where it has orphans, also the SQL that lists them. */
export function orphansReport(orphans: readonly Orphans[], { paint }: TtyOptions): string {
  const lines = orphans.flatMap(({ reference: { from, to }, rows, examples, sql }) =>
    rows === 0
      ? [`${paint.good('✓')} ${from} → ${to}: no orphans`]
      : [
          `${paint.bad('✗')} ${from} → ${to}: ${rows} ${rows === 1 ? 'orphan' : 'orphans'}, such as ${examples.join(', ')}`,
          paint.dim(`  ${sql}`),
        ],
  );
  return lines.map((line) => `${line}\n`).join('');
}
