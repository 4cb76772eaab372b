import type { AlterTableCmd } from '@pgsql/types';
import type { Act, Rule, Subject, Verdict } from '../../model/rule.ts';
import type { ObjectEvent } from '../../model/trace.ts';
import { quoteIdentifier, splitOn } from '../../postgres/identifier.ts';
import { byKind, stringsOf } from '../../sql/nodes.ts';
import { isSame, type Named, namedByIdentity, shown } from '../../sql/relations.ts';
import { columnsNamed } from '../reading/facts.ts';
import { columnsOfForeignKey } from '../reading/places.ts';
import { isExisting } from '../reading/tables.ts';
import { type AddedConstraint, type Alteration, addedConstraints, alterations } from '../reading/trees.ts';

export const dropForeignKey: Rule = {
  id: 'drop-foreign-key',
  group: 'data',
  severity: 'info',
  summary:
    'A foreign key is dropped, or enforced no more: from then on rows may refer to rows that are not there.',
  descendsFrom: ['atlas:CD101'],
  *judge(subject) {
    for (const alteration of alterations(subject)) {
      const { act, table, command } = alteration;
      const { name } = command;
      if (command.subtype !== 'AT_DropConstraint' || name === undefined) continue;
      if (!isForeignKey(act, table, name) || !isExisting(act, table)) continue;
      if (isChange(subject, alteration, name)) continue;
      yield {
        act,
        focus: name,
        message: `without \`${name}\` rows of ${shown(table)} may refer to rows that are not there, and deleting what they refer to takes nothing along`,
        hint: 'First look for code that relies on the database for these checks and deletes. Both tables are locked while it is dropped.',
      };
    }
    yield* unenforced(subject);
  },
};

/** `ALTER CONSTRAINT ... NOT ENFORCED`, which PostgreSQL 18 has: the key stays there and does nothing. */
function* unenforced(subject: Subject): Iterable<Verdict> {
  for (const alteration of alterations(subject)) {
    const { act, table, command } = alteration;
    const name = enforcement(command, false);
    if (name === undefined || !isExisting(act, table) || isEnforcedAgain(subject, alteration, name)) continue;
    const code = `ALTER TABLE ${shown(table)} ALTER CONSTRAINT ${quoteIdentifier(name)} ENFORCED;`;
    yield {
      act,
      focus: name,
      message: `while \`${name}\` is not enforced, rows of ${shown(table)} may refer to rows that are not there, and deleting what they refer to takes nothing along`,
      hint: [
        'First look for code that relies on the database for these checks and deletes. To enforce it again reads every row:',
        { code },
      ],
    };
  }
}

/** The constraint that a command lets be enforced, or no more; undefined where it does not. */
function enforcement({ def }: AlterTableCmd, enforced: boolean): string | undefined {
  const altered = byKind(def).ATAlterConstraint;
  if (altered?.alterEnforceability !== true || (altered.is_enforced === true) !== enforced) return undefined;
  return altered.conname;
}

/** Whether the same migration enforces it again, as after a load of rows, or puts another in its place. */
function isEnforcedAgain(subject: Subject, alteration: Alteration, name: string): boolean {
  const { act, table } = alteration;
  const isBack = alterations(subject).some(
    (other) =>
      other.act.at === act.at && isSame(other.table, table) && enforcement(other.command, true) === name,
  );
  return isBack || isChange(subject, alteration, name);
}

/**
 * Whether the dropped constraint was a foreign key: it has the name that PostgreSQL gives to one, or its triggers were seen to
 * go along (an assumed one has none). What goes along with a primary or unique key, keys of other tables too, follows its index.
 */
function isForeignKey({ seen }: Act, table: Named, name: string): boolean {
  if (/_fkey\d*$/.test(name)) return true;
  const events = seen?.events ?? [];
  // The name of what the event is about, where that is on the table.
  const nameOn = ({ type, identity }: ObjectEvent, wanted: string) => {
    const [own, on] = type === wanted ? (splitOn(identity) ?? []) : [];
    return own !== undefined && on !== undefined && isSame(namedByIdentity(on), table) ? own : undefined;
  };
  const at = events.findIndex(
    (event) => event.action === 'drop' && nameOn(event, 'table constraint') === quoteIdentifier(name),
  );
  const behind = at === -1 ? [] : events.slice(at + 1);
  const end = behind.findIndex(({ implied, type }) => implied !== true || type === 'index');
  const along = end === -1 ? behind : behind.slice(0, end);
  return along.some((event) => nameOn(event, 'trigger')?.startsWith('"RI_ConstraintTrigger_c_') === true);
}

/** Whether an added foreign key is about one of the columns. */
function sharesColumn({ constraint, column }: AddedConstraint, columns: readonly string[]): boolean {
  const own = column === undefined ? stringsOf(constraint.fk_attrs) : [column.colname ?? ''];
  return own.some((name) => columns.includes(name));
}

/**
 * Whether the migration replaces the foreign key by another of its columns, or also drops a column of the table or the whole
 * table.
 */
function isChange(subject: Subject, { act, table }: Alteration, name: string): boolean {
  const isBeside = (other: Pick<Alteration, 'act' | 'table'>): boolean =>
    other.act.at === act.at && isSame(other.table, table);
  // Of columns that have another name by now, any foreign key may be the one that takes its place.
  const columns = columnsOfForeignKey(subject, act, table, name)?.filter(
    (column) => columnsNamed(subject, [table.name, column]).length > 0,
  );
  return (
    [...addedConstraints(subject)].some(
      (added) =>
        isBeside(added) &&
        added.constraint.contype === 'CONSTR_FOREIGN' &&
        (columns === undefined || columns.length === 0 || sharesColumn(added, columns)),
    ) ||
    alterations(subject).some((other) => isBeside(other) && other.command.subtype === 'AT_DropColumn') ||
    subject.acts.some(
      (other) =>
        other.at === act.at &&
        (other.seen?.events ?? []).some(
          ({ action, type, identity }) =>
            action === 'drop' && type === 'table' && isSame(namedByIdentity(identity), table),
        ),
    )
  );
}
