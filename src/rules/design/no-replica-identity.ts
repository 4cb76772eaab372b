import { objectId } from '../../model/object-id.ts';
import { type Act, compareActs, type Rule, type Subject, type Verdict } from '../../model/rule.ts';
import type { Fact } from '../../model/schema.ts';
import { bareName, identifierPattern, lastPart, quoteIdentifier } from '../../postgres/identifier.ts';
import { columnsNamed } from '../../sql/clauses.ts';
import { parseSql } from '../../sql/parse.ts';
import {
  actsOn,
  childrenOf,
  factOf,
  factsOf,
  isAssumed,
  isPartitioned,
  laterOf,
  ownTables,
  placeOf,
  textOf,
} from '../reading/facts.ts';
import { type IndexFact, indexesOf } from '../reading/keys.ts';
import { placeOfLostKey } from '../reading/places.ts';

/** https://www.postgresql.org/docs/18/logical-replication-publication.html#LOGICAL-REPLICATION-PUBLICATION-REPLICA-IDENTITY */
export const noReplicaIdentity: Rule = {
  id: 'no-replica-identity',
  group: 'design',
  severity: 'warning',
  summary:
    'A table is published, updates and all, and its replica identity is missing, lacks a column of the row filter or is left out of the column list: PostgreSQL refuses every UPDATE and DELETE of it.',
  descendsFrom: [],
  *judge(subject) {
    for (const table of ownTables(subject)) {
      if (isAssumed(subject, table.name) || isPartitioned(subject, table.name)) continue;
      const publications = publicationsOf(subject, table);
      const [publication] = publications;
      if (publication === undefined) continue;
      const identity = identityOf(subject, table);
      if (identity === undefined) yield lacking(subject, table, publication);
      else yield* uncovered(subject, table, identity, publications);
    }
  },
};

function lacking(subject: Subject, table: Fact, publication: Publication): Verdict {
  const { name } = table;
  const chosen = actsOn(subject, name).findLast(({ text }) => /\bREPLICA\s+IDENTITY\b/i.test(text));
  const made =
    chosen === undefined
      ? (placeOfLostKey(subject, table) ?? placeOf(subject, name))
      : laterOf(chosen, placeOfLostIndex(subject, chosen));
  return {
    act: laterOf(made, publication.act),
    focus: ['NOTHING', bareName(name)],
    message: `every UPDATE and DELETE of ${name} fails: publication ${publication.name} publishes them, and the table has no replica identity`,
    hint: hasKey(subject, table)
      ? { code: `ALTER TABLE ${name} REPLICA IDENTITY DEFAULT;` }
      : [
          'Give it a primary key; until then every row may stand for itself:',
          { code: `ALTER TABLE ${name} REPLICA IDENTITY FULL;` },
        ],
  };
}

/** What a row filter reads must be in the replica identity, and that in turn in the list of columns. */
function* uncovered(
  subject: Subject,
  table: Fact,
  identity: readonly string[],
  publications: readonly Publication[],
): Iterable<Verdict> {
  for (const { name: publication, act, filtered, listed } of publications) {
    const unfiltered = filtered.filter((column) => !identity.includes(column));
    const unlisted = listed === undefined ? [] : identity.filter((column) => !listed.includes(column));
    const [column] = [...unfiltered, ...unlisted];
    if (column === undefined) continue;
    const why =
      unfiltered.length > 0
        ? `filters its rows by ${column}, which its replica identity lacks`
        : `leaves ${column} of its replica identity out`;
    yield {
      act: laterOf(act, placeOf(subject, table.name, 'REPLICA IDENTITY')),
      focus: [bareName(column), bareName(table.name)],
      message: `every UPDATE and DELETE of ${table.name} fails: publication ${publication} ${why}`,
      hint:
        unfiltered.length > 0
          ? [
              'Filter by columns of its key, or let every row stand for itself:',
              { code: `ALTER TABLE ${table.name} REPLICA IDENTITY FULL;` },
            ]
          : 'Publish these columns as well: subscribers find the row to change by them.',
    };
  }
}

/** The columns that tell the table's rows apart for replication, as SQL writes them; undefined where none do. */
function identityOf(subject: Subject, table: Fact): readonly string[] | undefined {
  const { replicaIdentity } = table.definition;
  if (replicaIdentity === 'FULL')
    return childrenOf(subject, table.id, 'column').map(({ name }) => lastPart(name));
  const indexes = indexesOf(subject, table);
  const chosen = indexes.find(({ fact }) => fact.definition.replicaIdentity === true);
  const key = replicaIdentity === undefined ? indexes.find(isPrimary) : undefined;
  return (chosen ?? key)?.unordered;
}

/** The statement that dropped the index that another chose as the replica identity; undefined where none did. */
function placeOfLostIndex({ acts }: Subject, chosen: Act): Act | undefined {
  const [, written] = usingIndex.exec(chosen.text) ?? [];
  if (written === undefined) return undefined;
  return acts.find(
    ({ at, index, seen }) =>
      compareActs({ at, index }, chosen) > 0 &&
      (seen?.events ?? []).some(
        ({ action, type, identity }) =>
          action === 'drop' && type === 'index' && bareName(identity) === bareName(written),
      ),
  );
}

const usingIndex = new RegExp(String.raw`\bREPLICA\s+IDENTITY\s+USING\s+INDEX\s+(${identifierPattern})`, 'i');

function hasKey(subject: Subject, table: Fact): boolean {
  return indexesOf(subject, table).some(isPrimary);
}

function isPrimary({ primary }: IndexFact): boolean {
  return primary;
}

/** A publication that tells of updates or deletes of a table, also where a platform brought it. */
interface Publication {
  readonly name: string;
  /** What gave it the table; undefined where the history did not. */
  readonly act: Act | undefined;
  /** The columns that its row filter reads. */
  readonly filtered: readonly string[];
  /** The columns that it publishes; undefined where all. */
  readonly listed: readonly string[] | undefined;
}

function publicationsOf(subject: Subject, { name, schema, definition }: Fact): readonly Publication[] {
  if (definition.unlogged === true) return [];
  const named = factsOf(subject, 'publication-table').filter((one) => textOf(one, 'table') === name);
  const ofSchema = factsOf(subject, 'publication-schema').filter(
    (one) => textOf(one, 'schema') === quoteIdentifier(schema ?? ''),
  );
  const ofAll = factsOf(subject, 'publication').filter((one) => one.definition.allTables === true);
  return [
    ...named.map((one) => publicationOf(subject, textOf(one, 'publication'), name, one)),
    ...ofSchema.map((one) => publicationOf(subject, textOf(one, 'publication'), textOf(one, 'schema'))),
    ...ofAll.map((one) => publicationOf(subject, one.name, '')),
  ].filter((one) => publishesChanges(subject, one));
}

function publicationOf(subject: Subject, name: string, member: string, link?: Fact): Publication {
  const columns = link?.definition.columns;
  return {
    name,
    act: actsOn(subject, `${member} in publication ${name}`).at(-1) ?? placeOf(subject, name),
    filtered: link === undefined ? [] : columnsOf(textOf(link, 'filter')),
    listed: Array.isArray(columns) ? columns.map(String) : undefined,
  };
}

function columnsOf(filter: string): readonly string[] {
  if (filter === '') return [];
  const parsed = parseSql(`SELECT ${filter}`);
  return parsed.ok ? [...columnsNamed(parsed.trees)].map((column) => quoteIdentifier(column)) : [];
}

function publishesChanges(subject: Subject, { name }: Publication): boolean {
  const published = factOf(subject, objectId('publication', name))?.definition.publish;
  return typeof published !== 'string' || /update|delete/.test(published);
}
