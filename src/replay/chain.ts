import { createHash } from 'node:crypto';
import type { History } from '../model/migration.ts';

/**
 * Names every prefix of a history by its content: `chain[i]` stands for the migrations up to and including the i-th, under the
 * same rules on the same engine. Equal names mean equal rehearsals.
 */
export function chainOf(history: History, basis: string): readonly string[] {
  const first = digest(`${basis}\n${history.runner}\n${history.platform}`);
  const chain: string[] = [];
  let last = first;
  for (const migration of history.migrations) {
    last = digest(
      `${last}\n${migration.name}\n${migration.transaction}\n${migration.up.firstLine}\n${migration.up.file}\n${migration.up.text}`,
    );
    chain.push(last);
  }
  return chain;
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 32);
}
