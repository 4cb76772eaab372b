import { byKind, stringOf, walk } from './nodes.ts';
import { parseSql } from './parse.ts';

/**
 * The names that stand alone in a statement where a column is looked for, and in PL/pgSQL a variable too: `name` in `WHERE name = 'x'`
 * and in `ON CONFLICT (name)`. What is only a name in ORDER BY, GROUP BY or DISTINCT ON may be one of the output, and is left out.
 * https://www.postgresql.org/docs/18/plpgsql-implementation.html#PLPGSQL-VAR-SUBST
 */
export function loneNames(sql: string): ReadonlySet<string> {
  const parsed = parseSql(sql);
  const names = new Set<string>();
  if (!parsed.ok) return names;
  const ofOutput = new Set<unknown>();
  walk(parsed.trees, (node, kind) => {
    if (kind === 'SortBy') ofOutput.add(byKind(node.node).ColumnRef);
    if (kind === 'groupClause' || kind === 'distinctClause') ofOutput.add(byKind(node).ColumnRef);
    const fields = kind === 'ColumnRef' && !ofOutput.has(node) ? (node.fields as readonly unknown[]) : [];
    const name = kind === 'IndexElem' ? node.name : fields.length === 1 ? stringOf(fields[0]) : undefined;
    if (typeof name === 'string') names.add(name);
  });
  return names;
}
