import type { OrphanCount } from '../model/orphans.ts';
import type { TtyOptions } from './tty.ts';

const orphansVersion = 1;

export function orphansJson({ counted, notCounted }: OrphanCount): string {
  return `${JSON.stringify({ version: orphansVersion, orphans: counted, notCounted }, null, 2)}\n`;
}

/** A line for each soft reference; where it has orphans, also the SQL that lists them. What was not counted comes last. */
export function orphansReport({ counted, notCounted }: OrphanCount, { paint }: TtyOptions): string {
  const lines = counted.flatMap(({ reference: { from, to }, rows, examples, sql }) =>
    rows === 0
      ? [`${paint.good('✓')} ${from} → ${to}: no orphans`]
      : [
          `${paint.bad('✗')} ${from} → ${to}: ${rows} ${rows === 1 ? 'orphan' : 'orphans'}, such as ${examples.join(', ')}`,
          paint.dim(`  ${sql}`),
        ],
  );
  const others = notCounted.map(
    ({ reference: { from, to }, reason }) => `${paint.bad('?')} ${from} → ${to}: not counted: ${reason}`,
  );
  return [...lines, ...others].map((line) => `${line}\n`).join('');
}
