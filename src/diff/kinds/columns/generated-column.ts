import type { Definition, Fact } from '../../../model/schema.ts';
import { postgres17 } from '../../../postgres/versions.ts';
import type { Context } from '../../kind.ts';
import { followersBefore } from '../trees/tree.ts';

/** Whether a column is generated no more. https://www.postgresql.org/docs/18/ddl-generated-columns.html */
export function losesExpression(was: Definition, is: Definition): boolean {
  return was.generated !== undefined && is.generated === undefined;
}

/**
 * Whether a column has to be made anew: turning a plain column into a generated one, or a stored into a virtual one, is not in
 * PostgreSQL's power; nor is another expression before PostgreSQL 17, and of a virtual column not where something may rely on it.
 */
export function needsNewColumn(before: Fact, after: Fact, context: Context): boolean {
  const [was, is] = [before.definition, after.definition];
  if (was.generated === 'VIRTUAL' && is.generated === undefined) return true;
  if (is.generated === undefined) return false;
  if (was.generated !== is.generated || was.type !== is.type) return true;
  if (was.expression === is.expression) return false;
  return (
    context.from.serverVersion < postgres17 || (is.generated === 'VIRTUAL' && isReliedOn(before, context))
  );
}

/** PostgreSQL 18 does not ask which column a check, or what publishes the table by its name, looks at. */
function isReliedOn(column: Fact, context: Context): boolean {
  const isRelying = ({ kind, definition }: Fact) =>
    kind === 'publication-table' || (kind === 'constraint' && definition.type === 'check');
  return (
    context.dependentsBefore(column.parent!).some(isRelying) ||
    followersBefore(column, context).some((below) => isReliedOn(below, context))
  );
}
