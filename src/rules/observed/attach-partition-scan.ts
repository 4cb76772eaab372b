import type { Act, Rule, Subject, Verdict } from '../../model/rule.ts';
import { list } from '../../model/words.ts';
import { bareName } from '../../postgres/identifier.ts';
import { blocksReads } from '../../postgres/locks.ts';
import { partitionOf } from '../../sql/clauses.ts';
import { byKind } from '../../sql/nodes.ts';
import { isSame, type Named, namedBy, namedByIdentity, shown } from '../../sql/relations.ts';
import { isPartitioned } from '../reading/facts.ts';
import { isExisting } from '../reading/tables.ts';
import { alterations, statementsOf } from '../reading/trees.ts';
import { blockingLocks, evidence, unique } from '../reading/wording.ts';

export const attachPartitionScan: Rule = {
  id: 'attach-partition-scan',
  group: 'observed',
  severity: 'warning',
  summary:
    'A partition is attached without a CHECK that proves its bounds, or made beside a default one: every row of it, or of the default partition, is read under ACCESS EXCLUSIVE; or without an index of its parent, which is built then.',
  descendsFrom: [],
  *judge(subject) {
    for (const { act, table, command } of alterations(subject)) {
      if (command.subtype !== 'AT_AttachPartition') continue;
      const partition = namedBy(partitionOf(command)?.name);
      for (const scanned of scannedBy(act, partition)) {
        const other = shown(scanned);
        const [rows, users, proven, proof] = isSame(scanned, partition)
          ? ['it', 'it', shown(partition), 'the same as the bounds']
          : [
              `its default partition ${other}`,
              'that one',
              other,
              'that none of its rows are within the bounds',
            ];
        yield {
          act,
          table: scanned,
          focus: partition.name,
          message: `attaching ${shown(partition)} to ${shown(table)} reads every row of ${rows} while everything that reads or writes ${users} waits`,
          notes: evidence(act),
          hint: `Give ${proven} a CHECK beforehand that says ${proof}, NOT VALID first and then validated: then nothing is read here. Drop it afterwards.`,
        };
      }
    }
    yield* builtOnAttaching(subject);
    yield* madeBesideDefaults(subject);
  },
};

/** Partitions that lack an index of their parent: it is built while they are attached. */
function* builtOnAttaching(subject: Subject): Iterable<Verdict> {
  for (const { act, table, command } of alterations(subject)) {
    if (command.subtype !== 'AT_AttachPartition' || !act.ran) continue;
    const partition = namedBy(partitionOf(command)?.name);
    const built = unique(act.seen?.indexBuilds ?? []);
    if (built.length === 0 || !isExisting(act, partition)) continue;
    yield {
      act,
      table: partition,
      focus: partition.name,
      message: `attaching ${shown(partition)} to ${shown(table)} builds ${list(built.map((name) => `\`${name}\``))} on it, while everything that reads or writes it waits`,
      notes: evidence(act),
      hint: `Build the same index on ${shown(partition)} beforehand, with CREATE INDEX CONCURRENTLY: it is taken as the partition's part of the parent's.`,
    };
  }
}

/** Partitions that are made beside a default one, whose rows may belong to them. */
function* madeBesideDefaults(subject: Subject): Iterable<Verdict> {
  for (const { act, node } of statementsOf(subject, 'CreateStmt', /^CREATE\b.*\bTABLE\b/)) {
    const [parent] = node.partbound === undefined ? [] : (node.inhRelations ?? []);
    const scanned =
      parent === undefined ? undefined : defaultReadBy(subject, act, namedBy(byKind(parent).RangeVar));
    if (scanned === undefined) continue;
    const at = shown(scanned);
    yield {
      act,
      table: scanned,
      focus: node.relation?.relname,
      message: `making partition ${shown(namedBy(node.relation))} reads every row of the default partition ${at} while everything that reads or writes that one waits`,
      notes: evidence(act),
      hint: `Give ${at} a CHECK beforehand that says that none of its rows are within the bounds, NOT VALID first and then validated: then nothing is read here. Drop it afterwards.`,
    };
  }
}

/**
 * The default partition in use whose rows the statement read: beside the parent nothing else is locked as strongly, and the
 * server tells of one whose CHECK proves that none of its rows are concerned. Of one with partitions, these are read.
 */
function defaultReadBy(subject: Subject, act: Act, parent: Named): Named | undefined {
  const locked = (act.ran ? blockingLocks(act) : [])
    .filter(({ mode, relation }) => blocksReads(mode) && !isSame(namedByIdentity(relation), parent))
    .map(({ relation }) => ({ relation, hasParts: isPartitioned(subject, relation) }));
  const isSpared = (relation: string) => act.seen?.spared?.includes(bareName(relation)) === true;
  if (locked.some(({ relation, hasParts }) => hasParts && isSpared(relation))) return undefined;
  const read = locked.find(({ relation, hasParts }) => !hasParts && !isSpared(relation));
  return read === undefined ? undefined : namedByIdentity(read.relation);
}

/** The tables in use whose rows the rehearsal saw checked; the partition itself where the statement did not run. */
function scannedBy(act: Act, partition: Named): readonly Named[] {
  const read = act.ran ? unique(act.seen?.verifies ?? []).map(namedByIdentity) : [partition];
  return read.filter((table) => isExisting(act, table));
}
