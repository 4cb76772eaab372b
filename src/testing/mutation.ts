import { appendFileSync, readFileSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { mutationFile } from '../config/environment.ts';
import type { Session } from '../db/session.ts';
import { StrataError } from '../model/errors.ts';
import type { History } from '../model/migration.ts';
import type { MutationOrder } from '../model/mutation.ts';

/** A rule that is taken away in the template of a history. */
export interface Mutation {
  readonly sql: readonly string[];
  /** Names it, for the server's key. */
  readonly identity: string;
  /** Tells `strata mutate` what became of it. */
  tell(news: string): void;
}

/** The mutation that `strata mutate` has ordered for this history; undefined where there is none, or it is for another. */
export function orderedMutation(history: History): Mutation | undefined {
  const file = mutationFile();
  if (file === undefined) return undefined;
  const order = JSON.parse(readFileSync(file, 'utf8')) as MutationOrder;
  if (realpathSync(join(history.dir, history.folder)) !== realpathSync(order.folder)) return undefined;
  return {
    sql: order.sql,
    identity: JSON.stringify([order.run, order.id, order.sql]),
    tell: (news) => appendFileSync(order.newsFile, `${news}\n`),
  };
}

/** Takes the rule away. */
export async function mutate(session: Session, { sql, tell }: Mutation): Promise<void> {
  if (sql.length === 0) return;
  const { error } = await session.run(sql.join(';\n'));
  if (error === undefined) return tell('mutated');
  tell(`refused ${error.message}`);
  throw new StrataError('engine', `the mutation is refused: ${error.message}`);
}
