import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import path from 'node:path';
import { promisify } from 'node:util';
import type { History, Migration } from '../model/migration.ts';
import { linesChecksum } from './layouts/flyway.ts';

const run = promisify(execFile);
/** How far back a file is followed. */
const mostVersions = 50;

/**
 * Earlier texts of a migration's file, newest first, from the project's Git history; none without Git. Each is returned as a
 * migration, so that a ledger can be compared with it.
 */
export async function* oldTexts(
  { dir }: Pick<History, 'dir'>,
  migration: Migration,
): AsyncGenerator<Migration> {
  const { file } = migration.up;
  const seen = new Set<string>();
  for (const commit of await commitsOf(dir, file)) {
    const bytes = await fileAt(dir, commit, file);
    if (bytes === undefined) continue;
    const hash = createHash('sha256').update(bytes).digest('hex');
    if (seen.has(hash)) continue;
    seen.add(hash);
    const text = bytes.toString('utf8').replace(/^\ufeff/, '');
    yield {
      ...migration,
      hash,
      up: { ...migration.up, text },
      ...(/^[VRB].*__/.test(migration.name) ? { ledgerMark: linesChecksum(text) } : {}),
    };
  }
}

async function commitsOf(dir: string, file: string): Promise<readonly string[]> {
  try {
    const args = ['log', `-${mostVersions}`, '--format=%H', '--follow', '--', file];
    return (await run('git', args, { cwd: dir })).stdout.split('\n').filter((line) => line !== '');
  } catch {
    return [];
  }
}

async function fileAt(dir: string, commit: string, file: string): Promise<Buffer | undefined> {
  try {
    const name = `${commit}:./${path.posix.normalize(file)}`;
    const { stdout } = await run('git', ['show', name], { cwd: dir, encoding: 'buffer', maxBuffer: 1 << 28 });
    return stdout;
  } catch {
    return undefined;
  }
}
