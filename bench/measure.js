// What every bench shares: medians, programs run to their end, and the table that is printed.
import { spawn } from 'node:child_process';
import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';

/** @param {readonly number[]} values */
export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? 0;
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? 0)) / 2;
}

/**
 * Milliseconds that `work` takes.
 * @param {() => Promise<unknown>} work
 */
export async function timed(work) {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

/**
 * What a Node program wrote when it has come to its end; the error where it fails.
 * @param {readonly string[]} words
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<string>}
 */
export function runNode(words, env = process.env) {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, words, { env, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk) => {
        output += chunk;
      });
    child.on('error', reject);
    child.on('close', (code) =>
      code === 0 ? resolve(output) : reject(new Error(`ended with ${code}:\n${output}`)),
    );
  });
}

/** @param {number} ms */
export function shownTime(ms) {
  return ms >= 1000 ? `${(ms / 1000).toFixed(2)} s` : `${ms.toFixed(ms < 10 ? 1 : 0)} ms`;
}

/**
 * Prints rows under a title, each column as wide as its widest cell.
 * @param {string} title
 * @param {readonly (readonly string[])[]} rows
 */
export function printTable(title, rows) {
  const widths = (rows[0] ?? []).map((_, i) => Math.max(...rows.map((row) => row[i]?.length ?? 0)));
  const lines = rows.map((row) =>
    row
      .map((cell, i) => cell.padEnd(widths[i] ?? 0))
      .join('  ')
      .trimEnd(),
  );
  process.stdout.write(`${title}\n\n${lines.map((line) => `  ${line}`).join('\n')}\n\n`);
}

/**
 * Forgets every rehearsal of a cache; the empty cluster stays prepared.
 * @param {string} cacheDir
 */
export function forgetRehearsals(cacheDir) {
  rmSync(join(cacheDir, 'rehearsals'), { recursive: true, force: true });
  for (const name of readdirSync(join(cacheDir, 'clusters'))) {
    if (name.startsWith('snapshot-'))
      rmSync(join(cacheDir, 'clusters', name), { recursive: true, force: true });
  }
}
