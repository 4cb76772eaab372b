import type { Act, Fix } from '../../model/rule.ts';
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

/** Whether an ALTER TABLE does one thing, so that it can be written otherwise as a whole. */
export function isSingle({ trees }: Act): boolean {
  const [tree, ...more] = trees as readonly {
    readonly AlterTableStmt?: { readonly cmds?: readonly object[] };
  }[];
  return more.length === 0 && tree?.AlterTableStmt?.cmds?.length === 1;
}
