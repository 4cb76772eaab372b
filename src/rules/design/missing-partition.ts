import { groupBy } from '../../model/group-by.ts';
import type { Rule, Subject, Verdict } from '../../model/rule.ts';
import type { Fact } from '../../model/schema.ts';
import { few } from '../../model/words.ts';
import { bareName } from '../../postgres/identifier.ts';
import { type Bound, readBound } from '../../postgres/partition-bounds.ts';
import { readPartitionKey } from '../../postgres/partition-key.ts';
import { factOf, factsOf, isAssumed, isOwn, laterOf, placeOf, textOf } from '../reading/facts.ts';

/** https://www.postgresql.org/docs/18/ddl-partitioning.html#DDL-PARTITIONING-DECLARATIVE */
export const missingPartition: Rule = {
  id: 'missing-partition',
  group: 'design',
  severity: 'warning',
  summary:
    'Rows find no partition, and inserting them fails: a remainder of a hash has none, or a range ends right before the next one begins, since its upper end does not belong to it.',
  descendsFrom: [],
  *judge(subject) {
    for (const [of, facts] of groupBy(factsOf(subject, 'partition'), (fact) => textOf(fact, 'of'))) {
      const table = factOf(subject, `table:${of}`);
      if (table === undefined || !isOwn(subject, of) || isAssumed(subject, of)) continue;
      const partitions = facts.map((fact) => ({ fact, bound: readBound(textOf(fact, 'bound')) }));
      if (partitions.some(({ bound }) => bound.kind === 'default')) continue;
      yield* missingRemainders(subject, table, partitions);
      yield* gaps(subject, table, partitions);
    }
  },
};

interface Partition {
  readonly fact: Fact;
  readonly bound: Bound;
}

function* missingRemainders(
  subject: Subject,
  { name }: Fact,
  partitions: readonly Partition[],
): Iterable<Verdict> {
  const hashes = partitions.flatMap(({ bound }) => (bound.kind === 'hash' ? [bound] : []));
  // Every modulus divides the next larger one.
  const all = Math.max(0, ...hashes.map(({ modulus }) => modulus));
  const lacking = [...Array(all).keys()].filter(
    (row) => !hashes.some(({ modulus, remainder }) => row % modulus === remainder),
  );
  const [first] = lacking;
  if (first === undefined) return;
  const act = partitions.map(({ fact }) => placeOf(subject, fact.name)).reduce(laterOf, undefined);
  yield {
    act,
    focus: partitions.map(({ fact }) => bareName(fact.name)),
    message: `${name} has no partition of modulus ${all} for ${lacking.length === 1 ? 'remainder' : 'remainders'} ${few(lacking.map(String), 4)}: inserting a row that belongs there fails`,
    hint: {
      code: `CREATE TABLE … PARTITION OF ${name} FOR VALUES WITH (MODULUS ${all}, REMAINDER ${first});`,
    },
  };
}

function* gaps(subject: Subject, table: Fact, partitions: readonly Partition[]): Iterable<Verdict> {
  const { parts } = readPartitionKey(textOf(table, 'partitionKey'));
  const [key] = parts;
  const column = key?.column && parts.length === 1 && factOf(subject, `column:${table.name}.${key.column}`);
  if (!column) return;
  const type = textOf(column, 'type');
  const ranges = partitions.flatMap((partition) => rangeOf(partition, type)).sort((a, b) => a.from - b.from);
  if (ranges.some(({ from, to }) => Number.isNaN(from + to))) return;
  for (const [i, next] of ranges.entries()) {
    const before = ranges[i - 1];
    if (before === undefined) continue;
    const width = next.from - before.to;
    // Between partitions of a day, what lies between is as likely a partition that nobody wants.
    if (width <= 0 || width > widest(type) || width >= before.to - before.from) continue;
    yield {
      act: laterOf(placeOf(subject, before.name), placeOf(subject, next.name)),
      focus: [bareName(next.name), bareName(before.name)],
      message: `${table.name} has no partition for ${key.text} from ${before.last} up to ${next.first}: the upper end of ${before.name} does not belong to it`,
      hint: `Let it end where the next one begins: TO (${next.first}).`,
    };
  }
}

interface Range {
  /** The partition's. */
  readonly name: string;
  /** Its ends, as SQL writes them. */
  readonly first: string;
  readonly last: string;
  readonly from: number;
  readonly to: number;
}

function rangeOf({ fact: { name }, bound }: Partition, type: string): readonly Range[] {
  if (bound.kind !== 'range') return [];
  const [first = '', last = ''] = [bound.first[0], bound.last[0]];
  return [{ name, first, last, from: placeOn(type, first), to: placeOn(type, last) }];
}

/** What at most lies between two ranges where an end was taken for the last value: one number, or a day in milliseconds. */
function widest(type: string): number {
  return moments.test(type) ? 86_400_000 : 1;
}

const moments = /^(date|timestamp)/;

const moment = /^(\d{4}-\d\d-\d\d)(?: (\d\d:\d\d:\d\d(?:\.\d+)?)([+-]\d\d(?::\d\d)?)?)?$/;

/** Where an end of a range lies: whole numbers, or milliseconds; NaN where only PostgreSQL knows. */
function placeOn(type: string, end: string): number {
  if (end === 'MINVALUE') return -Number.MAX_VALUE;
  if (end === 'MAXVALUE') return Number.MAX_VALUE;
  const text = end.replaceAll("'", '');
  if (/^(smallint|integer|bigint)$/.test(type)) return Number(text);
  const [, date, time = '00:00:00', zone = '+00'] = (moments.test(type) && moment.exec(text)) || [];
  return date === undefined ? Number.NaN : Date.parse(`${date}T${time}${zone.padEnd(6, ':00')}`);
}
