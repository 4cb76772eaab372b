import { mkdir, readdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import type { CacheItem } from '../model/cache.ts';
import type { Trace } from '../model/trace.ts';

/** What is kept of a rehearsal on disk, under the last name of its chain. */
export interface Rehearsed {
  readonly chain: readonly string[];
  readonly trace: Trace;
}

/** How many rehearsals are kept; each is about half a megabyte for a thousand statements. */
const mostRecords = 200;

/** The kept rehearsals. A record that is damaged or cannot be read counts as missing. */
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

/** A snapshot could not be kept, for example because the disk is full. This costs only time, now or in the next run. */
export class NotKept extends Error {}

/** Of every file: the checksum of the JSON in its first line, then the JSON. */
const ending = '.kept';

export function openRecords(dir: string): Records {
  const file = (name: string): string => join(dir, `${name}${ending}`);
  return {
    async read(name) {
      const record = await readWhole<Rehearsed>(file(name));
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
      return (await readWhole<readonly string[]>(file(`last-${project}`))) ?? [];
    },
    async writeLastChain(project, chain) {
      await writeWhole(dir, file(`last-${project}`), chain);
    },
    readPart: (name, part) => readWhole(file(`${name}.${part}`)),
    writePart: (name, part, value) => writeWhole(dir, file(`${name}.${part}`), value),
  };
}

/** The same records without one whose snapshot is gone: alone it is of no use. */
export function forget(records: Records, name: string): Records {
  return { ...records, read: async (asked) => (asked === name ? undefined : records.read(asked)) };
}

async function readWhole<T>(file: string): Promise<T | undefined> {
  try {
    const text = await readFile(file, 'utf8');
    const start = text.indexOf('\n') + 1;
    const json = text.slice(start);
    return text.slice(0, start - 1) === checksum(json) ? (JSON.parse(json) as T) : undefined;
  } catch {
    return undefined;
  }
}

/** Written beside and renamed, so that a reader never sees half of it. A disk that refuses costs only the cache. */
async function writeWhole(dir: string, file: string, value: unknown): Promise<void> {
  const draft = `${file}.${process.pid}`;
  try {
    await mkdir(dir, { recursive: true, mode: 0o700 });
    const json = JSON.stringify(value);
    await writeFile(draft, `${checksum(json)}\n${json}`, { mode: 0o600 });
    await rename(draft, file);
  } catch {
    await rm(draft, { force: true }).catch(() => {});
  }
}

/** A disk or a cleaner may change a byte where JSON still is JSON. */
function checksum(json: string): string {
  return crc32(json).toString(16);
}

/** Deletes the least recently used records, each with all its parts. */
async function dropOldest(dir: string): Promise<void> {
  const names = await listFiles(dir);
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
      used: (await stat(join(dir, `${name}${ending}`)).catch(() => undefined))?.mtimeMs ?? 0,
    })),
  );
  dated.sort((a, b) => a.used - b.used);
  const dropped = dated.slice(0, records.size - mostRecords).flatMap(({ files }) => files);
  await Promise.all(dropped.map((name) => rm(join(dir, name), { force: true })));
}

async function listFiles(dir: string): Promise<readonly string[]> {
  return (await readdir(dir).catch(() => [])).filter((name) => name.endsWith(ending));
}

/** The records of a directory as one item of the cache; none where there are none. */
export async function describeRecords(dir: string): Promise<readonly CacheItem[]> {
  const names = await listFiles(dir);
  const found = await Promise.all(names.map((name) => stat(join(dir, name)).catch(() => undefined)));
  // One that another process dropped meanwhile is none.
  const files = found.filter((file) => file !== undefined);
  if (files.length === 0) return [];
  const bytes = files.reduce((sum, file) => sum + file.size, 0);
  const lastUsed = new Date(Math.max(...files.map(({ mtimeMs }) => mtimeMs))).toISOString();
  return [{ kind: 'rehearsals', name: `${files.length} files`, path: dir, bytes, lastUsed }];
}

/** Forgets every rehearsal. */
export async function clearRecords(dir: string): Promise<readonly CacheItem[]> {
  const items = await describeRecords(dir);
  await rm(dir, { recursive: true, force: true });
  return items;
}
