import { isRepeatable } from '../../ledger/read.ts';
import { groupBy } from '../../model/group-by.ts';
import { objectId, titleOf } from '../../model/object-id.ts';
import { few } from '../../model/words.ts';
import type { Witnesses } from './causes.ts';
import type { DifferingObject } from './objects.ts';
import { lastTouch, type Touch, unrunStatement } from './origin.ts';
import type { Sides } from './sides.ts';

/** Differences, divided into drift and others. */
interface DriftSplit {
  readonly drifted: readonly DifferingObject[];
  /** Part of what is being deployed, or was left half way. */
  readonly moving: readonly DifferingObject[];
  /** What else was passed over, a sentence each. */
  readonly notes: readonly string[];
}

/**
 * Separates drift from other differences: those of a deploy under way, objects that the next deploy makes again, partitions that
 * programs add, and what a rehearsal cannot run.
 */
export function splitDrift(
  drafts: readonly DifferingObject[],
  sides: Sides,
  witnesses: Witnesses,
): DriftSplit {
  const isMoving = touchedBy(
    (sides.deployer === undefined ? sides.unfinished : sides.open).map(({ name }) => name),
    sides,
    witnesses,
  );
  const again = sides.open.filter(isRepeatable).map(({ name }) => name);
  const isAgain = touchedBy(again, sides, witnesses);
  const moving = drafts.filter(isMoving);
  const rest = drafts.filter((draft) => !isMoving(draft) && !isAgain(draft));
  const unknown = new Map(rest.map((draft) => [draft, unrunFor(draft, sides)] as const));
  const known = rest.filter((draft) => unknown.get(draft) === undefined);
  return {
    drifted: known.filter((draft) => partitioned(draft, sides) === undefined),
    moving,
    notes: [
      ...(drafts.some(isAgain)
        ? [`What ${again.join(', ')} makes is not compared: the next deploy runs it again`]
        : []),
      ...unrunNotes(unknown),
      ...partitionNotes(known, sides),
    ],
  };
}

/** Whether one of these open migrations is the last that touches an object. */
function touchedBy(
  names: readonly string[],
  sides: Sides,
  { later }: Witnesses,
): (draft: DifferingObject) => boolean {
  if (later === undefined || names.length === 0) return () => false;
  return ({ id }) => {
    const fact = later.schema.facts.get(id) ?? sides.live.facts.get(id) ?? sides.expected.facts.get(id);
    const touch = fact && lastTouch(later, later.rehearsal.trace, fact);
    return touch !== undefined && names.includes(touch.migration);
  };
}

/**
 * The statement that names an extra or different object and could not run in the rehearsal, so that it is not known how the
 * object should be.
 */
function unrunFor({ kind, id }: DifferingObject, { live, applied, rehearsal }: Sides): Touch | undefined {
  const fact = kind === 'missing' ? undefined : live.facts.get(id);
  return fact && unrunStatement({ migrations: applied }, rehearsal.trace, fact);
}

function unrunNotes(unknown: ReadonlyMap<DifferingObject, Touch | undefined>): readonly string[] {
  return [...unknown].flatMap(([draft, touch]) =>
    touch === undefined
      ? []
      : [
          `${titleOf(draft)} is not compared: what makes it could not run here (${touch.file}:${touch.line}); where it needs a superuser, --superuser runs it`,
        ],
  );
}

/** The table of the history to which an extra table is a new partition: programs add those as time goes by. */
function partitioned({ kind, what, name }: DifferingObject, { live, expected }: Sides): string | undefined {
  if (kind !== 'extra' || what !== 'table') return undefined;
  const table = live.facts.get(objectId('partition', name))?.definition.of;
  return typeof table === 'string' && expected.facts.has(objectId('table', table)) ? table : undefined;
}

function partitionNotes(drafts: readonly DifferingObject[], sides: Sides): readonly string[] {
  const made = drafts.flatMap((draft) => {
    const table = partitioned(draft, sides);
    return table === undefined ? [] : [{ table, name: draft.name }];
  });
  return [...groupBy(made, ({ table }) => table)].map(([table, partitions]) => {
    const names = few(
      partitions.map(({ name }) => name),
      3,
    );
    return `${table} has partitions that no migration made, as they come with time: ${names}`;
  });
}
