import type { DeployMigration } from '../model/deployment.ts';
import { StrataError } from '../model/errors.ts';
import type { Command, Ledger } from '../model/ledger.ts';
import { type Books, booksFor } from './books.ts';
import {
  clearProgress,
  finishUnit,
  isProgressThere,
  makeProgress,
  type ProgressKey,
  startUnit,
} from './progress.ts';
import type { DeployRequest } from './run.ts';
import { inTransaction } from './run-bare.ts';

type Retrying = Pick<DeployRequest, 'worker' | 'history' | 'direction' | 'done' | 'newId'>;

/**
 * Takes up a migration that stopped half way: as pending, or as an interrupted run of ours would have left it behind `done`
 * statements, whatever was noted of it. The ledger forgets the failure only together with what took effect; else the next run
 * would begin at the start.
 */
export async function takeUp(
  request: Retrying,
  ledger: Ledger,
  work: DeployMigration,
  isFailed: boolean,
): Promise<void> {
  const books = booksFor({ ...request, ledger }, work.migration);
  const key = { ledger, name: books.name, hash: work.hash };
  const notes = notesOfDone(request, key, books, work);
  if (notes.length > 0) await makeProgress(request.worker);
  const hasNotes = await isProgressThere(request.worker);
  await inTransaction(request, [
    ...(isFailed ? books.forget() : []),
    ...(hasNotes ? [clearProgress(key)] : []),
    ...notes,
  ]);
}

function notesOfDone(
  request: Retrying,
  key: ProgressKey,
  books: Books,
  work: DeployMigration,
): readonly Command[] {
  const count = unitsBehind(work, request.done ?? 0);
  if (count === 0) return [];
  return [
    startUnit(key, -1, []),
    ...books.start({ id: request.newId(), ms: 0, statements: [] }),
    ...work.units.slice(0, count).map((_, i) => finishUnit(key, i)),
  ];
}

/** How many units of a migration end with its statement of that number. Throws where none ends there. */
export function unitsBehind({ migration, units }: DeployMigration, done: number): number {
  const ends = [0, ...units.map(({ statements }) => statements.at(-1)?.number ?? 0)];
  const count = ends.indexOf(done);
  if (count !== -1) return count;
  throw new StrataError('usage', `${migration.name} cannot have stopped behind statement ${done}`, {
    hint: `Nothing was changed. Its transactions end with statement ${ends.slice(1).join(', ')}: --done is one of these, or 0.`,
  });
}
