import { StrataError } from '../../model/errors.ts';
import type { MergeCheck, MergeConflict } from '../../model/merge-check.ts';
import type { History, Migration } from '../../model/migration.ts';
import type { ProjectSettings } from '../../model/settings.ts';
import { connectReader } from '../../replay/read-as-maker.ts';
import { splitStatements } from '../../sql/split.ts';
import { rowsWritten } from '../../sql/statement.ts';
import {
  compareRows,
  notCompared,
  type RowDifference,
  type RowsByTable,
  readRows,
} from '../proof/table-rows.ts';
import { openHistory } from '../rehearsal/open-history.ts';

/** Two branches whose migrations make the same schema in either order. */
interface Branches {
  readonly history: History;
  readonly settings: ProjectSettings;
  readonly ours: readonly Migration[];
  readonly theirs: readonly Migration[];
}

/** Whether both orders leave the same rows as well, where any of the migrations may write some. `sameRows`: all were compared. */
export async function compareBranchRows(
  branches: Branches,
  oursLast: readonly Migration[],
  theirsLast: readonly Migration[],
): Promise<Pick<MergeCheck, 'conflicts' | 'sameRows' | 'notes'>> {
  const { ours, theirs } = branches;
  if (![...ours, ...theirs].some(mayWriteRows)) return { conflicts: [], sameRows: true, notes: [] };
  try {
    const texts = oursLast.map(({ up }) => up.text);
    const [before, after] = [await rowsAfter(branches, oursLast), await rowsAfter(branches, theirsLast)];
    const differences = compareRows(before, after, texts);
    const left = notCompared(before, after);
    return {
      sameRows: differences.length === 0 && left.length === 0,
      conflicts: differences.filter(({ isNumbering }) => !isNumbering).map((one) => conflict(one, branches)),
      notes: [
        ...differences
          .filter(({ isNumbering }) => isNumbering)
          .map(
            ({ table }) =>
              `the rows of ${table} are numbered otherwise where the branches run in another order: nothing should count on these numbers`,
          ),
        ...left.map(({ table, why }) => `the rows of ${table} were not compared: ${why}`),
      ],
    };
  } catch (error) {
    if (!(error instanceof StrataError) || error.code !== 'project') throw error;
    return { conflicts: [], sameRows: false, notes: [`rows were not compared: ${error.message}`] };
  }
}

async function rowsAfter(
  { history, settings }: Branches,
  migrations: readonly Migration[],
): Promise<RowsByTable> {
  await using engine = await openHistory({ ...history, migrations }, settings);
  await using session = await connectReader(engine.main, settings);
  return await readRows(session);
}

function mayWriteRows({ up }: Migration): boolean {
  return splitStatements(up.text).statements.some(({ head }) => rowsWritten(head) !== undefined);
}

function conflict(
  { table, onlyBefore, onlyAfter }: RowDifference,
  { ours, theirs }: Branches,
): MergeConflict {
  const [mine, other] = [lastWriter(ours, table), lastWriter(theirs, table)];
  const sides = [
    ...onlyBefore.slice(0, 1).map((row) => `(${row}) where ours runs last`),
    ...onlyAfter.slice(0, 1).map((row) => `(${row}) where theirs does`),
  ];
  return {
    kind: 'order-matters',
    ours: mine?.name,
    theirs: other?.name,
    object: `rows of ${table}`,
    message: `the rows of ${table} depend on who runs last: ${sides.join(', ') || 'their number differs'}`,
    hint: `Decide which it is to be, and say so in a migration behind both${mine === undefined ? '' : ` (or change ${mine.name})`}: databases that ran them in different orders would differ for ever.`,
    where: mine === undefined ? undefined : { file: mine.up.file, line: mine.up.firstLine },
  };
}

/** The last one that names the table and may write to it. */
function lastWriter(migrations: readonly Migration[], table: string): Migration | undefined {
  const own = table
    .replace(/^.*?\./, '')
    .replaceAll('"', '')
    .toLowerCase();
  return migrations.findLast((one) => mayWriteRows(one) && one.up.text.toLowerCase().includes(own));
}
