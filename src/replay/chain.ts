import { createHash } from 'node:crypto';
import { type History, runsTogether } from '../model/migration.ts';
import type { EngineKind } from '../model/trace.ts';

/** What a rehearsal's result depends on besides the history. */
export interface RehearsalBasis {
  readonly engine: EngineKind;
  /** Run the migrations as superuser. */
  readonly superuser: boolean;
  /** Stand-ins of the project's own: extension name -> SQL. */
  readonly extensions: Readonly<Record<string, string>>;
  /** Roles that exist on the user's server before the first migration. */
  readonly roles: readonly string[];
  /** SQL that the user's servers ran before the first migration; empty for none. */
  readonly setup: string;
  /** What names this code: other code, another rehearsal. */
  readonly code: string;
}

/**
 * Names every prefix of a history by its content: `chain[i]` stands for the migrations up to and including the i-th, under the
 * same rules on the same engine. Equal names mean equal rehearsals.
 */
export function chainOf(history: History, on: RehearsalBasis): readonly string[] {
  const basis = JSON.stringify([on.code, on.engine, on.superuser, on.extensions, on.roles, on.setup]);
  const { runner, platform, schemas = [] } = history;
  const first = digest([basis, runner, runsTogether(history), platform, ...schemas].join('\n'));
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
