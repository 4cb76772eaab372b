import path from 'node:path';
import type { Runner } from '../../model/migration.ts';
import { readHead } from '../file-bytes.ts';
import { listEntries, type MigrationFolder, type Reading } from '../migration-folder.ts';
import { isDbmate, readDbmate } from './dbmate.ts';
import { isFlywayName, readFlyway } from './flyway.ts';
import { isGoose, readGoose } from './goose.ts';
import { readPlain } from './plain.ts';
import { readSqitch } from './sqitch.ts';
import { hasUpFolders, readUpFolders } from './up-folders.ts';

/** Reads a folder of plain SQL in the way of its runner. */
export async function readSql(folder: MigrationFolder, runner: Runner): Promise<Reading> {
  if (runner === 'dbmate') return readDbmate(folder);
  if (runner === 'goose') return readGoose(folder);
  if (runner === 'flyway') return readFlyway(folder);
  if (folder.entries.some((entry) => entry.name === 'sqitch.plan')) return readSqitch(folder);
  return hasUpFolders(folder) ? readUpFolders(folder) : readPlain(folder);
}

/** Tells the runner of a folder of SQL from the names and the first lines of a few of its files. */
export function sniffRunner(names: readonly string[], heads: readonly string[]): Runner {
  if (names.some(isFlywayName)) return 'flyway';
  if (heads.some(isDbmate)) return 'dbmate';
  if (heads.some(isGoose)) return 'goose';
  return 'plain';
}

/** The beginnings of the first and last files of a folder: newer and older habits of a project. */
export function readHeads(directory: string, names: readonly string[]): readonly string[] {
  const sample = names.length <= 6 ? names : [...names.slice(0, 3), ...names.slice(-3)];
  return sample.flatMap((name) => readHead(path.join(directory, name)) ?? []);
}

/** The runner of a folder whose layout was given but not its runner. */
export function runnerOf(folder: MigrationFolder): Runner {
  const directory = path.join(folder.dir, folder.folder);
  const names = listEntries(directory)
    .filter((entry) => entry.kind === 'file' && /\.sql$/i.test(entry.name))
    .map((entry) => entry.name);
  return sniffRunner(names, readHeads(directory, names));
}
