import type { AlterTableCmd } from '@pgsql/types';
import { type Act, compareActs, type Rule, type Subject } from '../../model/rule.ts';
import { quoteIdentifier, quoteLiteral } from '../../postgres/identifier.ts';
import { byKind } from '../../sql/nodes.ts';
import { shown } from '../../sql/relations.ts';
import { isExisting } from '../reading/tables.ts';
import { alterations } from '../reading/trees.ts';

export const identityStart: Rule = {
  id: 'identity-start',
  group: 'data',
  severity: 'warning',
  summary:
    'A column that is there becomes an identity, which counts from 1: the next inserts get numbers that rows have already.',
  descendsFrom: [],
  *judge(subject) {
    for (const { act, table, command } of alterations(subject)) {
      if (command.subtype !== 'AT_AddIdentity' || !isExisting(act, table)) continue;
      if (startsLater(command) || isSetLater(subject, act)) continue;
      const [at, name] = [shown(table), command.name ?? ''];
      const column = quoteIdentifier(name);
      yield {
        act,
        focus: name,
        message: `\`${name}\` of ${at} counts from 1 on, whatever numbers its rows have`,
        notes: [
          'An identity does not look at the rows: an INSERT that takes its number may fail as a duplicate.',
        ],
        hint: [
          'Let it go on behind them, in the same migration:',
          {
            code: `SELECT setval(pg_get_serial_sequence(${quoteLiteral(at)}, ${quoteLiteral(name)}), (SELECT coalesce(max(${column}), 0) + 1 FROM ${at}), false);`,
          },
        ],
      };
    }
  },
};

/** Whether the identity is told to begin with another number than the first or the last there is. */
function startsLater({ def }: AlterTableCmd): boolean {
  return (byKind(def).Constraint?.options ?? []).some((node) => {
    const { defname, arg } = byKind(node).DefElem ?? {};
    const { Integer: number, Float: large } = byKind(arg);
    return defname === 'start' && (large !== undefined || Math.abs(number?.ival ?? 0) > 1);
  });
}

/** Whether the same migration sets a sequence afterwards, or empties tables before. */
function isSetLater({ acts }: Subject, act: Act): boolean {
  return acts.some(
    (other) =>
      other.at === act.at &&
      (compareActs(other, act) > 0
        ? /\bsetval\s*\(|\bRESTART\b/i.test(other.text)
        : other.head.startsWith('TRUNCATE')),
  );
}
