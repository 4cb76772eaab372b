import type { Rule } from '../../model/rule.ts';
import { bare, isBuiltIn, isText, isWidening, refusesNothing } from '../../postgres/types/type-change.ts';
import { lossOf } from '../../postgres/types/type-loss.ts';
import { columnOf } from '../../sql/clauses.ts';
import { shown } from '../../sql/relations.ts';
import { typeText } from '../../sql/type-text.ts';
import { typeBefore } from '../reading/column-types.ts';
import { baseType, refusesNoValue } from '../reading/domains.ts';
import { isExisting } from '../reading/tables.ts';
import { alterations } from '../reading/trees.ts';

export const narrowingType: Rule = {
  id: 'narrowing-type',
  group: 'data',
  severity: 'warning',
  summary:
    'A column gets a type that holds less: values that are there are cut, rounded, or make the migration fail.',
  descendsFrom: ['strong_migrations:change_column_type'],
  *judge(subject) {
    for (const { act, table, command } of alterations(subject)) {
      if (command.subtype !== 'AT_AlterColumnType' || !isExisting(act, table)) continue;
      const to = typeText(columnOf(command)?.typeName);
      const name = command.name ?? '';
      const from = typeBefore(subject, act, table, name);
      const held = refusesNoValue(subject, to) ? baseType(subject, to) : to;
      const loss = from && lossIn(from, held);
      if (loss === undefined) continue;
      yield {
        act,
        focus: name,
        message: `\`${name}\` of ${shown(table)} goes from ${from} to ${to}, which holds less: ${loss}`,
        hint: 'Look for values that do not fit before, on the real data; add a new column where they must not be lost.',
      };
    }
  },
};

/** What happens to values of a type in another that holds less; undefined where it holds all, and where nothing is known. */
function lossIn(from: string, to: string): string | undefined {
  // What jsonb leaves out of a document, such as repeated keys, is rarely meant.
  if (bare(from) === 'json') return undefined;
  const loss = lossOf(from, to, '');
  if (loss !== undefined && bare(to) !== 'jsonb') return `values ${loss.what}`;
  // Text that is to become something else may hold anything.
  const isHeld =
    isBuiltIn(from) && isBuiltIn(to)
      ? isWidening(from, to) || refusesNothing(from, to)
      : !isText(bare(from)) || isWidening(from, to);
  return isHeld ? undefined : 'values may not fit';
}
