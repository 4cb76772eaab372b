import { diffSchemas } from '../../diff/diff.ts';
import type { Cause } from '../../model/drift.ts';
import { StrataError } from '../../model/errors.ts';
import { isUnread } from '../../model/finding.ts';
import type { LedgerEntry } from '../../model/ledger.ts';
import type { History, Migration } from '../../model/migration.ts';
import type { Schema } from '../../model/schema.ts';
import { few } from '../../model/words.ts';
import type { Rehearsal } from '../../replay/rehearse.ts';
import { appliedText } from '../deploy/edit-effect.ts';
import { rehearsePart } from '../rehearsal/rehearse-part.ts';
import { findDeclared } from '../sources/declared.ts';
import { loadSource } from '../sources/load-source.ts';
import { programWords } from '../sources/programs.ts';
import { parseSource } from '../sources/sources.ts';
import type { DifferingObject } from './objects.ts';
import type { Touch } from './origin.ts';
import { lastTouch } from './origin.ts';
import { areAlike, ranPrograms, type Sides } from './sides.ts';

/** What a cause is looked for by. */
type Different = Pick<DifferingObject, 'kind' | 'id' | 'ids' | 'touch'>;

/** What is known besides the two sides: each may explain a difference. */
export interface Witnesses {
  /** What the open migrations would make, where there are any. */
  readonly later:
    | { readonly rehearsal: Rehearsal; readonly schema: Schema; readonly migrations: readonly Migration[] }
    | undefined;
  readonly declared: { readonly schema: Schema; readonly shown: string } | undefined;
  /** What the applied migrations made before their files were edited. */
  readonly unedited: Schema | undefined;
  /**
   * The earlier state that the database is in: its last migration, and the applied ones that are missing. Undefined where it is
   * in none.
   */
  readonly backup: { readonly last: string | undefined; readonly lost: readonly string[] } | undefined;
  readonly notes: readonly string[];
}

/** Gathers the witnesses that the differences call for. */
export async function gatherWitnesses(sides: Sides, objects: readonly Different[]): Promise<Witnesses> {
  if (objects.length === 0)
    return { later: undefined, declared: undefined, unedited: undefined, backup: undefined, notes: [] };
  const { declared, notes } = await declaredOf(sides);
  return {
    later: await laterOf(sides),
    declared,
    unedited: await uneditedOf(sides),
    backup: await backupOf(sides, objects),
    notes,
  };
}

async function laterOf({ history, applied, open, settings, asCompared }: Sides): Promise<Witnesses['later']> {
  if (open.length === 0) return undefined;
  const migrations = [...applied, ...open];
  const rehearsal = await rehearsePart(history, migrations, settings);
  return { rehearsal, schema: asCompared(await rehearsal.schema()), migrations };
}

/** A declared schema that does not load explains nothing. */
async function declaredOf({
  root,
  settings,
  load,
  expected,
  asCompared,
}: Sides): Promise<Pick<Witnesses, 'declared' | 'notes'>> {
  const place = findDeclared(root, settings);
  if (place === undefined) return { declared: undefined, notes: [] };
  const shown = place.source.replace(/^declared:/, '').replace(`${root.dir}/`, '');
  try {
    const source = await parseSource(place.source, root.dir);
    await using loaded = await loadSource(source, { ...load, cwd: root.dir }, expected);
    return { declared: { schema: asCompared(loaded.schema), shown }, notes: [] };
  } catch (error) {
    if (!(error instanceof StrataError) || error.code === 'internal') throw error;
    return { declared: undefined, notes: [`${shown} was not asked for causes: ${error.message}`] };
  }
}

async function uneditedOf({
  history,
  state,
  applied,
  settings,
  asCompared,
}: Sides): Promise<Schema | undefined> {
  const edited = state.entries.filter(({ text, state: is }) => text === 'edited' && is === 'applied');
  if (edited.length === 0) return undefined;
  const old = new Map<Migration, Migration>();
  for (const entry of edited) {
    if (entry.migration === undefined) continue;
    const text = await appliedText(history, state.ledger, entry, entry.migration);
    if (text !== undefined) old.set(entry.migration, text);
  }
  if (old.size === 0) return undefined;
  const texts = applied.map((one) => old.get(one) ?? one);
  return asCompared(await (await rehearsePart(history, texts, settings)).schema());
}

/**
 * Looks for the earlier state that the database is exactly in, as after restoring a backup. One migration less may have other
 * reasons.
 */
async function backupOf(
  { history, applied, settings, live, rebuilt, asCompared }: Sides,
  objects: readonly Different[],
): Promise<Witnesses['backup']> {
  if (objects.some(({ kind, touch }) => kind === 'extra' || touch === undefined)) return undefined;
  const first = Math.min(...objects.map(({ touch }) => touch?.index ?? 0));
  const lost = applied.slice(first).map(({ name }) => name);
  if (lost.length < 2) return undefined;
  const earlier = applied.slice(0, first);
  const schema = asCompared(await (await rehearsePart(history, earlier, settings)).schema());
  const left = diffSchemas(schema, live).filter(({ id }) => rebuilt.compared.has(id));
  return left.length === 0 ? { last: earlier.at(-1)?.name, lost } : undefined;
}

/** Why an object differs, as far as the witnesses can tell. */
export function causeOf(object: Different, sides: Sides, witnesses: Witnesses): Cause {
  return (
    pendingCause(object, sides, witnesses) ??
    lineEndsCause(object, sides) ??
    editedCause(object, sides, witnesses) ??
    backupCause(witnesses) ??
    recordedCause(object, sides) ??
    pushedCause(object, sides, witnesses) ??
    unknownCause(object, sides) ??
    handCause(object)
  );
}

function pendingCause({ ids }: Different, { live }: Sides, { later }: Witnesses): Cause | undefined {
  if (later === undefined || !areAlike(ids, later.schema, live)) return undefined;
  const fact = ids.map((id) => later.schema.facts.get(id)).find((one) => one !== undefined);
  const touch = fact && lastTouch(later, later.rehearsal.trace, fact);
  const migration = touch?.migration;
  return {
    kind: 'pending',
    sentence: `It is what the pending ${migration ?? 'migrations'} would make: the change reached the database without being recorded.`,
    migration,
  };
}

/** Git may write a file's line ends anew, which ledgers take for the same text. */
function lineEndsCause({ kind, ids, touch }: Different, { expected, live }: Sides): Cause | undefined {
  const words = (schema: Schema) =>
    JSON.stringify(ids.map((id) => schema.facts.get(id)?.definition ?? null)).replaceAll('\\r\\n', '\\n');
  if (kind !== 'different' || words(expected) !== words(live)) return undefined;
  return {
    kind: 'edited',
    sentence: `Only its line ends differ: ${touch?.migration ?? 'its migration'} was applied with other ones than its file has now.`,
    migration: touch?.migration,
  };
}

function editedCause(
  { ids, touch }: Different,
  { live, state }: Sides,
  { unedited }: Witnesses,
): Cause | undefined {
  if (unedited === undefined || !areAlike(ids, unedited, live)) return undefined;
  const edited = state.entries.filter(({ text }) => text === 'edited').map(({ name }) => name);
  const migration =
    edited.find((name) => name === touch?.migration) ?? (edited.length === 1 ? edited[0] : undefined);
  return {
    kind: 'edited',
    sentence: `${migration ?? 'A migration'} was edited after it was applied: the database has what it said before.`,
    migration,
  };
}

function backupCause({ backup }: Witnesses): Cause | undefined {
  if (backup === undefined) return undefined;
  const state = backup.last === undefined ? 'before the first migration' : `after ${backup.last}`;
  return {
    kind: 'old-backup',
    sentence: `The whole database is as it was ${state}: an older backup was restored, and the ledger was not.`,
    migration: backup.lost[0],
  };
}

function recordedCause({ touch, kind }: Different, { state }: Sides): Cause | undefined {
  const entry = entryOf(touch, state.entries);
  if (entry?.isOnlyRecorded !== true || kind === 'extra') return undefined;
  return {
    kind: 'recorded',
    sentence: `${entry.name} was marked as applied and never run: what the database has came some other way.`,
    migration: entry.name,
  };
}

function pushedCause(
  { ids, kind, id }: Different,
  { live, state }: Sides,
  { declared }: Witnesses,
): Cause | undefined {
  if (declared === undefined) return undefined;
  const isDeclared = areAlike(ids, declared.schema, live);
  const isNear = kind === 'extra' && declared.schema.facts.has(id);
  if (!isDeclared && !isNear) return undefined;
  const recorded = state.entries.filter(({ isOnlyRecorded }) => isOnlyRecorded).map(({ name }) => name);
  const besides = recorded.length === 0 ? '' : ` (only recorded: ${recorded.join(', ')})`;
  return {
    kind: 'pushed',
    sentence: `${pushedWords(kind, declared.shown, isDeclared)}${besides}.`,
    migration: undefined,
  };
}

function pushedWords(kind: Different['kind'], shown: string, isDeclared: boolean): string {
  switch (kind) {
    case 'missing':
      return `${shown} does not declare it any more, and no migration drops it: a push did, with all that it held`;
    case 'different':
      return `It is as ${shown} declares it, and no applied migration says so: it was pushed without one`;
    case 'extra':
      return `${shown} declares it${isDeclared ? '' : ' in other words'}, and no applied migration makes it: it was pushed without one`;
  }
}

/** What has run, and nobody can rehearse: migrations that the folder lacks or that cannot be read, and programs. */
function unknownCause({ kind }: Different, { state, history, applied }: Sides): Cause | undefined {
  if (kind === 'missing') return undefined;
  const lost = state.entries
    .filter(({ migration, appliedText }) => migration === undefined && appliedText === undefined)
    .map(({ name }) => name);
  const unread = applied.map(({ name }) => name).filter((name) => isUnreadIn(history, name));
  const programs = ranPrograms(history, state);
  const names = [...lost, ...unread, ...programs.map(({ name }) => name)];
  if (names.length === 0) return undefined;
  const known = [
    ...(lost.length === 0
      ? []
      : [`The ledger has migrations that this folder does not hold (${few(lost, 3)})`]),
    ...(unread.length === 0 ? [] : [`${few(unread, 3)} cannot be read`]),
    ...(programs.length === 0 ? [] : [programWords(programs)]),
  ];
  const who = names.length === 1 && lost.length === 0 ? 'it' : 'one of them';
  return {
    kind: 'unknown-migration',
    sentence: `${known.join('; ')}: ${who} may have made it so.`,
    migration: names.length === 1 ? names[0] : undefined,
  };
}

function isUnreadIn({ findings }: History, name: string): boolean {
  return findings.some((finding) => finding.migration === name && isUnread(finding));
}

function handCause({ kind, touch }: Different): Cause {
  if (kind === 'missing') {
    const who = touch === undefined ? 'an applied migration' : touch.migration;
    return {
      kind: 'dropped',
      sentence: `The ledger says that ${who} was applied: somebody dropped this afterwards.`,
      migration: touch?.migration,
    };
  }
  return {
    kind: 'by-hand',
    sentence:
      kind === 'extra'
        ? 'No migration and no declared schema knows of it: it was made by hand, or by another program.'
        : 'No migration and no declared schema says this: it was changed by hand, or by another program.',
    migration: undefined,
  };
}

function entryOf(touch: Touch | undefined, entries: readonly LedgerEntry[]): LedgerEntry | undefined {
  return touch === undefined ? undefined : entries.find(({ name }) => name === touch.migration);
}
