import type { Rule, Subject, Verdict } from '../../model/rule.ts';
import type { Fact } from '../../model/schema.ts';
import { few } from '../../model/words.ts';
import { bareName } from '../../postgres/identifier.ts';
import { byKind } from '../../sql/nodes.ts';
import { namedBy, shown } from '../../sql/relations.ts';
import {
  childrenOf,
  factOf,
  factsOf,
  isPartitioned,
  ownTables,
  placeOf,
  tableOf,
  textOf,
} from '../reading/facts.ts';
import { isExisting, isIdle } from '../reading/tables.ts';
import { inTime, timeLimits } from '../reading/time-limits.ts';

export const invalidIndex: Rule = {
  id: 'invalid-index',
  group: 'design',
  severity: 'warning',
  summary:
    'An index is left invalid, or will be where `statement_timeout` cuts its building off: every write maintains it, and no query uses it; or one of a partitioned table, which partitions lack.',
  descendsFrom: [],
  *judge(subject) {
    for (const table of ownTables(subject)) {
      for (const index of childrenOf(subject, table.id, 'index')) {
        if (index.definition.invalid !== true) continue;
        yield {
          act: placeOf(subject, index.name, bareName(index.name)),
          focus: bareName(index.name),
          message: `index ${index.name} is invalid: building it was never finished`,
          hint: { code: `REINDEX INDEX CONCURRENTLY ${index.name};` },
        };
      }
    }
    yield* unattached(subject);
    yield* cutOff(subject);
  },
};

/** Milliseconds in which no large index is built. */
const shortest = 60_000;

const building = /^CREATE (UNIQUE )?INDEX CONCURRENTLY\b/;

/** Indexes of tables in use that are built CONCURRENTLY under a limit: what is cancelled stays behind. */
function* cutOff(subject: Subject): Iterable<Verdict> {
  for (const { act, limit } of timeLimits(subject, 'statement_timeout')) {
    // What a limit is that nobody wrote out is not known.
    if (limit === 0 || limit > shortest || !building.test(act.head) || isIdle(act)) continue;
    for (const tree of act.trees) {
      const table = namedBy(byKind(tree).IndexStmt?.relation);
      if (!isExisting(act, table)) continue;
      yield {
        act,
        table,
        message: `statement_timeout ends this after ${inTime(limit)}: an index of ${shown(table)} that takes longer is left invalid`,
        hint: ['Let it take its time, it keeps nobody waiting:', { code: 'SET statement_timeout = 0;' }],
      };
    }
  }
}

/** Indexes made ON ONLY a partitioned table, which become valid when every partition has one that is attached to them. */
function* unattached(subject: Subject): Iterable<Verdict> {
  for (const index of factsOf(subject, 'index')) {
    const table = tableOf(index);
    const act = placeOf(subject, index.name, bareName(index.name));
    if (act === undefined || !isPartitioned(subject, table)) continue;
    const lacking = partitionsWithout(subject, table, index);
    const [first] = lacking;
    if (first === undefined) continue;
    yield {
      act,
      focus: bareName(index.name),
      message: `index ${index.name} is invalid: no index of ${few(lacking, 4)} is attached to it`,
      notes: ['A partition that is made later gets its index all the same.'],
      hint: [
        'Attach one of each partition, the last of which makes it valid:',
        { code: `ALTER INDEX ${index.name} ATTACH PARTITION …;` },
      ],
    };
  }
}

/** The partitions of a table that have no index attached to one of the table, by name. */
function partitionsWithout(subject: Subject, table: string, index: Fact): readonly string[] {
  const covered = factsOf(subject, 'index-partition')
    .filter((link) => textOf(link, 'of') === index.name)
    .map((link) => attachedTo(subject, link));
  return (
    factsOf(subject, 'partition')
      .filter((link) => textOf(link, 'of') === table && !covered.includes(link.name))
      .map(({ name }) => name)
      // Foreign tables have no indexes, and need none here.
      .filter((name) => factOf(subject, `table:${name}`) !== undefined)
  );
}

/** The partition whose index is attached, be it that of a constraint. */
function attachedTo(subject: Subject, { parent }: Fact): string {
  const part = parent === undefined ? undefined : factOf(subject, parent);
  return part === undefined ? '' : tableOf(part);
}
