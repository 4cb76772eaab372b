import type { SqlFile } from '../sql-file.ts';

/**
 * Where an empty database begins: at the newest file whose head says `-- atlas:checkpoint`, which stands for all before it.
 * https://atlasgo.io/versioned/checkpoint
 */
export function checkpointOf(files: readonly SqlFile[]): number {
  return Math.max(
    0,
    files.findLastIndex(({ text }) => /^(?:--[^\n]*\n|\s*\n)*--[ \t]*atlas:checkpoint\b/.test(text)),
  );
}
