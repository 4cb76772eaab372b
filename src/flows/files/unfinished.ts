import { createHash } from 'node:crypto';
import * as fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { StrataError } from '../../model/errors.ts';

/** A change of one file; its path is relative to the project, and may lie outside of it. */
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
 * first. Paths are relative to the directory of the book, and lie below it.
 */
interface Notes {
  readonly changes: readonly {
    readonly file: string;
    readonly before: string | null;
    readonly after: string | null;
  }[];
  readonly made: readonly string[];
}

/** The name of a book (a file of notes): where its process ran, and the id that it had there. */
const bookName = /^\.strata-unfinished-([\da-f]{8})-(\d+)\.json$/;
/** The books that this process has open. */
const open = new Set<string>();
/** Milliseconds after which a book that nobody has touched is nobody's, although a process has its id: systems reuse them. */
const patienceMs = 10 * 60_000;
/** The same for a book of another machine or container, of whose processes nothing is seen from here. */
const elsewhereMs = 3 * 60_000;

/** Where an id of a process means this process: the host's name, and of Linux the namespace, since containers share neither. */
const here = createHash('sha256').update(`${os.hostname()} ${pidNamespace()}`).digest('hex').slice(0, 8);

function pidNamespace(): string {
  try {
    return fs.readlinkSync('/proc/self/ns/pid');
  } catch {
    return '';
  }
}

/**
 * Writes down beside a project which changes of its files are about to be made. However this process ends, they can be taken
 * back: when it exits, or, after a kill -9, by the next run that looks at the project.
 */
export function beginChanges(project: string, changes: readonly FileChange[]): Unfinished {
  const dir = holderOf(
    project,
    changes.map(({ file }) => file),
  );
  const book = path.join(dir, `.strata-unfinished-${here}-${process.pid}.json`);
  const files = changes.map(({ file, before, after }) => ({
    file: path.relative(dir, path.join(project, file)),
    before: before?.toString('base64') ?? null,
    after,
  }));
  const notes: Notes = { changes: files, made: missingDirectories(dir, files) };
  const close = () => {
    clearInterval(touching);
    process.off('exit', undoAtExit);
    fs.rmSync(book, { force: true });
    open.delete(book);
  };
  const undo = () => {
    try {
      takeBack(dir, notes);
    } catch (error) {
      throw notTakenBack('what was begun', book, error);
    }
    close();
  };
  const undoAtExit = () => {
    try {
      undo();
    } catch {
      // The book stays, and the next run takes it back.
    }
  };
  writeBook(dir, book, notes);
  open.add(book);
  // Proving what was written may take longer than others wait.
  const touching = setInterval(() => touch(book), elsewhereMs / 6).unref();
  process.on('exit', undoAtExit);
  return { undo, close };
}

/** The nearest directory, at or above the project's, that holds all these files of it: its book lies there. */
function holderOf(project: string, files: readonly string[]): string {
  let dir = path.resolve(project);
  while (!files.every((file) => isBelow(dir, path.join(project, file))) && dir !== path.dirname(dir))
    dir = path.dirname(dir);
  return dir;
}

function isBelow(dir: string, file: string): boolean {
  return path.resolve(file).startsWith(path.join(path.resolve(dir), path.sep));
}

/**
 * Where books of a project may lie that writes to these folders, paths relative to its directory: in that, and in those above it up
 * to the one that holds all of them.
 */
export function placesOfBooks(project: string, folders: readonly string[]): readonly string[] {
  const places = [path.resolve(project)];
  const top = holderOf(
    project,
    folders.map((folder) => path.join(folder, 'a')),
  );
  while (places.at(-1) !== top) places.push(path.dirname(places.at(-1) as string));
  return places;
}

/** Creates the book. Only one run writes at a time, since each would prove the other's files. */
function writeBook(dir: string, book: string, notes: Notes): void {
  try {
    fs.writeFileSync(book, JSON.stringify(notes), { flag: 'wx', mode: 0o600 });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST') throw isWriting(dir);
    fs.rmSync(book, { force: true });
    throw new StrataError('usage', `${dir} cannot be written (${code})`, {
      hint: 'Nothing was written. Allow this user to write there, or make room.',
      cause: error,
    });
  }
  if (list(dir).some((name) => isOthers(dir, name))) {
    fs.rmSync(book, { force: true });
    throw isWriting(dir);
  }
}

function isWriting(dir: string): StrataError {
  return new StrataError('usage', `another run of Strata is writing files in ${dir}`, {
    hint: 'Nothing was written. Run the command again when that one has ended.',
  });
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
      // No run of Strata writes down what lies outside: whoever put that there, it is not to be followed.
      if (notes?.changes.some(({ file }) => !isBelow(dir, path.join(dir, file)))) continue;
      for (const file of notes === undefined ? [] : takeBack(dir, notes)) files.add(file);
      fs.rmSync(book, { force: true });
    } catch (error) {
      throw notTakenBack('what an interrupted run left half-written', book, error);
    }
  }
  return [...files].sort();
}

function notTakenBack(what: string, book: string, error: unknown): StrataError {
  return new StrataError('project', `${what} cannot be taken back: ${(error as Error).message}`, {
    hint: `${book} holds what was there before, and the next run puts that back. Allow this user to write there, or make room, and run the command again.`,
    cause: error,
  });
}

/** Restores the files, but for those that somebody has changed since. */
function takeBack(dir: string, { changes, made }: Notes): readonly string[] {
  const taken: string[] = [];
  for (const { file, before, after } of changes) {
    const target = path.join(dir, file);
    const old = before === null ? null : Buffer.from(before, 'base64');
    const now = readIfThere(target);
    const isOld = now === null ? old === null : old?.equals(now) === true;
    if (isOld || !isOurs(now, after, old)) continue;
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

/**
 * Whether a file holds what a run wrote, or only the beginning of it, or of what it was to hold again: a write that was cut short, as
 * by a full disk, leaves that.
 */
function isOurs(now: Buffer | null, after: string | null, old: Buffer | null): boolean {
  if (now === null) return true;
  const isBeginningOf = (all: Buffer | null) => all?.subarray(0, now.length).equals(now) === true;
  return isBeginningOf(after === null ? null : Buffer.from(after)) || isBeginningOf(old);
}

/** Removes a directory that holds nothing. */
export function removeEmpty(directory: string): void {
  try {
    fs.rmdirSync(directory);
  } catch {
    // It holds something, or is gone.
  }
}

function missingDirectories(dir: string, changes: Notes['changes']): readonly string[] {
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
  const [, place, id] = bookName.exec(name) ?? [];
  const found = fs.lstatSync(path.join(dir, name), { throwIfNoEntry: false });
  if (id === undefined || found === undefined) return false;
  const age = Date.now() - found.mtimeMs;
  if (place !== here) return age < elsewhereMs;
  if (Number(id) === process.pid || age > patienceMs) return false;
  try {
    process.kill(Number(id), 0);
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
