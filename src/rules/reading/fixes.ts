import type { Act, Fix } from '../../model/rule.ts';
import { byKind } from '../../sql/nodes.ts';
import { notValidText } from './wording.ts';

/** A constraint is added unchecked, and checked in a migration of its own. */
export function addUnchecked(act: Act, table: string, constraint: string): Fix | undefined {
  const unchecked = notValidText(act);
  if (unchecked === undefined) return undefined;
  return {
    instead: unchecked.slice(0, -1),
    later: [{ statements: [`ALTER TABLE ${table} VALIDATE CONSTRAINT ${constraint}`], isAlone: false }],
  };
}

/** The statement moves to a migration of its own and runs CONCURRENTLY. */
export function concurrently(act: Act): Fix | undefined {
  const statement = act.text.replace(/\bINDEX\b/i, (word) =>
    word === 'index' ? 'index concurrently' : 'INDEX CONCURRENTLY',
  );
  return { instead: '', later: [{ statements: [statement], isAlone: true }] };
}

/** Whether an ALTER TABLE holds a single command, so that a fix can replace the whole statement. */
export function isSingle({ trees }: Act): boolean {
  return trees.length === 1 && byKind(trees[0]).AlterTableStmt?.cmds?.length === 1;
}
