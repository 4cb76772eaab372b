import type { Drift, DriftedObject } from '../../model/drift.ts';
import type { Finding, Severity } from '../../model/finding.ts';
import type { Hint } from '../../model/hint.ts';
import type { LiveCommand } from '../../model/live-project.ts';
import type { Migration } from '../../model/migration.ts';
import { idWords, type ObjectId, objectId, titleOf } from '../../model/object-id.ts';
import type { FactKind } from '../../model/schema.ts';
import { shellPath, shellWord } from '../../model/shell-word.ts';
import { frameAt, indexLines, withoutIncluded } from '../../sql/locate.ts';
import type { Sides } from '../drift/sides.ts';
import type { ObjectWords } from './object-words.ts';

/** How both sides put an object into words. */
export interface LiveWords {
  readonly history: ObjectWords;
  readonly live: ObjectWords;
}

const rules = {
  missing: 'live-missing',
  extra: 'live-extra',
  different: 'live-difference',
} as const satisfies Record<DriftedObject['kind'], string>;

/**
 * A finding for each object of a live database that is not as the applied migrations made it, with the commands that settle it.
 * Where an applied migration does not replay, its effect is not known, so no finding is more than a warning.
 */
export function driftFindings(
  { objects }: Drift,
  words: LiveWords,
  sides: Pick<Sides, 'history' | 'rehearsal'>,
  command: LiveCommand,
): readonly Finding[] {
  const isSure = sides.rehearsal.trace.migrations.every(({ outcome }) => outcome === 'applied');
  return objects.map((object) => ({
    rule: rules[object.kind],
    severity: severityOf(object, isSure),
    message: messageOf(object),
    notes: notesOf(object, words),
    hint: hintOf(object, command),
    object: leadOf(object),
    ...placeOf(object, sides.history.migrations),
  }));
}

/** Kinds whose absence breaks no code. */
const minor: ReadonlySet<FactKind> = new Set(['comment', 'security-label', 'statistics']);
/** Kinds that say who may do what: a difference may break code, or nobody may notice it. */
const rights: ReadonlySet<FactKind> = new Set([
  'acl',
  'default-privileges',
  'role-setting',
  'publication-table',
]);

function severityOf({ kind, what, cause }: DriftedObject, isSure: boolean): Severity {
  if (minor.has(what)) return 'info';
  if (kind === 'extra' || rights.has(what) || cause.kind === 'pending') return 'warning';
  return isSure ? 'error' : 'warning';
}

/** The id of the object itself, of which its other ids are parts. */
export function leadOf({ what, name }: Pick<DriftedObject, 'what' | 'name'>): ObjectId {
  return objectId(what, name);
}

function messageOf(object: DriftedObject): string {
  const title = spokenOf(object);
  const named = `${title[0]?.toUpperCase()}${title.slice(1)}`;
  switch (object.kind) {
    case 'missing':
      return `${named} is missing in the live database, though its migration is applied.`;
    case 'extra':
      return `${named} is in the live database, and no applied migration makes it.`;
    case 'different':
      return object.aspects.length === 0
        ? `${named} in the live database is not what the applied migrations make.`
        : `${named} in the live database differs from the applied migrations in ${object.aspects.join(', ')}.`;
  }
}

const remarks: Partial<Readonly<Record<FactKind, string>>> = {
  acl: 'what is granted',
  comment: 'the comment',
};

/** The object as a sentence names it: privileges and comments by the object that they are on. */
function spokenOf(object: DriftedObject): string {
  const word = remarks[object.what];
  return word === undefined ? titleOf(object) : `${word} on ${idWords(object.name as ObjectId)}`;
}

function notesOf(object: DriftedObject, { history, live }: LiveWords): readonly string[] {
  const { ids, cause, origin } = object;
  const lead = leadOf(object);
  const [made, there] = [history(lead, ids), live(lead, ids)];
  const notes = object.kind === 'different' ? sidesNotes(made, there) : [];
  notes.push(cause.sentence);
  if (origin !== undefined && !cause.sentence.includes(origin.migration)) {
    const when = origin.appliedAt === undefined ? '' : `, applied ${origin.appliedAt}`;
    notes.push(`Last touched in ${origin.migration}, line ${origin.line}${when}.`);
  }
  return notes;
}

const mostLines = 4;
const longestWords = 300;

/** Both definitions where they are short; of long ones the lines that only one of them has. */
function sidesNotes(made = 'nothing', there = 'nothing'): string[] {
  if (made === there) return [];
  if (!`${made}${there}`.includes('\n') && made.length + there.length < longestWords)
    return [`The migrations: ${made}`, `The live database: ${there}`];
  const [ours, theirs] = [made.split('\n'), there.split('\n')];
  const only = (lines: readonly string[], others: readonly string[]) =>
    lines.filter((line) => !others.includes(line)).slice(0, mostLines);
  return [
    ...only(ours, theirs).map((line) => `Only in the migrations: ${line.trim()}`),
    ...only(theirs, ours).map((line) => `Only in the live database: ${line.trim()}`),
  ];
}

function hintOf(object: DriftedObject, command: LiveCommand): Hint {
  const { cause, kind } = object;
  if (cause.kind === 'pending' && cause.migration !== undefined)
    return [
      'Write down what is there already, once proven:',
      { code: command('repair', `--record ${shellPath(cause.migration)}`) },
    ];
  const only = `--object ${shellWord(titleOf(object))}`;
  const [revert, adopt] = [command('repair', `--revert ${only}`), command('repair', `--adopt ${only}`)];
  return kind === 'extra'
    ? [
        'Let a new migration say what the database has:',
        { code: adopt },
        'Or take it out of the database:',
        { code: revert },
      ]
    : [
        'Bring the database back to its migrations:',
        { code: revert },
        'Or let a new migration say what the database has:',
        { code: adopt },
      ];
}

function placeOf({ origin }: DriftedObject, migrations: readonly Migration[]): Partial<Finding> {
  const migration = migrations.find(({ name }) => name === origin?.migration);
  if (origin === undefined || migration === undefined) return {};
  const [{ file, text, firstLine }] = withoutIncluded(migration.up, 0);
  const lines = indexLines(text);
  const number = origin.line - firstLine;
  const start = lines.starts[number];
  if (start === undefined) return { migration: migration.name };
  const line = text.slice(start, lines.starts[number + 1] ?? text.length).trimEnd();
  const indent = line.length - line.trimStart().length;
  return {
    where: { file, line: origin.line, column: indent + 1 },
    migration: migration.name,
    frame: frameAt(lines, start + indent, line.length - indent, firstLine),
  };
}
