import { kindOf, nameOf } from '../model/object-id.ts';
import type { Change, Plan, Step } from '../model/plan.ts';
import type { NotModelled } from '../model/schema.ts';
import type { Painter } from './paint.ts';
import type { TtyOptions } from './tty.ts';
import { count, list, wrap } from './words.ts';

/** What `strata diff` found, as far as a report needs it. */
export interface ReportedDifference {
  readonly plan: Plan;
  readonly proof:
    | {
        readonly survived: readonly string[];
        readonly destroyed: readonly string[];
        readonly withoutRows: readonly string[];
      }
    | undefined;
  readonly notModelled: readonly NotModelled[];
}

/** Runnable SQL: a statement a paragraph, hazards as comments before it. Nothing at all where nothing differs. */
export function planSql(plan: Plan): string {
  return plan.steps.map((step) => `${stepComments(step)}${step.sql};\n`).join('\n');
}

function stepComments({ hazards, transaction }: Step): string {
  const lines = hazards.map(({ kind, message }) => `${kind.replaceAll('-', ' ')}: ${message}`);
  if (transaction === 'alone') lines.push('runs outside a transaction');
  return lines.map((line) => `${wrap(line, 110, '-- ')}\n`).join('');
}

export const planVersion = 1;

/** Changes, steps and hazards; docs/json.md describes the shape. */
export function planJson({ plan, proof, notModelled }: ReportedDifference): string {
  const changes = plan.changes.map((change) => ({
    kind: change.kind,
    id: change.id,
    before: change.kind === 'create' ? null : change.before.definition,
    after: change.kind === 'drop' ? null : change.after.definition,
  }));
  const { steps, renameOffers } = plan;
  const proven = proof !== undefined || steps.length === 0;
  return `${JSON.stringify({ version: planVersion, equal: plan.changes.length === 0, proven, changes, steps, renameOffers, proof: proof ?? null, notModelled }, null, 2)}\n`;
}

const signs = { create: '+', drop: '-', alter: '~' } as const;

/** What changes, below the object that it belongs to. */
export function planSummary(plan: Plan, { paint, width }: TtyOptions): string {
  if (plan.changes.length === 0) return 'No difference.\n';
  const colour = { create: paint.good, drop: paint.bad, alter: paint.warn };
  const wholes = new Map<string, Change[]>();
  for (const change of plan.changes) {
    const whole = wholeOf(change);
    wholes.set(whole, [...(wholes.get(whole) ?? []), change]);
  }
  const lines: string[] = [];
  for (const [whole, changes] of [...wholes].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const own = changes.find(({ id }) => id === whole);
    const title = `${kindOf(whole as Change['id']).replaceAll('-', ' ')} ${nameOf(whole as Change['id'])}`;
    lines.push(
      own === undefined
        ? `  ${paint.strong(title)}`
        : colour[own.kind](`${signs[own.kind]} ${title}`) + what(own),
    );
    for (const change of changes) {
      if (change === own || (own !== undefined && own.kind === change.kind && own.kind !== 'alter')) continue;
      lines.push(
        `    ${colour[change.kind](`${signs[change.kind]} ${kindOf(change.id).replaceAll('-', ' ')} ${nameOf(change.id)}`)}${what(change)}`,
      );
    }
  }
  const hazards = plan.steps.flatMap((step) =>
    step.hazards.map(({ kind, message }) => `${kind.replaceAll('-', ' ')}: ${message}`),
  );
  if (hazards.length > 0) lines.push('', ...hazards.map((hazard) => wrap(paint.warn(`! ${hazard}`), width)));
  return `${lines.join('\n')}\n\n${count(plan.changes.length, 'difference')}, ${count(plan.steps.length, 'statement')}.\n`;
}

function what(change: Change): string {
  return change.kind === 'alter' ? `  (${change.properties.join(', ')})` : '';
}

/** The outermost object that a change is part of. */
function wholeOf(change: Change): string {
  const fact = change.kind === 'create' ? change.after : change.before;
  return fact.parent ?? fact.id;
}

/** What was proven and what was not, for people: it goes to standard error, beside the SQL. */
export function proofWords({ plan, proof, notModelled }: ReportedDifference, paint: Painter): string {
  const lines: string[] = [];
  if (plan.steps.length === 0) lines.push('No difference.');
  else if (proof === undefined) lines.push(paint.warn('Not proven: the plan was not run.'));
  else {
    const rows =
      proof.survived.length > 0 ? `; rows of ${count(proof.survived.length, 'table')} survived` : '';
    lines.push(`${paint.good('✓')} proven on a clone: it arrives, and a second plan is empty${rows}.`);
    if (proof.destroyed.length > 0) lines.push(paint.bad(`Rows are destroyed: ${list(proof.destroyed)}.`));
    if (proof.withoutRows.length > 0) lines.push(`Not checked with rows: ${list(proof.withoutRows)}.`);
  }
  for (const { from, to, because } of plan.renameOffers) {
    lines.push(
      `Renamed? ${nameOf(from)} and ${nameOf(to)} look alike (${because}): --rename ${nameOf(from)}=${nameOf(to)}`,
    );
  }
  for (const { type, identity } of notModelled) lines.push(paint.warn(`Not compared: ${type} ${identity}.`));
  return `${lines.join('\n')}\n`;
}
