import type { Drift, DriftAllowance, DriftedObject, IgnoredObject, UnderWay } from '../../model/drift.ts';
import type { LedgerEntry } from '../../model/ledger.ts';
import { titleOf } from '../../model/object-id.ts';
import { starred } from '../../model/patterns.ts';
import { few } from '../../model/words.ts';
import { shownPath } from '../sources/find-projects.ts';
import type { LiveProjectOptions } from '../sources/one-project.ts';
import { causeOf, gatherWitnesses } from './causes.ts';
import { splitDrift } from './not-drift.ts';
import { type DifferingObject, differingObjects } from './objects.ts';
import { originOf } from './origin.ts';
import type { Sides } from './sides.ts';

/** What a live database is compared by, and which of its differences the project puts up with. */
export interface DriftOptions extends LiveProjectOptions {
  /** What the project's configuration puts up with. */
  readonly ignoresOf: (dir: string) => Promise<readonly DriftAllowance[]>;
  /** `2026-11-20` */
  readonly today: string;
}

/** What differs between a live database and the migrations that its ledger calls applied, object by object, with its cause. */
export async function judgeDrift(sides: Sides, options: DriftOptions): Promise<Drift> {
  const drafts = differingObjects(sides);
  const witnesses = await gatherWitnesses(sides, drafts);
  const passed = splitDrift(drafts, sides, witnesses);
  const allowances = await options.ignoresOf(sides.root.dir);
  const objects: DriftedObject[] = [];
  const ignored: IgnoredObject[] = [];
  const overdue = new Set<string>();
  for (const { touch, ...draft } of passed.drifted) {
    const object: DriftedObject = {
      ...draft,
      cause: causeOf({ ...draft, touch }, sides, witnesses),
      origin: originOf(touch, sides.state.entries),
    };
    const allowance = allowances.find((one) => covers(one, object));
    if (allowance === undefined) objects.push(object);
    else if (allowance.until !== undefined && options.today > allowance.until) {
      overdue.add(`What the configuration ignores of ${allowance.object} ended with ${allowance.until}`);
      objects.push(object);
    } else ignored.push({ object, because: allowance.because, until: allowance.until });
  }
  return {
    ok: objects.length === 0,
    dir: shownPath(sides.root.dir, options.cwd),
    folder: sides.history.folder,
    shownUrl: sides.shownUrl,
    serverVersion: sides.serverVersion,
    ledger: sides.state.ledger,
    applied: sides.applied.length,
    objects,
    ignored,
    underWay: underWayOf(sides, passed.moving),
    notes: [
      ...ledgerNotes(sides),
      ...sides.notes,
      ...passed.notes,
      ...witnesses.notes,
      ...[...overdue].sort(),
    ],
  };
}

function underWayOf(
  { deployer, unfinished }: Sides,
  moving: readonly DifferingObject[],
): UnderWay | undefined {
  if (deployer === undefined && unfinished.length === 0) return undefined;
  return { deployer, migrations: unfinished.map(({ name }) => name), objects: moving.map(({ id }) => id) };
}

function ledgerNotes({ state: { ledger, entries }, history }: Sides): readonly string[] {
  if (!ledger.exists)
    return [
      `There is no ledger (${ledger.schema}.${ledger.table}), so nothing counts as applied: strata repair --record begins one with the migrations whose effect is there`,
    ];
  const lost = entries.filter(({ migration }) => migration === undefined);
  const names = (some: readonly LedgerEntry[]) =>
    few(
      some.map(({ name }) => name),
      3,
    );
  const [told, untold] = [
    lost.filter(({ appliedText }) => appliedText !== undefined),
    lost.filter(({ appliedText }) => appliedText === undefined),
  ];
  return [
    ...(told.length === 0
      ? []
      : [
          `${history.folder} does not hold ${names(told)}, which is applied: its text was taken from the ledger`,
        ]),
    ...(untold.length === 0
      ? []
      : [`${history.folder} does not hold ${names(untold)}, which is applied: what it made shows as extra`]),
  ];
}

/** Whether a line of the configuration is about the object: by its name, or its kind and name. */
export function covers(
  { object }: Pick<DriftAllowance, 'object'>,
  { what, name, id }: Pick<DriftedObject, 'what' | 'name' | 'id'>,
): boolean {
  const expression = new RegExp(`^${starred(object.trim())}$`, 's');
  const names = [name, titleOf({ what, name }), `${what} ${name}`, id];
  const short = name.startsWith('public.') ? name.slice('public.'.length) : undefined;
  if (short !== undefined) names.push(short, titleOf({ what, name: short }));
  return names.some((one) => expression.test(one));
}
