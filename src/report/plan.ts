import type { PlannedMigrations } from '../model/difference.ts';
import type { DownProof } from '../model/proof.ts';
import { count } from '../model/words.ts';
import { diffJson, incompleteLines, planHazardLines, proofLines, renameLines } from './diff.ts';
import { wrap } from './text.ts';
import type { TtyOptions } from './tty.ts';

/** The shape of `strata diff --json`, with files and downs. */
export function planJson(planned: PlannedMigrations, shownDir: string): string {
  const { files, isWritten, downs } = planned;
  const plan = JSON.parse(diffJson(planned)) as object;
  return `${JSON.stringify({ ...plan, dir: shownDir, written: isWritten, files, downs }, null, 2)}\n`;
}

/** The files, written or shown; then what to mind and what was proven. */
export function planReport(planned: PlannedMigrations, shownDir: string, options: TtyOptions): string {
  const { paint, width } = options;
  const { plan, proof, files, isWritten, downs, notModelled, notes } = planned;
  if (plan.steps.length === 0) {
    const rest = incompleteLines(notModelled, notes, paint).map((line) => `${wrap(line, width)}\n`);
    return `No difference: there is nothing to write.\n${rest.join('')}`;
  }
  const lines: string[] = [];
  for (const { file, text, isUpdate } of files) {
    const name = shownDir === '.' ? file : `${shownDir}/${file}`;
    if (isWritten) lines.push(`${paint.good(isUpdate ? 'changed' : 'wrote')} ${name}`);
    else if (!isUpdate) lines.push(paint.strong(`-- ${name}`), text);
  }
  const hazards = planHazardLines(plan);
  if (hazards.length > 0) lines.push('', ...hazards.map((hazard) => wrap(paint.warn(`! ${hazard}`), width)));
  lines.push('');
  if (proof !== undefined) lines.push(...proofLines(proof, paint).map((line) => wrap(line, width)));
  lines.push(wrap(downWords(downs, options), width));
  lines.push(...renameLines(plan).map((line) => wrap(line, width)));
  if (plan.renameOffers.length > 0 && isWritten) lines.push('If so, take these files away and plan again.');
  lines.push(...incompleteLines(notModelled, notes, paint).map((line) => wrap(line, width)));
  return `${lines.join('\n')}\n`;
}

function downWords(downs: readonly DownProof[], { paint }: TtyOptions): string {
  const stops = downs.filter(({ verdict }) => verdict === 'stops-on-rows');
  if (stops.length > 0)
    return paint.warn(
      `! up, down and up again is proven for empty tables only: ${stops.map(({ message }) => message).join('; ')}.`,
    );
  return `${paint.good('✓')} ${count(downs.length, 'migration')} proven up, down and up again.`;
}
