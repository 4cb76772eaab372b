import type { Hazard, Step } from '../model/plan.ts';
import { batches } from './batches.ts';

const width = 110;

/**
 * Steps as SQL that runs as it stands, in psql or sent as one query: a statement a paragraph, its hazards as comments before it.
 * What shares a transaction stands between BEGIN and COMMIT, so that a refusal half-way takes all of it back. Empty where there
 * are none.
 */
export function writeSteps(steps: readonly Step[]): string {
  return batches(steps).map(writeBatch).join('\n');

  function writeBatch(batch: readonly Step[]): string {
    const sql = batch.map(writeStep).join('\n');
    const isAlone = steps.length === 1 || batch[0]?.transaction === 'alone';
    return isAlone ? sql : `BEGIN;\n\n${sql}\nCOMMIT;\n`;
  }
}

/** One step with its comments and its semicolon, ending with a line feed. */
export function writeStep({ hazards, outline = [], transaction, sql }: Step): string {
  const lines = hazards.map(hazardText);
  if (transaction === 'alone') lines.push('runs outside a transaction');
  const told = outline.map((line) => `-- ${line}\n`);
  return `${lines.map(commentLines).join('')}${told.join('')}${sql};\n`;
}

/** A hazard as one line: `destroys data: All rows of public.t are lost.` */
function hazardText({ kind, message }: Hazard): string {
  return `${kind.replaceAll('-', ' ')}: ${message}`;
}

/** Text as SQL comments, broken at spaces. */
function commentLines(text: string): string {
  const lines: string[] = [];
  for (const word of text.split(/\s+/)) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + word.length < width) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(`-- ${word}`);
  }
  return lines.map((line) => `${line}\n`).join('');
}
