import type { MergeCheck } from '../model/merge-check.ts';
import { count } from '../model/words.ts';
import { wrap } from './text.ts';
import type { TtyOptions } from './tty.ts';

const mergeCheckVersion = 1;

/** docs/drift.md describes the shape. */
export function mergeCheckJson({ conflicts, ...check }: MergeCheck): string {
  const shaped = conflicts.map(({ ours, theirs, object, where, ...rest }) => ({
    ...rest,
    ours: ours ?? null,
    theirs: theirs ?? null,
    object: object ?? null,
    file: where?.file ?? null,
    line: where?.line ?? null,
  }));
  return `${JSON.stringify({ version: mergeCheckVersion, ...check, conflicts: shaped }, null, 2)}\n`;
}

/** Each conflict with the two migrations that it is between. */
export function mergeCheckReport(check: MergeCheck, { paint, width }: TtyOptions): string {
  const { ok, ours, theirs, base, conflicts, sameRows, notes } = check;
  const lines = [
    `${count(ours.length, 'migration')} here, ${theirs.length} on ${base} since the branches parted`,
  ];
  for (const { kind, message, hint, where } of conflicts) {
    const place = where === undefined ? '' : `  ${paint.dim(`${where.file}:${where.line}`)}`;
    lines.push('', `  ${paint.bad('✗')} ${paint.name(kind)}${place}`, wrap(message, width - 4, '    '));
    lines.push(`    ${paint.good('→')} ${wrap(hint, width - 6, '      ').trimStart()}`);
  }
  for (const note of notes) lines.push('', paint.warn(wrap(`! ${note}.`, width - 2, '  ')));
  const verdict =
    ours.length === 0 || theirs.length === 0
      ? 'there is nothing to get in the way of'
      : `they run in either order, and leave the same schema${sameRows ? ' and rows' : ''}`;
  lines.push('', ok ? `${paint.good('✓')} ${verdict}.` : `${count(conflicts.length, 'conflict')}.`);
  return `${lines.join('\n')}\n`;
}
