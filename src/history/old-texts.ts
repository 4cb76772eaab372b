import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import type { History, Migration } from '../model/migration.ts';
import { linesChecksum } from './layouts/flyway.ts';

const run = promisify(execFile);
/** How far back a file is followed. */
const mostVersions = 50;

/**
 * Earlier texts of a migration's file, newest first, from the project's Git history, also from before the file was renamed; none
 * without Git. Each is returned as a migration, so that a ledger can be compared with it.
 */
export async function* oldTexts(
  { dir, runner }: Pick<History, 'dir' | 'runner'>,
  migration: Migration,
): AsyncGenerator<Migration> {
  const seen = new Set<string>();
  for (const version of await versionsOf(dir, migration.up.file)) {
    const bytes = await read(dir, version);
    if (bytes === undefined) continue;
    const hash = createHash('sha256').update(bytes).digest('hex');
    if (seen.has(hash)) continue;
    seen.add(hash);
    const text = bytes.toString('utf8').replace(/^\ufeff/, '');
    yield {
      ...migration,
      hash,
      up: { ...migration.up, text },
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
