import * as fs from 'node:fs';
import path from 'node:path';
import { StrataError } from '../../model/errors.ts';

/** A change of one file; its path is relative to the project. */
export interface FileChange {
  readonly file: string;
  /** Null where the file does not exist. */
  readonly before: Buffer | null;
  /** Null where the file is removed. */
  readonly after: string | null;
}

/** Changes to files that are under way, and how to take them back. */
interface Unfinished {
  undo(): void;
  /** Keeps the changes: they are no longer taken back. */
  close(): void;
}

/**
 * What is written to disk while changes are under way: bytes in base64, and the directories that are made for them, innermost
 * first.
 */
interface Notes {
  readonly changes: readonly {
    readonly file: string;
    readonly before: string | null;
    readonly after: string | null;
  }[];
  readonly made: readonly string[];
}

const bookName = /^\.strata-unfinished-(\d+)\.json$/;
/** The books (files of notes) that this process has open. */
const open = new Set<string>();
/** Milliseconds after which a book that nobody has touched is nobody's, although a process has its id: systems reuse them. */
const patienceMs = 10 * 60_000;

/**
 * Writes down beside a project which changes of its files are about to be made. However this process ends, they can be taken
 * back: when it exits, or, after a kill -9, by the next run that looks at the project.
 */
export function beginChanges(dir: string, changes: readonly FileChange[]): Unfinished {
  const book = path.join(dir, `.strata-unfinished-${process.pid}.json`);
  const notes: Notes = {
    changes: changes.map(({ file, before, after }) => ({
      file,
      before: before?.toString('base64') ?? null,
      after,
    })),
    made: missingDirectories(dir, changes),
  };
  const close = () => {
    clearInterval(touching);
    process.off('exit', undo);
    fs.rmSync(book, { force: true });
    open.delete(book);
  };
  const undo = () => {
    takeBack(dir, notes);
    close();
  };
  writeBook(dir, book, notes);
  open.add(book);
  // Proving what was written may take longer than others wait.
  const touching = setInterval(() => touch(book), patienceMs / 10).unref();
  process.on('exit', undo);
  return { undo, close };
}

/** Creates the book. Only one run writes at a time, since each would prove the other's files. */
function writeBook(dir: string, book: string, notes: Notes): void {
  try {
    fs.writeFileSync(book, JSON.stringify(notes), { flag: 'wx', mode: 0o600 });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== 'EEXIST') fs.rmSync(book, { force: true });
    throw new StrataError('usage', `${dir} cannot be written (${code})`, {
      hint: 'Nothing was written. Allow this user to write there, or make room.',
      cause: error,
    });
  }
  if (list(dir).some((name) => isOthers(dir, name))) {
    fs.rmSync(book, { force: true });
    throw new StrataError('usage', `another run of Strata is writing files in ${dir}`, {
      hint: 'Nothing was written. Run the command again when that one has ended.',
    });
  }
}

function touch(book: string): void {
  const now = new Date();
  try {
    fs.utimesSync(book, now, now);
  } catch {
    // It is gone, or on a disk that cannot be reached: the run that reads the files finds out.
  }
}

/** Takes back what killed runs have left half-done in a directory, and names the files. Changes that are under way are left alone. */
export function takeBackUnfinished(dir: string): readonly string[] {
  const files = new Set<string>();
  for (const name of list(dir)) {
    const book = path.join(dir, name);
    if (!bookName.test(name) || open.has(book) || isOthers(dir, name)) continue;
    try {
      const notes = readNotes(book);
      for (const file of notes === undefined ? [] : takeBack(dir, notes)) files.add(file);
      fs.rmSync(book, { force: true });
    } catch (error) {
      throw new StrataError(
        'project',
        `what an interrupted run left half-written cannot be taken back: ${(error as Error).message}`,
        {
          hint: `${book} holds what was there before. Allow this user to write there, and run the command again.`,
          cause: error,
        },
      );
    }
  }
  return [...files].sort();
}

/** Restores the files, but for those that somebody has changed since. */
function takeBack(dir: string, { changes, made }: Notes): readonly string[] {
  const taken: string[] = [];
  for (const { file, before, after } of changes) {
    const target = path.resolve(dir, file);
    if (!target.startsWith(path.resolve(dir) + path.sep)) continue;
    const old = before === null ? null : Buffer.from(before, 'base64');
    const now = readIfThere(target);
    const isOld = now === null ? old === null : old?.equals(now) === true;
    if (isOld || !isOurs(now, after)) continue;
    if (old === null) fs.rmSync(target);
    else {
      fs.mkdirSync(path.dirname(target), { recursive: true });
      fs.writeFileSync(target, old);
    }
    taken.push(file);
  }
  for (const directory of made) removeEmpty(path.join(dir, directory));
  return taken;
}

/** Whether a file holds what a run wrote, or only the beginning of it, as a write that was cut short leaves it. */
function isOurs(now: Buffer | null, after: string | null): boolean {
  if (now === null) return true;
  return after !== null && Buffer.from(after).subarray(0, now.length).equals(now);
}

/** Removes a directory that holds nothing. */
export function removeEmpty(directory: string): void {
  try {
    fs.rmdirSync(directory);
  } catch {
    // It holds something, or is gone.
  }
}

function missingDirectories(dir: string, changes: readonly FileChange[]): readonly string[] {
  const missing = new Set<string>();
  for (const { file } of changes)
    for (let at = path.dirname(file); at !== '.' && !fs.existsSync(path.join(dir, at)); at = path.dirname(at))
      missing.add(at);
  return [...missing].sort((a, b) => b.length - a.length);
}

/** The notes in a book. Undefined for a book that was cut short: its changes had not begun. */
function readNotes(book: string): Notes | undefined {
  try {
    return JSON.parse(fs.readFileSync(book, 'utf8')) as Notes;
  } catch (error) {
    if (error instanceof SyntaxError || (error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

export function readIfThere(file: string): Buffer | null {
  try {
    return fs.readFileSync(file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

/** Whether a file of that name is the book of another run that is under way. */
function isOthers(dir: string, name: string): boolean {
  const pid = Number(bookName.exec(name)?.[1] ?? process.pid);
  const found = fs.lstatSync(path.join(dir, name), { throwIfNoEntry: false });
  if (pid === process.pid || found === undefined || Date.now() - found.mtimeMs > patienceMs) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** The names in a directory; none where it may not be listed, which its readers report. */
function list(dir: string): readonly string[] {
  try {
    return fs.readdirSync(dir);
  } catch {
    return [];
  }
}
