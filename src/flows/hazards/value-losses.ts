import type { Act, Subject } from '../../model/rule.ts';
import { quoteIdentifier } from '../../postgres/identifier.ts';
import { alterations } from '../../rules/reading/trees.ts';
import { columnOf, columnsNamed } from '../../sql/clauses.ts';
import { type Named, shown } from '../../sql/relations.ts';
import { relationsMeant } from './relations-meant.ts';

/** A statement that gives a column values which its old ones have no part in. */
export interface ValueLoss {
  readonly act: Act;
  /** Qualified. */
  readonly table: string;
  /** Quoted where needed. */
  readonly column: string;
}

/** Every `ALTER COLUMN ... TYPE ... USING` whose expression does not name the column. `loadParser` must have been awaited. */
export function valueLosses(subject: Subject): readonly ValueLoss[] {
  return alterations(subject).flatMap(({ act, table, command }) => {
    const { subtype, name = '' } = command;
    const using = subtype === 'AT_AlterColumnType' ? columnOf(command)?.raw_default : undefined;
    if (using === undefined || columnsNamed(using).has(name)) return [];
    return qualified(subject, act, table).map((one) => ({ act, table: one, column: quoteIdentifier(name) }));
  });
}

function qualified(subject: Subject, act: Act, table: Named): readonly string[] {
  const meant = relationsMeant(subject, act, table);
  if (meant === 'new') return [];
  const tables = meant === 'unknown' ? [table] : meant;
  return tables.map(({ schema = 'public', name }) => shown({ schema, name }));
}
