import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { FileToWrite, History, Migration } from '../../model/migration.ts';

/** A migration that is to be written; each statement with its comments and semicolon, ending with a line feed. */
export interface DraftMigration {
  readonly up: readonly string[];
  readonly down: readonly string[];
  /** What the down cannot bring back, a sentence each. */
  readonly lost: readonly string[];
  /** It refuses to run in a transaction block. */
  readonly isAlone: boolean;
}

/** What new migrations are on disk, and what a reader makes of them. */
export interface Writing {
  readonly files: readonly FileToWrite[];
  readonly migrations: readonly Pick<Migration, 'name' | 'up' | 'down' | 'transaction' | 'ledgerMark'>[];
  /** What a person should know, a sentence each. */
  readonly notes: readonly string[];
}

export type Written = Omit<Writing, 'notes'>;

/** The SQL of a down, headed by what it cannot bring back. */
export function downText({ down, lost }: DraftMigration): string {
  const head =
    lost.length === 0 ? '' : `-- This cannot bring back:\n${lost.map((line) => `-- - ${line}\n`).join('')}\n`;
  return `${head}${down.join('\n')}`;
}

export function inFolder({ folder }: History, ...names: readonly string[]): string {
  return path.posix.join(folder, ...names);
}

export function whole(file: string, text: string) {
  return { file, text, firstLine: 1 };
}

export function created(file: string, text: string): FileToWrite {
  return { file, text, isUpdate: false };
}

/** What is written of migrations that have a file for each way. */
export function inTwoFiles(
  migrations: readonly (Writing['migrations'][number] & Required<Pick<Migration, 'down'>>)[],
): Written {
  const files = migrations.flatMap(({ up, down }) => [
    created(up.file, up.text),
    created(down.file, down.text),
  ]);
  return { files, migrations };
}

export function readIfThere({ dir }: History, file: string): string | undefined {
  try {
    return readFileSync(path.join(dir, file), 'utf8').replace(/^\ufeff/, '');
  } catch {
    return undefined;
  }
}
