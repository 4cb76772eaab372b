import type { DriftedObject } from '../model/drift.ts';
import type { LiveCommand } from '../model/live-project.ts';
import { titleOf } from '../model/object-id.ts';
import type { Repair } from '../model/repair.ts';
import { count, list } from '../model/words.ts';
import { allowOptions, hazardLines, hazardShape } from './deploy.ts';
import { proofLines } from './diff.ts';
import { stepShapes } from './steps.ts';
import { wrap } from './text.ts';
import type { TtyOptions } from './tty.ts';

const repairVersion = 1;

/** docs/drift.md describes the shape. */
export function repairJson(repair: Repair): string {
  const { plan, objects, effect, hazards, outcome, proof, ...rest } = repair;
  const shaped = {
    version: repairVersion,
    ...rest,
    steps: stepShapes(rest.steps),
    plan: plan ?? null,
    objects: objects.map(({ id, kind, ids, cause }) => ({ id, kind, ids, cause: cause.kind })),
    proof: proof ?? null,
    effect: effect ?? null,
    hazards: hazards.map(hazardShape),
    applied: outcome !== undefined && outcome.failure === undefined,
    failure:
      outcome?.failure === undefined
        ? null
        : { ...outcome.failure, blockers: outcome.failure.blockers ?? null },
    left: outcome?.left ?? [],
  };
  return `${JSON.stringify(shaped, null, 2)}\n`;
}

/** What would be done or was done, what is proven of it, and what to say next. */
export function repairReport(repair: Repair, options: TtyOptions, command: LiveCommand): string {
  const { paint, width } = options;
  const lines = repair.notes.map((note) => paint.warn(wrap(`! ${note}.`, width)));
  if (repair.plan === undefined)
    return `${[...lines, `There is nothing to settle on ${repair.shownUrl}.`].join('\n')}\n`;
  if (repair.outcome !== undefined) lines.push(...outcomeLines(repair, repair.outcome, options, command));
  else lines.push(...planLines(repair, options, command));
  return `${lines.join('\n')}\n`;
}

function planLines(repair: Repair, options: TtyOptions, command: LiveCommand): readonly string[] {
  const { paint, width } = options;
  const { kind, objects, sql, proof, files, downs, hazards, effect, plan, ok } = repair;
  const lines: string[] = [];
  if (objects.length > 0) lines.push(`${paint.strong(titles[kind])} ${list(objects.map(titleOf))}`, '');
  if (kind === 'revert') lines.push(sql.trimEnd(), '');
  for (const { file, text } of files) lines.push(paint.strong(`-- ${file}`), text.trimEnd(), '');
  if (effect !== undefined) lines.push(...effectLines(repair, effect, options));
  for (const hazard of hazards.filter(({ isRefused, kind: what }) => isRefused || what === 'destroys-data'))
    lines.push(...hazardLines(hazard, options));
  if (proof !== undefined) lines.push(...proofLines(proof, paint).map((line) => wrap(line, width)));
  if (downs.length > 0)
    lines.push(`${paint.good('✓')} ${count(downs.length, 'migration')} proven up, down and up again.`);
  lines.push(
    '',
    ok ? `Nothing has been changed. To do exactly this, add --apply ${plan}` : refusal(repair, command),
  );
  return lines;
}

const titles = {
  revert: 'Back to what the migrations make:',
  adopt: 'Taken over into the migrations, as the database has it:',
  record: 'Recorded as applied:',
  baseline: 'A first migration that makes what the database has:',
} as const;

function effectLines(
  { recorded }: Repair,
  { present, absent, dataStatements }: NonNullable<Repair['effect']>,
  { paint, width }: TtyOptions,
): readonly string[] {
  const lines: string[] = [];
  const names = list(recorded);
  if (absent.length === 0)
    lines.push(
      wrap(
        `${paint.good('✓')} what ${names} makes is there, object by object the same (${count(present.length, 'object')} compared).`,
        width,
      ),
    );
  else {
    lines.push(`${paint.bad('✗')} what ${names} makes is not what the database has:`);
    for (const { sentence } of absent) lines.push(wrap(`- ${sentence}`, width - 4, '    '));
    if (present.length > 0) lines.push(`    ${count(present.length, 'object')} of it are there just so.`);
  }
  if (dataStatements.length > 0) {
    lines.push(
      paint.warn(`! It may write rows as well, which no schema shows: ${dataStatements.join(', ')}`),
    );
  }
  return lines;
}

function refusal({ kind, effect, hazards, recorded }: Repair, command: LiveCommand): string {
  if (kind !== 'record')
    return `Refused as it is. If what is foreseen is meant, add ${allowOptions(hazards)}`;
  if (effect !== undefined && effect.absent.length > 0)
    return `Not recorded. Bring the database to it (${command('deploy')}, or ${command('repair', '--revert')} for what is half there), or mend ${list(recorded)}.`;
  return 'Look at those rows; if they are as they should be, say --data-is-there.';
}

function outcomeLines(
  { kind, objects, recorded, files }: Repair,
  { failure, left }: NonNullable<Repair['outcome']>,
  { paint, width }: TtyOptions,
  command: LiveCommand,
): readonly string[] {
  if (failure !== undefined) {
    return [
      `${paint.bad('✗')} ${failure.message} (${failure.code}) at`,
      failure.sql,
      ...(failure.blockers === undefined ? [] : [`It waited for ${failure.blockers}.`]),
      `What stands before it in transactions of its own took effect; ${command('drift')} shows what is left.`,
    ];
  }
  if (left.length > 0)
    return [
      wrap(
        `${paint.bad('✗')} done, but this still differs: ${list(left)}. ${command('drift')} says how.`,
        width,
      ),
    ];
  const wrote = files.map(({ file, isUpdate }) => `${paint.good(isUpdate ? 'changed' : 'wrote')} ${file}`);
  const noted = recorded.length === 0 ? [] : [`${paint.good('✓')} recorded as applied: ${list(recorded)}.`];
  const same =
    kind === 'record' || kind === 'baseline'
      ? []
      : [
          wrap(
            `${paint.good('✓')} read again: ${list(objects.map(titleOf))} ${objects.length === 1 ? 'is' : 'are'} as the migrations say.`,
            width,
          ),
        ];
  return [...wrote, ...noted, ...same];
}

/** What configuration puts up with objects. */
function allowancesOf(objects: readonly DriftedObject[], because: string, until: string | undefined) {
  return objects.map((object) => ({
    object: titleOf(object),
    because,
    ...(until === undefined ? {} : { until }),
  }));
}

/** The lines of configuration that put up with objects; for people to copy. */
export function ignoreLines(...said: Parameters<typeof allowancesOf>): string {
  const entries = allowancesOf(...said).map((allowance) => {
    const pairs = Object.entries(allowance).map(([name, text]) => `${name}: ${JSON.stringify(text)}`);
    return `      { ${pairs.join(', ')} },`;
  });
  return `Add to strata.config.ts:\n\n  drift: {\n    ignore: [\n${entries.join('\n')}\n    ],\n  },\n`;
}

/** The same for programs, as the configuration holds it. */
export function ignoreJson(...said: Parameters<typeof allowancesOf>): string {
  return `${JSON.stringify({ drift: { ignore: allowancesOf(...said) } }, undefined, 2)}\n`;
}
