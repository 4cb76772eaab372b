import type { Hazard, Step } from '../model/plan.ts';

const width = 110;

/**
 * Steps as SQL that runs, also when it is sent as one query: a statement a paragraph, its hazards as comments before it, and
 * a COMMIT where what follows needs one. Empty where there are none.
 */
export function writeSteps(steps: readonly Step[]): string {
  const last = steps.length - 1;
  return steps
    .map((step, i) => `${writeStep(step)}${step.transaction === 'commits' && i < last ? boundary : ''}`)
    .join('\n');
}

const boundary = '-- What follows needs it committed.\nCOMMIT;\n';

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
