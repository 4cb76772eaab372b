import { type DeclaredSpot, declaredPlace } from '../../declared/declared-spot.ts';
import type { Disagreement } from '../../declared/disagreement.ts';
import {
  type Chapter,
  type Life,
  lastName,
  lifeWords,
  momentWords,
  type Story,
} from '../../explain/story.ts';
import type { Finding, Severity } from '../../model/finding.ts';
import { changeFirst, type Hint, joinHints } from '../../model/hint.ts';
import type { History } from '../../model/migration.ts';
import { kindWords, nameOf, objectId } from '../../model/object-id.ts';
import type { RenameOffer, Step } from '../../model/plan.ts';
import type { FactKind } from '../../model/schema.ts';
import { shellWord } from '../../model/shell-word.ts';
import { eventTypes, isNamed } from '../../model/trace.ts';
import { bareName, splitIdentifier, splitLast } from '../../postgres/identifier.ts';
import { frameAt, indexLines, locate } from '../../sql/locate.ts';

/** The declared side of a comparison, in its own words. */
export interface DeclaredSide {
  /** Its file or folder, as a person knows it. */
  readonly shown: string;
  /** What it calls the object: `field User.phone`; undefined where it has no word of its own for it. */
  titleOf(disagreement: Disagreement): string | undefined;
  /** Where the declared schema says it, or where it could. */
  spotOf(disagreement: Disagreement): DeclaredSpot | undefined;
  /** How to make the declared schema agree with the history: a sentence, with lines below it. */
  mendOf(disagreement: Disagreement): Hint | undefined;
}

interface Compared {
  readonly disagreements: readonly Disagreement[];
  /** The way from the history to what is declared. */
  readonly steps: readonly Step[];
  /** Pairs of objects that may be one object under two names. */
  readonly offers: readonly RenameOffer[];
}

const rules = {
  missing: 'declared-not-made',
  extra: 'made-not-declared',
  different: 'declared-difference',
  renamed: 'declared-name',
} as const satisfies Record<Disagreement['kind'], string>;

/** Every disagreement as a finding that says whose it is, how it came about, and how to settle it in either direction. */
export function declaredFindings(
  { disagreements, steps, offers }: Compared,
  side: DeclaredSide,
  history: History,
  story: Story,
): readonly Finding[] {
  return disagreements.map((one) => {
    const life = lifeOf(story, one);
    const last = life?.chapters.at(-1);
    const shown = chapterOf(one, life);
    const place = declaredPlace(side.spotOf(one)) ?? migrationPlace(history, shown);
    return {
      rule: rules[one.kind],
      severity: severityOf(one),
      message: messageOf(one, side),
      notes: [...notesOf(one, life, last, side), ...renameNotes(one, offers)],
      hint: hintOf(one, steps, side),
      object: objectId(one.what, one.name),
      ...place,
      ...(shown === undefined ? {} : { migration: shown.name }),
    };
  });
}

/** The chapter that a disagreement is about: what made an object that is not declared, else what changed it last. */
function chapterOf({ kind, what }: Disagreement, life: Life | undefined): Chapter | undefined {
  // Of a constraint without an index only the life of its table is known.
  const made = kind === 'extra' && what !== 'constraint';
  return (
    (made ? life?.chapters.find(({ action }) => action === 'create') : undefined) ?? life?.chapters.at(-1)
  );
}

/**
 * An error where code relies on what no migration makes, since that fails at run time; other differences are warnings or hints.
 */
function severityOf({ kind, what, isMinor, aspects, isRequired }: Disagreement): Severity {
  if (isMinor || kind === 'renamed') return 'info';
  if (kind === 'missing') return needed.has(what) ? 'error' : 'warning';
  if (kind === 'different') return aspects.some((aspect) => aspect.startsWith('no ')) ? 'error' : 'warning';
  return isRequired === true ? 'error' : 'warning';
}

const needed: ReadonlySet<FactKind> = new Set([
  'table',
  'column',
  'enum',
  'view',
  'materialized-view',
  'schema',
]);

function messageOf(one: Disagreement, side: DeclaredSide): string {
  const subject = `${kindWords(one.what)} ${one.name}`;
  const title = side.titleOf(one);
  const named = title === undefined ? capital(subject) : `${capital(title)} (${subject})`;
  switch (one.kind) {
    case 'missing':
      return `${named} is declared in ${side.shown}, but no migration makes it.`;
    case 'extra':
      return `${capital(subject)} is made by the migrations, but ${side.shown} does not declare it.`;
    case 'renamed':
      return `${named} is called ${one.historyWords} by the migrations and ${one.declaredWords} by ${side.shown}.`;
    case 'different':
      if (one.history !== undefined && one.history.kind !== one.what)
        return `${named} is a ${kindWords(one.history.kind)} as the migrations make it.`;
      return one.aspects.some((aspect) => /^(?:no|one more) /.test(aspect))
        ? `${named} as the migrations make it has ${one.aspects.join(', ')}, unlike ${side.shown} says.`
        : `${named} differs between the migrations and ${side.shown} in ${one.aspects.join(', ')}.`;
  }
}

function notesOf(
  one: Disagreement,
  life: Life | undefined,
  last: Chapter | undefined,
  side: DeclaredSide,
): readonly string[] {
  const notes: string[] = [];
  if (one.kind !== 'renamed') {
    if (one.historyWords !== undefined) notes.push(`The migrations: ${one.historyWords}`);
    if (one.declaredWords !== undefined) notes.push(`${side.shown}: ${one.declaredWords}`);
  }
  if (one.carries !== undefined) notes.push(`With it go ${one.carries.join(', ')}.`);
  if (one.isRequired === true)
    notes.push('It is NOT NULL without a default: an INSERT that leaves it out fails.');
  if (life === undefined || last === undefined) return notes;
  const end = { migration: Number.MAX_SAFE_INTEGER, statement: 0 };
  const isStory = one.kind === 'missing' || life.chapters.some(({ action }) => action === 'rename');
  notes.push(isStory ? lifeWords(life, end) : `Last touched in ${momentWords(last)}.`);
  return notes;
}

/** Notes on renames: one that is declared keeps the rows, while dropping one object and creating another loses them. */
function renameNotes(
  { what, kind, name, declared }: Disagreement,
  offers: readonly RenameOffer[],
): readonly string[] {
  const isLabel = ({ from }: RenameOffer) => from.startsWith(`label:${name}.`);
  const ofLabels = what === 'enum' && kind === 'different' ? offers.filter(isLabel) : [];
  return [
    ...offers
      .filter(({ to }) => to === declared?.id)
      .map(
        (offer) =>
          `It may be ${nameOf(offer.from)} under a new name (${offer.because}): ${planWith(offer)} keeps the rows.`,
      ),
    ...ofLabels.map((offer) => {
      const [gone, come] = [offer.from, offer.to].map((id) => bareName(nameOf(id)));
      return `${come} may be ${gone} under a new name (${offer.because}): ${planWith(offer)} keeps the rows that hold it.`;
    }),
  ];
}

function planWith({ from, to }: RenameOffer): string {
  return `strata plan NAME --rename ${shellWord(`${nameOf(from)}=${nameOf(to)}`)}`;
}

const mostLines = 24;

function hintOf(one: Disagreement, steps: readonly Step[], side: DeclaredSide): Hint {
  const own = new Set<string>(one.ids);
  const isOwn = ({ object, verb }: Step) => own.has(object) && verb !== 'session';
  const sql = steps.filter(isOwn).map((step) => `${step.sql};`);
  const between = steps.slice(steps.findIndex(isOwn), steps.findLastIndex(isOwn) + 1);
  const isReplaced = one.what === 'enum' && one.kind === 'different' && between.some((step) => !isOwn(step));
  const toSchema = isReplaced
    ? 'Bring the migrations to the schema: strata plan NAME writes and proves the next one. It replaces the type in all that uses it.'
    : sql.length === 0
      ? undefined
      : [
          'Bring the migrations to the schema (strata plan NAME writes and proves the next one):',
          { code: shorten(sql.join('\n')) },
        ];
  const toHistory = side.mendOf(one);
  if (toHistory === undefined) return toSchema ?? 'Bring one of the two to the other.';
  if (toSchema === undefined) return changeFirst(toHistory, capital);
  return joinHints(
    toSchema,
    changeFirst(toHistory, (words) => `Or the schema to the migrations: ${words}`),
  );
}

function shorten(text: string): string {
  const lines = text.split('\n');
  return lines.length <= mostLines
    ? text
    : [...lines.slice(0, mostLines), `-- and ${lines.length - mostLines} lines more`].join('\n');
}

function capital(text: string): string {
  return `${text[0]?.toUpperCase()}${text.slice(1)}`;
}

function migrationPlace(
  history: History,
  chapter: Chapter | undefined,
): Pick<Finding, 'where' | 'frame' | 'statement'> {
  const up = chapter === undefined ? undefined : history.migrations[chapter.migration]?.up;
  if (chapter === undefined || up === undefined) return {};
  const lines = indexLines(up.text);
  const { column } = locate(lines, chapter.start);
  const lineEnd = up.text.indexOf('\n', chapter.start);
  const end = Math.min(chapter.end, lineEnd === -1 ? chapter.end : lineEnd);
  return {
    where: { file: up.file, line: chapter.line, column },
    frame: frameAt(lines, chapter.start, end - chapter.start, up.firstLine),
    statement: chapter.statement,
  };
}

/** The story of an object; that of its table where the trace has no events for the object itself. */
function lifeOf(story: Story, { what, name, history }: Disagreement): Life | undefined {
  if (what === 'constraint') {
    const table = (history?.parent ?? `table:${splitLast(name)[0]}`).slice('table:'.length);
    const schema = splitIdentifier(table)[0] as string;
    const own = lastName('index', name);
    const behind = lifeNamed(story, 'index', (identity) => {
      const parts = splitIdentifier(identity);
      return parts.at(-1) === own && parts[0] === schema;
    });
    return behind ?? lifeNamed(story, 'table', (identity) => identity === table);
  }
  const type = eventTypes[what];
  return type === undefined ? undefined : lifeNamed(story, type, (identity) => isNamed(identity, name));
}

function lifeNamed({ lives }: Story, type: string, isIt: (identity: string) => boolean): Life | undefined {
  return lives.findLast(
    (life) =>
      life.type === type &&
      life.chapters.some(({ identity, was }) => isIt(identity) || (was !== undefined && isIt(was))),
  );
}
