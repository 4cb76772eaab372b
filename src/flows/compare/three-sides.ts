import { withParts } from '../../diff/planner/relatives.ts';
import type { DriftedObject } from '../../model/drift.ts';
import { type ObjectId, titleOf } from '../../model/object-id.ts';
import type { Difference } from '../../model/report.ts';
import type { FactKind, Schema } from '../../model/schema.ts';
import type { Sides } from '../drift/sides.ts';
import { leadOf } from './live-findings.ts';
import { type ObjectWords, wordsIn } from './object-words.ts';

/** What the whole history makes, what is declared beside it, and a live database. */
interface ThreeSides {
  readonly sides: Sides;
  readonly drifted: readonly DriftedObject[];
  /** What all migrations make, the pending ones included. */
  readonly whole: Schema | undefined;
  /** Where history and declared schema disagree; undefined where they were not compared. */
  readonly declared: readonly Difference[] | undefined;
}

/** The most objects that are put into words; a page shows no more. */
const most = 300;

/** Kinds that every declared schema covers: where it has no difference, it agrees with the history. */
const alwaysDeclared: ReadonlySet<FactKind> = new Set(['table', 'column', 'enum']);

/** Every object on which two of the three disagree, with what each of them has. */
export function threeSides({ sides, drifted, whole, declared }: ThreeSides): readonly Difference[] {
  const shown = drifted.slice(0, most);
  const ids = shown.flatMap((object) => object.ids);
  const known = (declared ?? []).slice(0, most).flatMap(({ id }) => id ?? []);
  const history = wordsIn(sides.expected, ids);
  const later = whole === undefined ? () => undefined : wordsIn(whole, ids);
  const live = wordsIn(sides.live, [...ids, ...known.flatMap((id) => withParts(sides.live, id))]);
  const byObject = new Map<string, Difference>();
  for (const one of declared ?? []) byObject.set(one.object, withLive(one, sides.live, live));
  for (const object of shown) {
    const title = titleOf(object);
    const row = byObject.get(title);
    const there = live(leadOf(object), object.ids) ?? null;
    byObject.set(
      title,
      row === undefined
        ? rowOf(object, { history, later, there, isDeclared: declared !== undefined })
        : { ...row, live: there },
    );
  }
  return [...byObject.values()].sort((a, b) => (a.object < b.object ? -1 : a.object > b.object ? 1 : 0));
}

function withLive(row: Difference, { facts }: Schema, words: ObjectWords): Difference {
  if (row.id === undefined) return row;
  return { ...row, live: facts.has(row.id) ? (words(row.id, [row.id]) ?? 'there') : null };
}

function rowOf(
  { ids, what, name, cause }: DriftedObject,
  {
    history,
    later,
    there,
    isDeclared,
  }: {
    readonly history: ObjectWords;
    readonly later: ObjectWords;
    readonly there: string | null;
    readonly isDeclared: boolean;
  },
): Difference {
  const id = leadOf({ what, name });
  const whole = later(id, ids) ?? null;
  const made = cause.kind === 'pending' ? whole : (history(id, ids) ?? null);
  return {
    object: titleOf({ what, name }),
    id,
    history:
      made !== null && cause.migration !== undefined && cause.kind === 'pending'
        ? `${made}\n-- ${cause.migration}, pending`
        : made,
    ...(isDeclared && alwaysDeclared.has(what) ? { declared: whole } : {}),
    live: there,
  };
}

/** The ids of all objects that findings put into words. */
export function idsOf(drifted: readonly DriftedObject[]): readonly ObjectId[] {
  return drifted.slice(0, most).flatMap(({ ids }) => ids);
}
