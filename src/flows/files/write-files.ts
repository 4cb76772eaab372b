import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { StrataError } from '../../model/errors.ts';
import type { FileToWrite } from '../../model/migration.ts';
import { beginChanges, readIfThere, removeEmpty } from './unfinished.ts';

interface WriteOptions {
  /** Files that go. */
  readonly removed?: readonly string[];
  /** Whether what was written stays; where it is only tried, every file is as it was before in any case. */
  readonly keeps?: boolean;
}

/**
 * Writes files below `dir`, removes others, and then asks `confirm`. Where anything throws, or ends the process, every file is as it
 * was before. A file that exists is never overwritten, unless it is an update or one of those that go.
 */
export async function writeFiles(
  dir: string,
  files: readonly FileToWrite[],
  confirm: () => Promise<void>,
  { removed = [], keeps = true }: WriteOptions = {},
): Promise<void> {
  const written = new Set(files.map(({ file }) => file));
  const gone = removed.filter((file) => !written.has(file));
  try {
    const changes = [
      ...files.map(({ file, text, isUpdate }) => {
        const before = readIfThere(path.join(dir, file));
        if (before !== null && !isUpdate && !removed.includes(file)) throw exists(path.join(dir, file));
        return { file, before, after: text };
      }),
      ...gone.map((file) => ({ file, before: readIfThere(path.join(dir, file)), after: null })),
    ];
    const unfinished = beginChanges(dir, changes);
    try {
      // What goes comes last, so that a history is found there at every moment. A write in the background could end after all
      // has been taken back.
      for (const { file, before, after } of changes) {
        const target = path.join(dir, file);
        mkdirSync(path.dirname(target), { recursive: true });
        if (after === null) rmSync(target, { force: true });
        else writeFileSync(target, after, { flag: before === null ? 'wx' : 'w' });
      }
      // A folder that held nothing else goes with its migration.
      for (const file of gone) removeEmpty(path.dirname(path.join(dir, file)));
      await confirm();
    } catch (error) {
      unfinished.undo();
      throw error;
    }
    if (keeps) unfinished.close();
    else unfinished.undo();
  } catch (error) {
    const { code, path: file } = error as NodeJS.ErrnoException;
    if (error instanceof StrataError || code === undefined || file === undefined) throw error;
    if (code === 'EEXIST') throw exists(file);
    throw new StrataError('usage', `${file} cannot be written (${code})`, { hint: unwritten, cause: error });
  }
}

const unwritten = 'Nothing was written. Choose another name, or make room for the file.';

function exists(file: string): StrataError {
  return new StrataError('usage', `${file} exists already`, { hint: unwritten });
}
