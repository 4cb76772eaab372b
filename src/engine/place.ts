import { randomBytes } from 'node:crypto';
import { existsSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { StrataError } from '../model/errors.ts';

/**
 * Makes a directory that is whole or not there: `make` fills one beside it, which is then moved to its name. Where that fails, as
 * on a full disk, nothing is left of it, and an `engine` error says what could not be placed.
 */
export function placeDirectory(directory: string, what: string, make: (part: string) => void): void {
  const part = join(dirname(directory), `part-${process.pid}-${randomBytes(4).toString('hex')}`);
  try {
    make(part);
    moveInto(part, directory);
  } catch (error) {
    rmSync(part, { recursive: true, force: true });
    if (error instanceof StrataError) throw error;
    throw new StrataError('engine', `cannot place ${what} in ${directory}: ${(error as Error).message}`, {
      hint: 'Free some space, or set STRATA_CACHE_DIR to a directory with 60 MB of room.',
      cause: error,
    });
  }
}

/** Moves a finished directory to its final name; if another process was faster, its directory is kept. */
export function moveInto(part: string, directory: string): void {
  try {
    renameSync(part, directory);
  } catch (error) {
    rmSync(part, { recursive: true, force: true });
    if (!existsSync(directory)) throw error;
  }
}
