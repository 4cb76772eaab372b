import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { History, Migration } from '../model/migration.ts';
import { linesChecksum } from './layouts/flyway.ts';
import { toSqlFile } from './sql-file.ts';

const run = promisify(execFile);
/** How far back a file is followed. */
const mostVersions = 50;

/**
 * Earlier texts of a migration's file, newest first, from the project's Git history, also from before the file was renamed; none
 * without Git. Each is returned as a migration, filled in as the present ones are: a ledger can be compared with it, and it can run.
 */
export async function* oldTexts(
  { dir, runner, fill = (text) => text }: Pick<History, 'dir' | 'runner' | 'fill'>,
  migration: Migration,
): AsyncGenerator<Migration> {
  const seen = new Set<string>();
  const source = { file: migration.up.file, migration: migration.name };
  for (const version of await versionsOf(dir, migration.up.file)) {
    const bytes = await read(dir, version);
    if (bytes === undefined) continue;
    const { text, hash, isReadable } = toSqlFile(source, () => bytes);
    if (!isReadable || seen.has(hash)) continue;
    seen.add(hash);
    yield {
      ...migration,
      hash,
      up: { file: migration.up.file, text: fill(text), firstLine: migration.up.firstLine },
      ...(runner === 'flyway' ? { ledgerMark: linesChecksum(text) } : {}),
    };
  }
}

/** A commit and the path that the file had in it, from the root of the repository. */
type Version = readonly [commit: string, path: string];

async function versionsOf(dir: string, file: string): Promise<readonly Version[]> {
  try {
    const log = ['log', `-${mostVersions}`, '--format=%H', '--follow', '--name-only', '--', file];
    const { stdout } = await run('git', ['-c', 'core.quotePath=false', ...log], { cwd: dir });
    return [...stdout.matchAll(/^([0-9a-f]{40,64})\n\n(.+)$/gm)].map(([, commit, name]) => [commit!, name!]);
  } catch {
    return [];
  }
}

async function read(dir: string, [commit, name]: Version): Promise<Buffer | undefined> {
  try {
    const shown = await run('git', ['show', `${commit}:${name}`], {
      cwd: dir,
      encoding: 'buffer',
      maxBuffer: 1 << 28,
    });
    return shown.stdout;
  } catch {
    return undefined;
  }
}
