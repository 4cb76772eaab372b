import type { Drift, DriftedObject } from '../model/drift.ts';
import type { LiveCommand } from '../model/live-project.ts';
import { idWords, titleOf } from '../model/object-id.ts';
import type { Definition, Property } from '../model/schema.ts';
import { shellPath } from '../model/shell-word.ts';
import { without } from '../model/without.ts';
import { count, list } from '../model/words.ts';
import { joined } from './place.ts';
import { wrap } from './text.ts';
import type { TtyOptions } from './tty.ts';

const driftVersion = 1;

/** docs/drift.md describes the shape. */
export function driftJson(drift: Drift): string {
  const { kind, schema, table, exists } = drift.ledger;
  const shaped = {
    version: driftVersion,
    ...drift,
    ledger: { kind, schema, table, exists },
    objects: drift.objects.map(objectJson),
    ignored: drift.ignored.map(({ object, because, until }) => ({
      ...objectJson(object),
      because,
      until: until ?? null,
    })),
    underWay:
      drift.underWay === undefined ? null : { ...drift.underWay, deployer: drift.underWay.deployer ?? null },
  };
  return `${JSON.stringify(shaped, null, 2)}\n`;
}

function objectJson({ history, live, cause, origin, ...rest }: DriftedObject) {
  return {
    ...rest,
    history: history ?? null,
    live: live ?? null,
    cause: { ...cause, migration: cause.migration ?? null },
    origin: origin === undefined ? null : { ...origin, appliedAt: origin.appliedAt ?? null },
  };
}

/** What differs, why, and the command that settles it. */
export function driftReport(drift: Drift, { paint, width }: TtyOptions, command: LiveCommand): string {
  const { ledger, applied } = drift;
  const where = joined(drift.dir, drift.folder);
  const lines = [
    `${paint.strong(where)} on ${drift.shownUrl} ${paint.dim(`PostgreSQL ${drift.serverVersion}, ${count(applied, 'migration')} applied (${ledger.schema}.${ledger.table})`)}`,
  ];
  for (const object of drift.objects) lines.push('', ...objectLines(object, { paint, width }));
  lines.push(...underWayLines(drift, { paint, width }, command));
  if (drift.ignored.length > 0) {
    lines.push('', `  ${paint.dim('ignored by the configuration')}`);
    for (const { object, because, until } of drift.ignored)
      lines.push(`    ${titleOf(object)} (${because}${until === undefined ? '' : `, until ${until}`})`);
  }
  for (const note of drift.notes) lines.push('', paint.warn(wrap(`! ${note}.`, width - 2, '  ')));
  lines.push('', sumLine(drift, { paint, width }));
  if (!drift.ok) lines.push(...mendLines(drift, command));
  return `${lines.join('\n')}\n`;
}

const signs = { missing: '-', extra: '+', different: '~' } as const;

function objectLines(object: DriftedObject, { paint, width }: TtyOptions): readonly string[] {
  const colour = { missing: paint.bad, extra: paint.warn, different: paint.warn }[object.kind];
  const inside = (text: string) => wrap(text, width - 6, '      ');
  const { origin } = object;
  const lines = [`  ${colour(`${signs[object.kind]} ${titleOf(object)}`)} ${differenceWords(object)}`];
  if (origin !== undefined) {
    const at = origin.appliedAt === undefined ? '' : `, applied ${origin.appliedAt}`;
    const verb = object.kind === 'missing' ? 'made by' : 'last changed by';
    lines.push(inside(paint.dim(`${verb} ${origin.migration} (${origin.file}:${origin.line}${at})`)));
  }
  lines.push(...definitionLines(object).map(inside));
  lines.push(inside(object.cause.sentence));
  return lines;
}

function differenceWords({ kind, aspects }: DriftedObject): string {
  if (kind === 'missing') return 'is missing';
  if (kind === 'extra') return 'is there, and no applied migration makes it';
  return aspects.length === 0 ? 'differs' : `differs in ${list(aspects)}`;
}

/** Both definitions where they are short; of long ones the lines that differ. */
function definitionLines({ kind, history, live }: DriftedObject): readonly string[] {
  if (kind !== 'different' || history === undefined || live === undefined) return [];
  const names = [...new Set([...Object.keys(history), ...Object.keys(live)])].sort();
  return names
    .filter((name) => JSON.stringify(history[name]) !== JSON.stringify(live[name]))
    .flatMap((name) => propertyLines(name, history, live));
}

function propertyLines(name: string, history: Definition, live: Definition): readonly string[] {
  const [made, there] = [linesOf(history[name]), linesOf(live[name])];
  const isSwitch = typeof history[name] === 'boolean' || typeof live[name] === 'boolean';
  if (isSwitch)
    return [eitherLine(name, history[name] === true ? 'yes' : 'no', live[name] === true ? 'yes' : 'no')];
  if (made.length <= 1 && there.length <= 1)
    return [eitherLine(name, made[0] ?? 'nothing', there[0] ?? 'nothing')];
  const [gone, added] = [without(made, there), without(there, made)];
  if (gone.length > 0 || added.length > 0)
    return [
      `${propertyWords(name)}:`,
      ...sideLines('migrations  ', gone),
      ...sideLines('database    ', added),
    ];
  return made.length <= mostInOrder && Array.isArray(history[name])
    ? [eitherLine(name, made.join(', '), there.join(', '))]
    : [`${propertyWords(name)}: the same lines in another order`];
}

/** How many entries of a list are shown whose order alone differs. */
const mostInOrder = 12;

function eitherLine(name: string, made: string, there: string): string {
  return `${propertyWords(name)}: ${made} in the migrations, ${there} in the database`;
}

const mostLines = 4;

function sideLines(side: string, lines: readonly string[]): readonly string[] {
  const more = lines.length - mostLines;
  const shown = lines.slice(0, mostLines).map((line) => `${side}${line.trim()}`);
  return more > 0 ? [...shown, `${side}and ${more} more`] : shown;
}

/** `notNull` as `not null`. */
function propertyWords(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}

function linesOf(value: Property | undefined): readonly string[] {
  if (value === undefined) return [];
  if (Array.isArray(value)) return value as readonly string[];
  return String(value).split('\n');
}

function underWayLines(
  { underWay }: Drift,
  { paint, width }: TtyOptions,
  command: LiveCommand,
): readonly string[] {
  if (underWay === undefined) return [];
  const { deployer, migrations, objects } = underWay;
  const parts = [
    ...(deployer === undefined ? [] : [`A deploy is under way (${deployer}): look again when it has ended.`]),
    ...(migrations.length === 0
      ? []
      : [`${list(migrations)} was begun and is not finished: ${command('status')} tells how far it came.`]),
    ...(objects.length === 0 ? [] : [`No drift, but part of that: ${list(objects.map(idWords))}.`]),
  ];
  return ['', ...parts.map((part) => paint.warn(wrap(part, width - 2, '  ')))];
}

function sumLine({ ok, objects, ignored, underWay }: Drift, { paint }: TtyOptions): string {
  if (ok) {
    const besides = ignored.length > 0 ? `, but for ${count(ignored.length, 'object')} that may` : '';
    return underWay === undefined
      ? `${paint.good('✓')} nothing differs from what was applied${besides}.`
      : `${paint.good('✓')} nothing differs from what was applied but what is under way${besides}.`;
  }
  const number = (kind: DriftedObject['kind']) => objects.filter((one) => one.kind === kind).length;
  return `${count(objects.length, 'object')} drifted: ${number('missing')} missing, ${number('extra')} extra, ${number('different')} different.`;
}

/** The option takes one migration each time. */
function recordWords(migrations: readonly string[]): string {
  return [...migrations]
    .sort()
    .map((migration) => `--record ${shellPath(migration)}`)
    .join(' ');
}

/** The commands that fit what was found. */
function mendLines({ objects }: Drift, command: LiveCommand): readonly string[] {
  const pending = [
    ...new Set(
      objects.flatMap(({ cause }) =>
        cause.kind === 'pending' && cause.migration !== undefined ? [cause.migration] : [],
      ),
    ),
  ];
  return [
    ...(pending.length === 0
      ? []
      : [`To record what is there already, once proven: ${command('repair', recordWords(pending))}`]),
    `To bring the database back to its history:     ${command('repair', '--revert')}`,
    `To make the history say what the database has: ${command('repair', '--adopt')}`,
    "One object only: add --object 'NAME'. Nothing changes before --apply.",
  ];
}
