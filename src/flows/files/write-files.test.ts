import { spawnSync } from 'node:child_process';
import {
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { directory } from '../../../test/strata.ts';
import { surveyProjects } from '../sources/find-projects.ts';
import { beginChanges, type FileChange, takeBackUnfinished } from './unfinished.ts';
import { writeFiles } from './write-files.ts';

const one = {
  'migrations/001_a.sql': 'CREATE TABLE a ();\n',
  'migrations/002_b.sql': 'CREATE TABLE b ();\n',
};
const baseline = {
  file: 'migrations/002_baseline.sql',
  text: 'CREATE TABLE a ();\nCREATE TABLE b ();\n',
  isUpdate: false,
};

function tree(dir: string): Readonly<Record<string, string>> {
  const files = readdirSync(dir, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const paths = files.map((entry) => join(entry.parentPath, entry.name)).sort();
  return Object.fromEntries(paths.map((path) => [path.slice(dir.length + 1), readFileSync(path, 'utf8')]));
}

const bookIn = (dir: string) =>
  readdirSync(dir).find((name) => name.startsWith('.strata-unfinished')) as string;
const idOfEnded = () => String(spawnSync(process.execPath, ['-e', '']).pid);
const ofProcess = (book: string, id: string) => book.replace(/\d+(?=\.json$)/, id);

/** What a run leaves that was killed after it had done some of its changes; its book lies in `holder`. */
function killedRun(dir: string, changes: readonly FileChange[], done: () => void, holder = dir): string {
  const unfinished = beginChanges(dir, changes);
  const book = bookIn(holder);
  const kept = readFileSync(join(holder, book));
  unfinished.close();
  const left = join(holder, ofProcess(book, idOfEnded()));
  writeFileSync(left, kept);
  done();
  return left;
}

const removal = (file: keyof typeof one): FileChange => ({
  file,
  before: Buffer.from(one[file]),
  after: null,
});
const addition = (file: string, after: string): FileChange => ({ file, before: null, after });

test('what is written takes the place of what it stands for, and nothing else is left', async () => {
  using project = directory(one);
  await writeFiles(project.path, [baseline], async () => {}, { removed: Object.keys(one) });
  expect(tree(project.path)).toEqual({ [baseline.file]: baseline.text });
});

test('a file that is not confirmed is taken back, with the folders that were made for it', async () => {
  using project = directory(one);
  const file = 'prisma/migrations/1_a/migration.sql';
  const writing = writeFiles(project.path, [{ file, text: 'SELECT 1;', isUpdate: false }], async () => {
    expect(tree(project.path)[file]).toBe('SELECT 1;');
    throw new Error('it does not arrive');
  });
  await expect(writing).rejects.toThrow('it does not arrive');
  expect(tree(project.path)).toEqual(one);
  expect(readdirSync(project.path)).toEqual(['migrations']);
});

test('a file that exists is not overwritten', async () => {
  using project = directory({ ...one, [baseline.file]: 'mine' });
  const writing = writeFiles(project.path, [baseline], async () => {});
  await expect(writing).rejects.toThrow('002_baseline.sql exists already');
  expect(tree(project.path)[baseline.file]).toBe('mine');
});

test('the next look at a project takes back what a killed run had begun', async () => {
  using project = directory(one);
  killedRun(
    project.path,
    [
      addition(baseline.file, baseline.text),
      removal('migrations/001_a.sql'),
      removal('migrations/002_b.sql'),
    ],
    () => {
      writeFileSync(join(project.path, baseline.file), baseline.text.slice(0, 20));
      rmSync(join(project.path, 'migrations/001_a.sql'));
    },
  );
  const { projects, takenBack } = await surveyProjects(project.path);
  expect(projects).toHaveLength(1);
  expect([...takenBack]).toEqual([[project.path, ['migrations/001_a.sql', baseline.file]]]);
  expect(tree(project.path)).toEqual(one);
});

test('what was changed since a run was killed stays', () => {
  using project = directory(one);
  killedRun(project.path, [addition('migrations/003_c.sql', 'CREATE TABLE c ();\n')], () =>
    writeFileSync(join(project.path, 'migrations/003_c.sql'), 'CREATE TABLE mine ();\n'),
  );
  expect(takeBackUnfinished(project.path)).toEqual([]);
  expect(tree(project.path)).toEqual({ ...one, 'migrations/003_c.sql': 'CREATE TABLE mine ();\n' });
});

test('a file that was half put back, as on a full disk, is put back by the next run', () => {
  using project = directory(one);
  const file = 'migrations/001_a.sql';
  killedRun(project.path, [{ ...removal(file), after: 'SELECT 1;\n' }], () =>
    writeFileSync(join(project.path, file), one[file].slice(0, 9)),
  );
  expect(takeBackUnfinished(project.path)).toEqual([file]);
  expect(tree(project.path)).toEqual(one);
});

test('what cannot be taken back is said with the file that keeps it, and stays there', () => {
  using project = directory(one);
  const file = 'migrations/001_a.sql';
  const unfinished = beginChanges(project.path, [removal(file)]);
  rmSync(join(project.path, file));
  mkdirSync(join(project.path, file));
  expect(() => unfinished.undo()).toThrow('what was begun cannot be taken back: EISDIR');
  expect(bookIn(project.path)).toBeDefined();
  rmSync(join(project.path, file), { recursive: true });
  unfinished.undo();
  expect(tree(project.path)).toEqual(one);
});

test('files beside the project are taken back as well', async () => {
  using outer = directory({
    'api/flyway.conf': 'flyway.locations=filesystem:../sql\n',
    'sql/V1__a.sql': 'SELECT 1;\n',
  });
  const dir = join(outer.path, 'api');
  const before = tree(outer.path);
  const files = [{ file: '../sql/V2__b.sql', text: 'SELECT 2;', isUpdate: false }];
  const writing = writeFiles(dir, files, () => Promise.reject(new Error('no')), {
    removed: ['../sql/V1__a.sql'],
  });
  await expect(writing).rejects.toThrow('no');
  expect(tree(outer.path)).toEqual(before);
  const removed = { file: '../sql/V1__a.sql', before: Buffer.from('SELECT 1;\n'), after: null };
  const half = () => {
    writeFileSync(join(outer.path, 'sql/V2__b.sql'), 'SELECT 2;');
    rmSync(join(outer.path, 'sql/V1__a.sql'));
  };
  killedRun(dir, [addition('../sql/V2__b.sql', 'SELECT 2;'), removed], half, outer.path);
  const { takenBack } = await surveyProjects(dir);
  expect([...takenBack]).toEqual([[outer.path, ['sql/V1__a.sql', 'sql/V2__b.sql']]]);
  expect(tree(outer.path)).toEqual(before);
});

test('notes that were cut short are of changes that had not begun', () => {
  using project = directory(one);
  const book = killedRun(project.path, [removal('migrations/001_a.sql')], () => {});
  writeFileSync(book, '{"changes":[{"file":"migr');
  expect(takeBackUnfinished(project.path)).toEqual([]);
  expect(tree(project.path)).toEqual(one);
});

test('notes that name a file outside of their directory are not followed', () => {
  using outer = directory({ 'secret.txt': 'mine', ...one });
  const dir = join(outer.path, 'migrations');
  const book = killedRun(
    dir,
    [{ file: '001_a.sql', before: Buffer.from('theirs'), after: 'mine' }],
    () => {},
  );
  writeFileSync(book, readFileSync(book, 'utf8').replace('001_a.sql', '../secret.txt'));
  expect(takeBackUnfinished(dir)).toEqual([]);
  expect(tree(outer.path)['secret.txt']).toBe('mine');
});

test('a run in another container is under way for as long as it touches its notes, whatever its id is', () => {
  using project = directory(one);
  const file = 'migrations/003_c.sql';
  const book = killedRun(project.path, [addition(file, 'SELECT 1;')], () =>
    writeFileSync(join(project.path, file), 'SELECT 1;'),
  );
  const theirs = ofProcess(book.replace(/[\da-f]{8}(?=-)/, '00000000'), String(process.pid));
  renameSync(book, theirs);
  expect(takeBackUnfinished(project.path)).toEqual([]);
  expect(() => beginChanges(project.path, [])).toThrow('another run of Strata is writing files in');
  const old = new Date(Date.now() - 4 * 60_000);
  utimesSync(theirs, old, old);
  expect(takeBackUnfinished(project.path)).toEqual([file]);
  expect(tree(project.path)).toEqual(one);
});

test('changes that another run has under way are left alone, and only one run writes at a time', () => {
  using project = directory(one);
  const file = 'migrations/003_c.sql';
  const unfinished = beginChanges(project.path, [addition(file, 'SELECT 1;')]);
  mkdirSync(dirname(join(project.path, file)), { recursive: true });
  writeFileSync(join(project.path, file), 'SELECT 1;');
  expect(() => beginChanges(project.path, [])).toThrow('another run of Strata is writing files in');
  const book = join(project.path, bookIn(project.path));
  const theirs = ofProcess(book, String(process.ppid));
  renameSync(book, theirs);
  expect(takeBackUnfinished(project.path)).toEqual([]);
  expect(tree(project.path)[file]).toBe('SELECT 1;');
  expect(() => beginChanges(project.path, [])).toThrow('another run of Strata is writing files in');
  unfinished.undo();
  rmSync(theirs);
  expect(tree(project.path)).toEqual(one);
});

test('a run that takes longer than others wait is still under way', () => {
  using project = directory(one);
  vi.useFakeTimers();
  try {
    const unfinished = beginChanges(project.path, [addition('migrations/003_c.sql', 'SELECT 1;')]);
    const book = join(project.path, bookIn(project.path));
    const age = () => Date.now() - statSync(book).mtimeMs;
    vi.advanceTimersByTime(60 * 60_000);
    expect(age()).toBeLessThan(2 * 60_000);
    unfinished.undo();
    expect(vi.getTimerCount()).toBe(0);
  } finally {
    vi.useRealTimers();
  }
  expect(tree(project.path)).toEqual(one);
});
