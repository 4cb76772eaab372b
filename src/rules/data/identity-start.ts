import type { AlterTableCmd } from '@pgsql/types';
import { compareActs, type Rule, type Subject } from '../../model/rule.ts';
import { quoteIdentifier, quoteLiteral } from '../../postgres/identifier.ts';
import { byKind, lastString } from '../../sql/nodes.ts';
import { type Named, shown } from '../../sql/relations.ts';
import { empties, setsSequence } from '../reading/sequences.ts';
import { isExisting } from '../reading/tables.ts';
import { type Alteration, alterations } from '../reading/trees.ts';

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
      if (startsLater(command) || isSetLater(subject, { act, table, command })) continue;
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

/** Whether the same migration sets the sequence afterwards, or empties the table before. */
function isSetLater({ acts }: Subject, { act, table, command }: Alteration): boolean {
  const names = [table.name, sequenceOf(table, command)];
  return acts.some(
    (other) =>
      other.at === act.at &&
      (compareActs(other, act) > 0 ? setsSequence(other, names) : empties(other, table)),
  );
}

/** The name of the sequence that counts for the column. */
function sequenceOf({ name }: Named, { name: column, def }: AlterTableCmd): string {
  const options = (byKind(def).Constraint?.options ?? []).map((node) => byKind(node).DefElem);
  const given = options.find((option) => option?.defname === 'sequence_name')?.arg;
  return lastString(given) ?? `${name}_${column ?? ''}_seq`;
}
