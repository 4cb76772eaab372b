import { shellPath } from '../model/shell-word.ts';
import type { Squash } from '../model/squash.ts';
import { count } from '../model/words.ts';
import { proofLines } from './diff.ts';
import { wrap } from './text.ts';
import type { TtyOptions } from './tty.ts';

const squashVersion = 1;

/** docs/drift.md describes the shape. */
export function squashJson(squash: Squash): string {
  return `${JSON.stringify({ version: squashVersion, ...squash }, null, 2)}\n`;
}

/** What goes, what comes, what is proven, and what nobody carries over. */
export function squashReport(squash: Squash, { paint, width }: TtyOptions): string {
  const { squashed, baseline, files, removed, proof, carried, notCarried, isWritten, notes } = squash;
  const lines = [
    `${paint.strong(baseline)} ${isWritten ? 'stands' : 'would stand'} for ${count(squashed.length, 'migration')}: ${squashed[0]} to ${squashed.at(-1)}`,
  ];
  for (const { file, text } of files) {
    lines.push(
      isWritten
        ? `${paint.good('wrote')} ${file}`
        : `${paint.good('+')} ${file} ${paint.dim(count(text.split('\n').length - 1, 'line'))}`,
    );
  }
  for (const file of removed)
    lines.push(isWritten ? `${paint.bad('removed')} ${file}` : `${paint.bad('-')} ${file}`);
  lines.push('', ...proofLines(proof, paint).map((line) => wrap(line, width)));
  lines.push(
    wrap(`${paint.good('✓')} the whole history makes the same schema with the baseline as without.`, width),
  );
  if (carried.length > 0) {
    const tables = carried.map(({ table, rows }) => `${table} (${rows})`).join(', ');
    lines.push(wrap(`${paint.good('✓')} a new database holds the same rows: ${tables}.`, width));
  }
  if (notCarried.length > 0) {
    lines.push(
      '',
      paint.warn(`! Not carried over, since no schema holds it (a new database would lack it):`),
    );
    for (const { file, line, sql } of notCarried) lines.push(`  ${file}:${line}  ${sql}`);
  }
  for (const note of notes) lines.push(paint.warn(wrap(`! ${note}.`, width)));
  lines.push('', ...ledgerLines(squash).map((line) => wrap(line, width)), '', ledgerCode(squash));
  if (!isWritten)
    lines.push('', 'Nothing was written. To write the baseline and remove the old files: --write');
  return `${lines.join('\n')}\n`;
}

/** Longer than this, a ledger that keeps the baseline's text would be most of what is printed. */
const longestSql = 4_000;

function ledgerLines({ ledgerSql }: Squash): readonly string[] {
  const when =
    'in databases that have applied all of them, before the next `strata deploy` or run of their own runner, which would apply the baseline again:';
  return ledgerSql.length <= longestSql
    ? [`To be run ${when}`]
    : [
        `To be recorded ${when}`,
        'The ledger keeps the whole text of the baseline, so its SQL is not repeated here: --json prints it as `ledgerSql`.',
      ];
}

function ledgerCode({ ledgerSql, baseline, dir }: Squash): string {
  const place = dir === '.' ? '' : ` ${shellPath(dir)}`;
  return ledgerSql.length <= longestSql
    ? ledgerSql.trimEnd()
    : `strata repair${place} --record ${shellPath(baseline)} --live URL`;
}
