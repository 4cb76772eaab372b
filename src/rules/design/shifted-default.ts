import type { Act, Rule, Subject } from '../../model/rule.ts';
import type { Fact } from '../../model/schema.ts';
import { bareName, lastPart } from '../../postgres/identifier.ts';
import { bare } from '../../postgres/types/type-change.ts';
import { byKind, stringsOf } from '../../sql/nodes.ts';
import { parseSql } from '../../sql/parse.ts';
import { isSame, namedByIdentity } from '../../sql/relations.ts';
import { typeText } from '../../sql/type-text.ts';
import { baseType } from '../reading/domains.ts';
import { childrenOf, ownTables, tableOf, textOf } from '../reading/facts.ts';
import { placeOfColumn } from '../reading/places.ts';
import { alterations } from '../reading/trees.ts';

/** https://www.postgresql.org/docs/18/functions-datetime.html#FUNCTIONS-DATETIME-ZONECONVERT */
export const shiftedDefault: Rule = {
  id: 'shifted-default',
  group: 'design',
  severity: 'warning',
  summary:
    "The default of a timestamptz column is `now() AT TIME ZONE 'utc'`, a time without a zone: it is taken to be in the zone of the session, and is off by as much wherever that is not UTC.",
  descendsFrom: [],
  *judge(subject) {
    const isSupabase = subject.history.platform === 'supabase';
    for (const column of ownTables(subject).flatMap((table) => childrenOf(subject, table.id, 'column'))) {
      if (column.definition.inherited === true) continue;
      if (bare(baseType(subject, textOf(column, 'type'))) !== 'timestamp with time zone') continue;
      const [value] = childrenOf(subject, column.id, 'default');
      const shift = value === undefined ? undefined : shiftIn(textOf(value, 'expression'));
      if (shift === undefined) continue;
      const { zone, clock } = shift;
      yield {
        act: placeOfDefault(subject, column),
        focus: bareName(column.name),
        ...(isSupabase ? { severity: 'info' as const } : {}),
        message: `the default of \`${bareName(column.name)}\` of ${tableOf(column)} is another moment than now in each session whose time zone is not ${zone}: AT TIME ZONE takes the zone away, and the column puts the session's in its place`,
        notes: isSupabase ? ['On Supabase sessions are in UTC where nothing else is set.'] : [],
        hint: [
          'A timestamptz is a moment, whatever the zone in which it is shown:',
          {
            code: `ALTER TABLE ${tableOf(column)} ALTER COLUMN ${lastPart(column.name)} SET DEFAULT ${clock};`,
          },
        ],
      };
    }
  },
};

interface Shift {
  /** Its name: `UTC`. */
  readonly zone: string;
  /** The moment of which the zone is taken away, as SQL writes it: `now()`. */
  readonly clock: string;
}

const clocks: ReadonlySet<string> = new Set([
  'now',
  'clock_timestamp',
  'statement_timestamp',
  'transaction_timestamp',
]);

/** Reads `now() AT TIME ZONE 'utc'` and `timezone('utc', now())`; undefined for any other expression. */
function shiftIn(expression: string): Shift | undefined {
  const parsed = parseSql(`SELECT ${expression}`);
  const [target] = parsed.ok ? (byKind(parsed.trees[0]).SelectStmt?.targetList ?? []) : [];
  const value = withoutCast(byKind(target).ResTarget?.val, /^timestamp with(out)? time zone$/);
  const { funcname, args = [] } = byKind(value).FuncCall ?? {};
  if (stringsOf(funcname).at(-1) !== 'timezone') return undefined;
  const zone = byKind(withoutCast(args[0], /^text$/)).A_Const?.sval?.sval;
  const clock = clockOf(args[1]);
  return zone === undefined || clock === undefined
    ? undefined
    : { zone: zone.replace(/^utc$/i, 'UTC'), clock };
}

/** What is cast to such a type, or the node itself. */
function withoutCast(node: unknown, types: RegExp): unknown {
  const cast = byKind(node).TypeCast;
  return cast !== undefined && types.test(typeText(cast.typeName)) ? cast.arg : node;
}

function clockOf(node: unknown): string | undefined {
  const { FuncCall, SQLValueFunction } = byKind(node);
  if (/^SVFOP_CURRENT_TIMESTAMP(_N)?$/.test(SQLValueFunction?.op ?? '')) return 'CURRENT_TIMESTAMP';
  const name = stringsOf(FuncCall?.funcname).at(-1) ?? '';
  return clocks.has(name) ? `${name}()` : undefined;
}

/** The last statement that gave the column a default, or the column itself. */
function placeOfDefault(subject: Subject, column: Fact): Act | undefined {
  const set = alterations(subject).findLast(
    ({ act, table, command }) =>
      act.ran &&
      command.subtype === 'AT_ColumnDefault' &&
      command.name === bareName(column.name) &&
      isSame(table, namedByIdentity(tableOf(column))),
  );
  return set?.act ?? placeOfColumn(subject, column);
}
