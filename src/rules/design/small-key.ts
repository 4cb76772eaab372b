import { objectId } from '../../model/object-id.ts';
import type { Act, Rule, Subject, Verdict } from '../../model/rule.ts';
import type { Fact } from '../../model/schema.ts';
import { list } from '../../model/words.ts';
import { bareName } from '../../postgres/identifier.ts';
import { byKind } from '../../sql/nodes.ts';
import { isSame, namedBy, namedByIdentity } from '../../sql/relations.ts';
import { typeText } from '../../sql/type-text.ts';
import { judgeColumns } from '../reading/columns.ts';
import { factOf, factsOf, isOwn, laterOf, placeOf, tableOf, textOf } from '../reading/facts.ts';
import { alterations, statementsOf } from '../reading/trees.ts';

/** How names end of columns that number rows; a year or a status code does not grow with the rows. */
const numbering = /(^|_)(id|no|nr|num|number|pk|key)$|[a-z]I[dD]$/;

export const smallKey: Rule = {
  id: 'small-key',
  group: 'design',
  severity: 'info',
  summary:
    'A key is an int4 or smaller: it is used up after two thousand million rows, deleted ones too, and then every INSERT fails; or its sequence ends there, which stays what it was when the column becomes bigint.',
  descendsFrom: [
    'squawk:prefer-bigint-over-int',
    'squawk:prefer-bigint-over-smallint',
    'pgls:preferBigInt',
    'pgls:preferBigintOverInt',
    'pgls:preferBigintOverSmallint',
  ],
  *judge(subject) {
    yield* judgeColumns(
      subject,
      ({ base, name, isKey, counts, isReference }) =>
        /^(integer|smallint|serial|smallserial|serial[24])$/.test(base) &&
        !isReference &&
        (counts !== undefined || name === 'id' || (isKey && numbering.test(name))),
      (columns, table, found) => ({
        message: `${columns} of ${table} ${endOf(found)}`,
        hint: 'Make it bigint while the table is small: later that means rewriting the table.',
      }),
    );
    yield* widenedSequences(subject);
    yield* smallSequences(subject);
  },
};

/** Where the columns end; of several that end at different numbers the names of those that end first are told. */
function endOf(columns: readonly { readonly name: string; readonly base: string }[]): string {
  const small = columns.filter(({ base }) => base.includes('small') || base === 'serial2');
  const ends = columns.length === 1 ? 'ends' : 'end';
  if (small.length === 0) return `${ends} at 2,147,483,647`;
  if (small.length === columns.length) return `${ends} at 32,767`;
  return `end at 2,147,483,647, ${list(small.map(({ name }) => `\`${name}\``))} already at 32,767`;
}

/** Sequences that are made bigint while the column that they count stays as it was. */
function* widenedSequences(subject: Subject): Iterable<Verdict> {
  for (const { act, node } of statementsOf(subject, 'AlterSeqStmt', /^ALTER SEQUENCE\b/)) {
    const sequence = namedBy(node.sequence);
    const isWidened = (node.options ?? []).some((item) => {
      const { defname, arg } = byKind(item).DefElem ?? {};
      return defname === 'as' && typeText(byKind(arg).TypeName) === 'bigint';
    });
    const owner = factsOf(subject, 'sequence-owner').find(({ name }) =>
      isSame(namedByIdentity(name), sequence),
    );
    if (!isWidened || owner === undefined) continue;
    const column = factOf(subject, objectId('column', textOf(owner, 'column')));
    const type = column === undefined ? '' : textOf(column, 'type');
    if (column === undefined || !/^(integer|smallint)$/.test(type)) continue;
    yield {
      act,
      severity: 'warning',
      focus: sequence.name,
      message: `the sequence may count on, and \`${bareName(column.name)}\` of ${tableOf(column)}, which it is for, stays ${type}`,
      hint: 'Make the column bigint as well: an INSERT fails with the first number that it cannot hold.',
    };
  }
}

/** Sequences that end long before the columns that they count: a serial whose column was made bigint keeps its own. */
function* smallSequences(subject: Subject): Iterable<Verdict> {
  for (const owner of factsOf(subject, 'sequence-owner')) {
    const column = factOf(subject, objectId('column', textOf(owner, 'column')));
    const sequence = factOf(subject, objectId('sequence', owner.name));
    const type = sequence === undefined ? '' : textOf(sequence, 'type');
    if (column === undefined || textOf(column, 'type') !== 'bigint' || !/^(integer|smallint)$/.test(type))
      continue;
    if (!isOwn(subject, owner.name) || !isOwn(subject, tableOf(column))) continue;
    yield {
      act: laterOf(placeOf(subject, owner.name), lastRetyping(subject, column)),
      severity: 'warning',
      focus: [bareName(column.name), bareName(owner.name)],
      message: `\`${bareName(column.name)}\` of ${tableOf(column)} is bigint, and its sequence ${owner.name} stays ${type}: it ends at ${type === 'integer' ? '2,147,483,647' : '32,767'}, and then every INSERT fails`,
      hint: { code: `ALTER SEQUENCE ${owner.name} AS bigint;` },
    };
  }
}

/** The last statement that gave the column another type. */
function lastRetyping(subject: Subject, column: Fact): Act | undefined {
  return alterations(subject).findLast(
    ({ table, command }) =>
      command.subtype === 'AT_AlterColumnType' &&
      command.name === bareName(column.name) &&
      isSame(table, namedByIdentity(tableOf(column))),
  )?.act;
}
