import { mkdir, readdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { CacheItem } from '../model/cache.ts';
import type { Trace } from '../model/trace.ts';

/** What is kept of a rehearsal on disk, under the last name of its chain. */
export interface Rehearsed {
  readonly chain: readonly string[];
  readonly trace: Trace;
}

/** How many rehearsals are kept; each is about half a megabyte for a thousand statements. */
const mostRecords = 200;

/** Rehearsals on disk. A record that cannot be read is as good as none: it is made anew. */
export interface Records {
  read(name: string): Promise<Rehearsed | undefined>;
  write(record: Rehearsed): Promise<void>;
  /** The chain of the project's last rehearsal, to tell where the history has been edited. */
  lastChain(project: string): Promise<readonly string[]>;
  writeLastChain(project: string, chain: readonly string[]): Promise<void>;
  /** Something derived from a rehearsal, kept beside it and dropped with it. */
  readPart<T>(name: string, part: string): Promise<T | undefined>;
  writePart(name: string, part: string, value: unknown): Promise<void>;
}

export function openRecords(dir: string): Records {
  const file = (name: string): string => join(dir, `${name}.json`);
  return {
    async read(name) {
      const record = await readJson<Rehearsed>(file(name));
      if (record !== undefined) {
        const now = new Date();
        await utimes(file(name), now, now).catch(() => {});
      }
      return record;
    },
    async write(record) {
      const name = record.chain.at(-1);
      if (name === undefined) return;
      await writeWhole(dir, file(name), record);
      await dropOldest(dir);
    },
    async lastChain(project) {
      return (await readJson<readonly string[]>(file(`last-${project}`))) ?? [];
    },
    async writeLastChain(project, chain) {
      await writeWhole(dir, file(`last-${project}`), chain);
    },
    readPart: (name, part) => readJson(file(`${name}.${part}`)),
    writePart: (name, part, value) => writeWhole(dir, file(`${name}.${part}`), value),
  };
}

/** The same records, but one is not known: its snapshot is gone, and without it the record is no use. */
export function forget(records: Records, name: string): Records {
  return { ...records, read: async (asked) => (asked === name ? undefined : records.read(asked)) };
}

async function readJson<T>(file: string): Promise<T | undefined> {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as T;
  } catch {
    return undefined;
  }
}

/** Written beside and renamed, so that a reader never sees half of it. A disk that refuses costs only the cache. */
async function writeWhole(dir: string, file: string, value: unknown): Promise<void> {
  const draft = `${file}.${process.pid}`;
  try {
    await mkdir(dir, { recursive: true, mode: 0o700 });
    await writeFile(draft, JSON.stringify(value), { mode: 0o600 });
    await rename(draft, file);
  } catch {
    await rm(draft, { force: true }).catch(() => {});
  }
}

/** Drops whole records, parts and all, that were not used for the longest time. */
async function dropOldest(dir: string): Promise<void> {
  const names = (await readdir(dir)).filter((name) => name.endsWith('.json'));
  const records = new Map<string, string[]>();
  for (const name of names) {
    const record = name.slice(0, name.indexOf('.'));
    const files = records.get(record);
    if (files === undefined) records.set(record, [name]);
    else files.push(name);
  }
  if (records.size <= mostRecords * 1.2) return;
  const dated = await Promise.all(
    [...records].map(async ([name, files]) => ({
      files,
      used: (await stat(join(dir, `${name}.json`)).catch(() => undefined))?.mtimeMs ?? 0,
    })),
  );
  dated.sort((a, b) => a.used - b.used);
  const dropped = dated.slice(0, records.size - mostRecords).flatMap(({ files }) => files);
  await Promise.all(dropped.map((name) => rm(join(dir, name), { force: true })));
}

/** The records of a directory as one item of the cache; none where there are none. */
export async function describeRecords(dir: string): Promise<readonly CacheItem[]> {
  const names = (await readdir(dir).catch(() => [])).filter((name) => name.endsWith('.json'));
  if (names.length === 0) return [];
  const files = await Promise.all(names.map((name) => stat(join(dir, name))));
  const bytes = files.reduce((sum, file) => sum + file.size, 0);
  const lastUsed = new Date(Math.max(...files.map(({ mtimeMs }) => mtimeMs))).toISOString();
  return [{ kind: 'rehearsals', name: `${names.length} files`, path: dir, bytes, lastUsed }];
}

/** Forgets every rehearsal. */
export async function clearRecords(dir: string): Promise<readonly CacheItem[]> {
  const items = await describeRecords(dir);
  await rm(dir, { recursive: true, force: true });
  return items;
}
