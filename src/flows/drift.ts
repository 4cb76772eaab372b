import type { Disagreement } from '../declared/disagreement.ts';
import { sqlDisagreements } from '../declared/sql-differences.ts';
import type { Drift, DriftAllowance, DriftedObject, IgnoredObject, UnderWay } from '../model/drift.ts';
import { type ObjectId, objectId } from '../model/object-id.ts';
import type { Fact } from '../model/schema.ts';
import { quoteIdentifier } from '../postgres/identifier.ts';
import { callWitnesses, causeOf, type Witnesses } from './drift-causes.ts';
import { lastTouch, originOf, type Touch, unrunStatement } from './drift-origin.ts';
import { openSides, type Sides, type SidesOptions } from './drift-sides.ts';
import { shownPath } from './find-projects.ts';

export interface DriftOptions extends SidesOptions {
  /** What the project's configuration puts up with. */
  readonly ignoresOf: (dir: string) => Promise<readonly DriftAllowance[]>;
  /** `2026-11-20` */
  readonly today: string;
}

/** Compares a live database with what its ledger says was applied, object by object. Reads only. */
export async function drift(options: DriftOptions): Promise<Drift> {
  await using sides = await openSides(options);
  return judgeDrift(sides, options);
}

/** The same for sides that are open already. */
export async function judgeDrift(sides: Sides, options: DriftOptions): Promise<Drift> {
  const drafts = differingObjects(sides);
  const witnesses = await callWitnesses(sides, drafts);
  const isOpen = underWayTest(sides, witnesses);
  const moving = drafts.filter((draft) => isOpen(draft));
  const unknown = new Map(drafts.map((draft) => [draft, unrunFor(draft, sides)] as const));
  const allowances = await options.ignoresOf(sides.root.dir);
  const objects: DriftedObject[] = [];
  const ignored: IgnoredObject[] = [];
  const overdue = new Set<string>();
  for (const { touch, ...draft } of drafts.filter(
    (one) => !moving.includes(one) && unknown.get(one) === undefined && partitioned(one, sides) === undefined,
  )) {
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
    underWay: underWayOf(sides, moving),
    notes: [
      ...ledgerNotes(sides),
      ...sides.notes,
      ...unrunNotes(unknown),
      ...partitionNotes(drafts, sides),
      ...witnesses.notes,
      ...[...overdue].sort(),
    ],
  };
}

type Draft = Omit<DriftedObject, 'cause' | 'origin'> & { readonly touch: Touch | undefined };

const kinds = { missing: 'extra', extra: 'missing', different: 'different', renamed: 'different' } as const;

/** One object for each that stands by itself; what lies in a schema that is itself missing or extra is told with it. */
export function differingObjects(sides: Sides): readonly Draft[] {
  const { changes, expected, live, applied, rehearsal } = sides;
  const all = sqlDisagreements(changes, expected, live);
  const wholes = new Map<string, Disagreement>();
  for (const one of all) if (one.what === 'schema' && one.kind !== 'different') wholes.set(one.name, one);
  const members = new Map<Disagreement, ObjectId[]>();
  const told = all.filter((one) => {
    const schema = (one.history ?? one.declared)?.schema;
    const whole = schema === undefined ? undefined : wholes.get(quoteIdentifier(schema));
    if (whole === undefined || whole === one || whole.kind !== one.kind) return true;
    members.set(whole, [...(members.get(whole) ?? []), ...one.ids]);
    return false;
  });
  return told.map((one) => {
    const [lead] = one.ids as readonly [ObjectId, ...ObjectId[]];
    const id = one.ids.find((each) => each === `${one.what}:${one.name}`) ?? lead;
    const fact = expected.facts.get(id) ?? live.facts.get(id);
    return {
      kind: kinds[one.kind],
      id,
      what: one.what,
      name: one.name,
      ids: [...one.ids, ...(members.get(one) ?? [])],
      aspects: one.aspects,
      history: one.history?.definition,
      live: one.declared?.definition,
      // What no migration makes has no origin; that of its table would only mislead.
      touch:
        one.kind === 'missing'
          ? undefined
          : fact && lastTouch({ migrations: applied }, rehearsal.trace, touchedFact(fact, sides)),
    };
  });
}

/** A table's column that is its serial is made with the column. */
function touchedFact(fact: Fact, { expected }: Sides): Fact {
  if (fact.kind !== 'sequence-owner') return fact;
  return expected.facts.get(`sequence:${fact.name}`) ?? fact;
}

/** What an unfinished migration touches is no drift; while somebody deploys, that holds for all that are open. */
function underWayTest(sides: Sides, { later }: Witnesses): (draft: Draft) => boolean {
  const moving = new Set(
    (sides.deployer === undefined ? sides.unfinished : sides.open).map(({ name }) => name),
  );
  if (later === undefined || moving.size === 0) return () => false;
  return ({ id }) => {
    const fact = later.schema.facts.get(id) ?? sides.live.facts.get(id) ?? sides.expected.facts.get(id);
    const touch = fact && lastTouch(later, later.rehearsal.trace, fact);
    return touch !== undefined && moving.has(touch.migration);
  };
}

/** Something that is there, and that a statement names which could not run here: nobody can say whether it is as it should be. */
function unrunFor({ kind, id }: Draft, { live, applied, rehearsal }: Sides): Touch | undefined {
  const fact = kind === 'missing' ? undefined : live.facts.get(id);
  return fact && unrunStatement({ migrations: applied }, rehearsal.trace, fact);
}

function unrunNotes(unknown: ReadonlyMap<Draft, Touch | undefined>): readonly string[] {
  return [...unknown].flatMap(([{ what, name }, touch]) =>
    touch === undefined
      ? []
      : [
          `${what.replaceAll('-', ' ')} ${name} is not compared: what makes it could not run here (${touch.file}:${touch.line}); where it needs a superuser, --superuser runs it`,
        ],
  );
}

/** The table of the history that this is a new partition of: those are made as time goes by, and no migration says so. */
function partitioned({ kind, what, name }: Draft, { live, expected }: Sides): string | undefined {
  if (kind !== 'extra' || what !== 'table') return undefined;
  const table = live.facts.get(objectId('partition', name))?.definition.of;
  return typeof table === 'string' && expected.facts.has(objectId('table', table)) ? table : undefined;
}

function partitionNotes(drafts: readonly Draft[], sides: Sides): readonly string[] {
  const made = new Map<string, string[]>();
  for (const draft of drafts) {
    const table = partitioned(draft, sides);
    if (table !== undefined) made.set(table, [...(made.get(table) ?? []), draft.name]);
  }
  return [...made].map(
    ([table, names]) =>
      `${table} has partitions that no migration made, as they come with time: ${names.slice(0, 3).join(', ')}${names.length > 3 ? ` and ${names.length - 3} more` : ''}`,
  );
}

function underWayOf({ deployer, unfinished }: Sides, moving: readonly Draft[]): UnderWay | undefined {
  if (deployer === undefined && unfinished.length === 0) return undefined;
  return { deployer, migrations: unfinished.map(({ name }) => name), objects: moving.map(({ id }) => id) };
}

function ledgerNotes({ state: { ledger, entries }, history }: Sides): readonly string[] {
  if (!ledger.exists)
    return [
      `There is no ledger (${ledger.schema}.${ledger.table}), so nothing counts as applied: strata adopt starts one`,
    ];
  const unknown = entries.filter(({ migration }) => migration === undefined).length;
  return unknown === 0
    ? []
    : [
        `The ledger has ${unknown} migrations that ${history.folder} does not hold: what they made shows as extra`,
      ];
}

/** Whether a line of the configuration is about the object: by its name, or its kind and name. */
export function covers(
  { object }: Pick<DriftAllowance, 'object'>,
  { what, name, id }: Pick<DriftedObject, 'what' | 'name' | 'id'>,
): boolean {
  const pattern = object
    .trim()
    .split('*')
    .map((part) => part.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'))
    .join('.*');
  const expression = new RegExp(`^${pattern}$`, 's');
  const names = [name, `${what.replaceAll('-', ' ')} ${name}`, `${what} ${name}`, id];
  const short = name.startsWith('public.') ? name.slice('public.'.length) : undefined;
  if (short !== undefined) names.push(short, `${what.replaceAll('-', ' ')} ${short}`);
  return names.some((one) => expression.test(one));
}
