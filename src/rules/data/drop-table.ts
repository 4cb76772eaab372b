import type { DropStmt } from '@pgsql/types';
import { assumedName } from '../../model/migration.ts';
import type { Act, Rule, Subject, Verdict } from '../../model/rule.ts';
import { quoteIdentifier } from '../../postgres/identifier.ts';
import { droppedNames } from '../../sql/clauses.ts';
import { type Named, namedByIdentity, namedByList, shown } from '../../sql/relations.ts';
import { codeWord, eventsInside } from '../reading/inner-code.ts';
import { type LeftBehind, leftBehind } from '../reading/left-behind.ts';
import {
  dropsNothing,
  isExisting,
  isMissed,
  isNew,
  isObjectMadeHere,
  madeAt,
  makesSchema,
} from '../reading/tables.ts';
import { statementsOf } from '../reading/trees.ts';

export const dropTable: Rule = {
  id: 'drop-table',
  group: 'data',
  severity: 'warning',
  summary: 'A table is dropped: its rows go, and code that still names it fails.',
  descendsFrom: [
    'squawk:ban-drop-table',
    'strong_migrations:create_table_force',
    'atlas:DS101',
    'atlas:DS102',
  ],
  *judge(subject) {
    for (const { act, node } of statementsOf(subject, 'DropStmt', /^DROP (TABLE|FOREIGN TABLE|SCHEMA)\b/)) {
      if (node.removeType === 'OBJECT_SCHEMA') {
        yield* droppedSchema(subject, act, droppedNames(node));
        continue;
      }
      if (node.removeType === 'OBJECT_FOREIGN_TABLE') {
        yield* droppedForeign(subject, act, node);
        continue;
      }
      for (const parts of droppedNames(node)) {
        const table = namedByList(parts);
        const wasThere = !isMissed(act, node, table);
        const isMadeAnew =
          !wasThere && act.at === 0 && madeAt(act, table) !== undefined && !isNew(act, table);
        if (!isMadeAnew && dropsNothing(subject, act, node, table)) continue;
        if (wasThere && !isExisting(act, table)) continue;
        const left = leftBehind(subject, act, table);
        if (left !== undefined) {
          yield* lostOnTheWay(act, table, left);
          continue;
        }
        yield {
          act,
          focus: table.name,
          ...(isMadeAnew ? { severity: 'info' as const } : {}),
          message: `dropping ${shown(table)} loses its rows, and code that still names it fails`,
          notes: wasThere
            ? []
            : [
                isMadeAnew
                  ? 'Where the table exists already, this empties it.'
                  : 'No migration makes this table: where it exists, it was made by something else.',
              ],
          hint: 'Deploy code that no longer names it first; keep a copy of what may be asked for again.',
        };
      }
    }
    for (const { act, event } of eventsInside(subject, 'drop', 'table')) {
      const table = namedByIdentity(event.identity);
      if (table.schema === 'pg_temp' || isObjectMadeHere(subject, act, event.key)) continue;
      yield {
        act,
        focus: table.name,
        message: `${codeWord(act)} drops ${shown(table)}: its rows are lost, and code that still names it fails`,
      };
    }
  },
};

/** What is lost of a table whose rows are set aside: in part they may be lost all the same, or come back under another name. */
function* lostOnTheWay(act: Act, table: Named, { columns, where }: LeftBehind): Iterable<Verdict> {
  const lost = [
    ...(where === undefined ? [] : ['the rows that are not put back into it']),
    ...(columns.length === 0 ? [] : [`what is in ${columns.map((name) => `\`${name}\``).join(', ')}`]),
  ];
  if (lost.length > 0)
    yield {
      act,
      focus: table.name,
      message: `dropping ${shown(table)} loses ${lost.join(', and ')}`,
      notes: where === undefined ? [] : [`Those come back for which this is true: ${where}`],
      hint: 'Look what that is on the real data, and keep a copy of what may be asked for again.',
    };
  else if ((madeAt(act, table) ?? -1) < act.index)
    yield {
      act,
      focus: table.name,
      message: `code that still names ${shown(table)} fails once it is dropped; its rows come back in the table that it was a partition of`,
      hint: 'Deploy code that names the whole table first.',
    };
}

/** Foreign tables that are dropped for good: their rows lie elsewhere. */
function* droppedForeign(subject: Subject, act: Act, node: DropStmt): Iterable<Verdict> {
  for (const table of droppedNames(node).map(namedByList)) {
    if (dropsNothing(subject, act, node, table) || !isExisting(act, table)) continue;
    if ((madeAt(act, table) ?? -1) > act.index) continue;
    yield {
      act,
      focus: table.name,
      message: `code that still names the foreign table ${shown(table)} fails once it is dropped`,
      hint: 'Deploy code that no longer names it first. What is stored on the other server stays.',
    };
  }
}

/** The verdict on a dropped schema, whose tables the history may or may not know. */
function* droppedSchema(
  subject: Subject,
  act: Act,
  names: readonly (readonly string[])[],
): Iterable<Verdict> {
  const hint = 'Keep a copy of what may be asked for again.';
  const tables = (act.seen?.events ?? []).filter(({ action, type }) => action === 'drop' && type === 'table');
  if (tables.length > 0) {
    const lost = tables.map(({ identity }) => identity).slice(0, 8);
    if (act.at > 0) yield { act, message: `dropping the schema loses the rows of ${lost.join(', ')}`, hint };
    return;
  }
  for (const [schema = ''] of names) {
    const isKnown = (other: Act) => makesSchema(other, schema) && other.migration.name !== assumedName;
    if (subject.acts.some(isKnown)) continue;
    yield {
      act,
      focus: schema,
      message: `dropping schema ${quoteIdentifier(schema)} loses the rows of all tables in it`,
      notes: ['No migration makes this schema: where it exists, it was made by something else.'],
      hint,
    };
  }
}
