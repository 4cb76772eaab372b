import { StrataError } from '../../model/errors.ts';
import type { OpenProgram } from '../../model/ledger.ts';
import type { History, Program } from '../../model/migration.ts';
import { shellPath } from '../../model/shell-word.ts';
import { few } from '../../model/words.ts';

/** A note on migrations that are programs, where what the history makes is asked for without them: one sentence or none. */
export function noteOnPrograms(programs: readonly Program[], consequence: string): readonly string[] {
  return programs.length === 0 ? [] : [`${programWords(programs)}: ${consequence}`];
}

/** `migrations/2_views.js is a program, not SQL` */
export function programWords(programs: readonly Program[]): string {
  const files = few(
    programs.map(({ file }) => file),
    3,
  );
  return `${files} ${programs.length === 1 ? 'is a program' : 'are programs'}, not SQL`;
}

/**
 * Throws where a deploy would pass over a program that is open: what comes behind it may rely on it, and its runner refuses
 * to run it later. `last` is the index of the last migration that would run.
 */
export function refuseToPass(
  open: readonly OpenProgram[],
  { migrations }: History,
  first: number,
  last: number,
): void {
  const program = open.find(({ isPassed, index }) => !isPassed && index <= last);
  if (program === undefined) return;
  const behind = migrations[program.index]?.name;
  const before = program.index > first ? migrations[program.index - 1]?.name : undefined;
  throw new StrataError('project', `${program.file} is a program, not SQL, and comes before ${behind}`, {
    hint:
      'Nothing was changed. Run it with its own runner' +
      (before === undefined
        ? '. '
        : `, after what comes before it (strata deploy --to ${shellPath(before)}). `) +
      'Where it may be passed over, say --out-of-order.',
    where: { file: program.file, line: 1, column: 1 },
  });
}

/**
 * Throws where a program that the ledger has would stay, while what comes before it is taken back. `last` is the index of the last
 * migration that stays.
 */
export function refuseToStay(open: readonly OpenProgram[], { programs = [] }: History, last: number): void {
  const program = programs.find(({ index, file }) => index > last && !open.some((one) => one.file === file));
  if (program === undefined) return;
  throw new StrataError(
    'project',
    `${program.file} is a program, not SQL: only its own runner takes it back`,
    {
      hint: 'Nothing was changed. Take back what comes behind it with its own runner, and then it itself.',
      where: { file: program.file, line: 1, column: 1 },
    },
  );
}

/** Throws where a program lies among migrations that are to become one: what it does to the schema is unknown. */
export function refuseWithin({ programs = [], migrations }: History, last: number): void {
  const program = programs.find(({ index }) => index <= last);
  if (program === undefined) return;
  const before = migrations[program.index - 1]?.name;
  throw new StrataError('project', `${program.file} is a program, not SQL: what it makes is unknown`, {
    hint:
      program.index < 2
        ? 'Write it as SQL first: a baseline cannot stand for it.'
        : `A baseline cannot stand for it. Squash what comes before it: --until ${shellPath(before ?? '')}`,
    where: { file: program.file, line: 1, column: 1 },
  });
}
