import { diffSchemas } from '../../diff/diff.ts';
import { runningOrders } from '../../history/running-order.ts';
import type { LedgerEntry } from '../../model/ledger.ts';
import type { Migration } from '../../model/migration.ts';
import type { Effect } from '../../model/repair.ts';
import { failedMigrations } from '../../model/trace.ts';
import type { Sides } from '../drift/sides.ts';
import { rehearsePart } from '../rehearsal/rehearse-part.ts';
import { withoutOwners } from '../sources/comparable.ts';
import { dataStatementsOf } from './record.ts';

/** A baseline that is to be recorded, and what it stands for. */
interface StandingBaseline {
  /** Applied migrations that the folder does not hold any more. */
  readonly replaced: readonly LedgerEntry[];
  readonly effect: Effect;
}

/**
 * A migration as the baseline of what the ledger has and the folder lacks: the first of the folder, with which the applied ones
 * make exactly what the database has. Undefined where it is none.
 */
export async function standingBaseline(
  sides: Sides,
  migration: Migration,
): Promise<StandingBaseline | undefined> {
  const { history, applied, settings, rebuilt, asCompared } = sides;
  const replaced = lostUpTo(sides, migration);
  if (replaced.length === 0 || history.migrations[0] !== migration) return undefined;
  const folder = history.migrations.filter((one) => one === migration || applied.includes(one));
  const rehearsal = await rehearsePart(history, folder, settings);
  if (failedMigrations(rehearsal.trace).length > 0) return undefined;
  const goal = asCompared(await rehearsal.schema());
  const { live } = withoutOwners(asCompared(rebuilt.schema), goal);
  if (diffSchemas(goal, live).some(({ id }) => rebuilt.compared.has(id))) return undefined;
  const present = [...goal.facts.keys()].filter((id) => rebuilt.compared.has(id));
  return {
    replaced,
    effect: { present, absent: [], dataStatements: dataStatementsOf(migration, rehearsal.trace) },
  };
}

/**
 * Applied migrations that the folder lacks, up to the number of this one. What a ledger names by its text alone (Drizzle's before
 * 1.0) has no number, and counts: what is compared with the database afterwards is all that they made.
 */
function lostUpTo({ history, state }: Sides, { name }: Migration): readonly LedgerEntry[] {
  const numberOf = (text: string) => /^\D*\d+(?:[._-]\d+)*/.exec(text)?.[0];
  return state.entries.filter(
    (entry) =>
      entry.state === 'applied' &&
      entry.migration === undefined &&
      (isNamedByText(entry) ||
        numberOf(entry.name) === numberOf(name) ||
        runningOrders[history.runner](entry.name, name) < 0),
  );
}

function isNamedByText({ name, checksum }: LedgerEntry): boolean {
  return checksum !== undefined && name.startsWith(checksum.slice(0, 12));
}
