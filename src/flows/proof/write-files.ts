import { mkdir, readFile, rm, rmdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { FileToWrite } from '../../history/write.ts';
import { StrataError } from '../../model/errors.ts';

/**
 * Writes files below `dir`, then asks `confirm`. Where anything throws, every file is as it was before. A file that exists is
 * never overwritten, unless it is an update.
 */
export async function writeFiles(
  dir: string,
  files: readonly FileToWrite[],
  confirm: () => Promise<void>,
): Promise<void> {
  const undo: (() => Promise<unknown>)[] = [];
  try {
    for (const { file, text, isUpdate } of files) {
      const target = path.join(dir, file);
      const made = await mkdir(path.dirname(target), { recursive: true });
      if (made !== undefined) undo.unshift(() => removeEmpty(path.dirname(target), path.dirname(made)));
      if (isUpdate) {
        const old = await readFile(target);
        undo.unshift(() => writeFile(target, old));
        await writeFile(target, text);
        continue;
      }
      await writeFile(target, text, { flag: 'wx' });
      undo.unshift(() => rm(target, { force: true }));
    }
    await confirm();
  } catch (error) {
    for (const step of undo) await step().catch(() => {});
    const { code, path: file } = error as NodeJS.ErrnoException;
    if (error instanceof StrataError || code === undefined || file === undefined) throw error;
    throw new StrataError(
      'usage',
      code === 'EEXIST' ? `${file} exists already` : `${file} cannot be written (${code})`,
      {
        hint: 'Nothing was written. Choose another name, or make room for the file.',
        cause: error,
      },
    );
  }
}

/** Removes the directories from `dir` upwards that were made for the files, up to and without `stop`. */
async function removeEmpty(dir: string, stop: string): Promise<void> {
  for (let at = dir; at !== stop && at.startsWith(stop); at = path.dirname(at)) await rmdir(at);
}
