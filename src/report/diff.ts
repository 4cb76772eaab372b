import type { PlannedDifference } from '../model/difference.ts';
import { groupBy } from '../model/group-by.ts';
import { idWords, nameOf } from '../model/object-id.ts';
import type { Change, Plan } from '../model/plan.ts';
import type { Proof } from '../model/proof.ts';
import type { NotModelled } from '../model/schema.ts';
import { shellPath } from '../model/shell-word.ts';
import { count, few, list } from '../model/words.ts';
import type { Painter } from './paint.ts';
import { stepShapes } from './steps.ts';
import { wrap } from './text.ts';
import type { TtyOptions } from './tty.ts';

const planVersion = 1;

/** Changes, steps and hazards; docs/diff.md describes the shape. */
export function diffJson({ plan, proof, notModelled, notes }: PlannedDifference): string {
  const changes = plan.changes.map((change) => ({
    kind: change.kind,
    id: change.id,
    before: change.kind === 'create' ? null : change.before.definition,
    after: change.kind === 'drop' ? null : change.after.definition,
  }));
  const { renameOffers } = plan;
  const steps = stepShapes(plan.steps);
  const equal = steps.length === 0;
  return `${JSON.stringify({ version: planVersion, equal, proven: proof !== undefined || equal, changes, steps, renameOffers, proof: proof ?? null, notModelled, notes }, null, 2)}\n`;
}

const signs = { create: '+', drop: '-', alter: '~' } as const;

/** What changes, below the object that it belongs to. */
export function diffSummary(plan: Plan, { paint, width }: TtyOptions): string {
  if (plan.steps.length === 0) return 'No difference.\n';
  const colour = { create: paint.good, drop: paint.bad, alter: paint.warn };
  const lines = plan.steps
    .filter(({ verb }) => verb === 'rename')
    .map(({ sql }) => `  ${paint.warn(`~ ${sql}`)}`);
  for (const [whole, changes] of [...groupBy(plan.changes, wholeOf)].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const own = changes.find(({ id }) => id === whole);
    const title = idWords(whole as Change['id']);
    lines.push(
      own === undefined
        ? `  ${paint.strong(title)}`
        : `  ${colour[own.kind](`${signs[own.kind]} ${title}`)}${what(own)}`,
    );
    for (const change of changes) {
      if (change === own || (own !== undefined && own.kind === change.kind && own.kind !== 'alter')) continue;
      lines.push(
        `      ${colour[change.kind](`${signs[change.kind]} ${idWords(change.id)}`)}${what(change)}`,
      );
    }
  }
  const hazards = planHazardLines(plan);
  if (hazards.length > 0) lines.push('', ...hazards.map((hazard) => wrap(paint.warn(`! ${hazard}`), width)));
  return `${lines.join('\n')}\n\n${count(plan.changes.length, 'difference')}, ${count(plan.steps.length, 'statement')}.\n`;
}

/** Every hazard once: `destroys data: All rows of public.t are lost.` */
export function planHazardLines({ steps }: Pick<Plan, 'steps'>): readonly string[] {
  const all = steps.flatMap(({ hazards }) =>
    hazards.map(({ kind, message }) => `${kind.replaceAll('-', ' ')}: ${message}`),
  );
  return [...new Set(all)];
}

function what(change: Change): string {
  return change.kind === 'alter' ? `  (${change.properties.join(', ')})` : '';
}

/** The outermost object that a change is part of. */
function wholeOf(change: Change): string {
  const fact = change.kind === 'create' ? change.after : change.before;
  return fact.parent ?? fact.id;
}

/** What was proven and what was not, for people: printed to standard error, while the SQL goes to standard output. */
export function diffNotes(
  { plan, proof, notModelled, notes }: PlannedDifference,
  { paint, width }: TtyOptions,
): string {
  const lines: string[] = [];
  if (plan.steps.length === 0) lines.push('No difference.');
  else if (proof === undefined) lines.push(paint.warn('Not proven: the plan was not run.'));
  else lines.push(...proofLines(proof, paint));
  lines.push(...renameLines(plan));
  lines.push(...incompleteLines(notModelled, notes, paint));
  return `${lines.map((line) => wrap(line, width)).join('\n')}\n`;
}

/** What may only have a new name, with the option that tells it, a line each. */
export function renameLines({ renameOffers }: Plan): readonly string[] {
  return renameOffers.map(({ from, to, because }) => {
    const told = `${nameOf(from)}=${nameOf(to)}`;
    return `Renamed? ${nameOf(from)} and ${nameOf(to)} look alike (${because}): --rename ${shellPath(told)}`;
  });
}

/** What a proof has shown, a line each. */
export function proofLines(proof: Proof, paint: Painter): readonly string[] {
  const rows = proof.survived.length > 0 ? `; rows of ${count(proof.survived.length, 'table')} survived` : '';
  const lines = [`${paint.good('✓')} proven on a clone: it arrives, and a second plan is empty${rows}.`];
  if (proof.destroyed.length > 0) lines.push(paint.bad(`It destroys ${list(proof.destroyed)}.`));
  for (const stop of proof.stops) lines.push(paint.warn(`Rows may stop it, as sample rows did: ${stop}.`));
  if (proof.withoutRows.length > 0) lines.push(`Not checked with rows: ${fewOf(proof.withoutRows)}.`);
  return lines;
}

/** What was left out of the comparison, or of the plan. */
export function incompleteLines(
  notModelled: readonly NotModelled[],
  notes: readonly string[],
  paint: Painter,
): readonly string[] {
  const byType = new Map<string, Set<string>>();
  for (const { type, identity } of notModelled)
    byType.set(type, (byType.get(type) ?? new Set()).add(identity));
  const unknown = [...byType].map(([type, names]) => `Not covered: ${type} ${fewOf([...names])}.`);
  return [...notes.map((note) => `${note}.`), ...unknown].map((line) => paint.warn(line));
}

function fewOf(names: readonly string[]): string {
  return names.length > 5 ? few(names, 5) : list(names);
}
