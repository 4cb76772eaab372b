import { objectId } from '../../model/object-id.ts';
import { quoteIdentifier } from '../../postgres/identifier.ts';
import { postgres15, postgres17 } from '../../postgres/versions.ts';
import {
  type CatalogReader,
  type ColumnName,
  definitionOf,
  type Flag,
  type Names,
  type PartDraft,
  type RelationName,
} from '../reader.ts';
import { reparsable } from '../reparsable.ts';

interface Row {
  oid: number;
  namespace: number;
  name: string;
  relation: number;
  relkind: string;
  /** Null of a B-tree over columns, as most are: `pg_get_indexdef` takes ten times as long, since it opens the table. */
  definition: string | null;
  /** `indkey`, `indoption`, `indclass`, `indcollation`: numbers, one for each column. */
  keys: string;
  orders: string;
  classes: string;
  collations: string;
  is_unique: Flag;
  is_invalid: Flag;
  is_clustered: Flag;
  is_replica_identity: Flag;
  tablespace: string | null;
  statistics: string[] | null;
}

const isOverColumns = (version: number) => `
  c.relam = 403 AND i.indexprs IS NULL AND i.indpred IS NULL AND c.reloptions IS NULL AND i.indnkeyatts = i.indnatts
  ${version >= postgres15 ? 'AND NOT i.indnullsnotdistinct' : ''}`;

/** What an index `i` is told to collect of its expressions: number of the column and target. */
export const statisticsTargets = (version: number) => `
  CASE WHEN i.indexprs IS NOT NULL THEN (
    SELECT pg_catalog.array_agg(a.attnum || ' ' || a.attstattarget ORDER BY a.attnum)
    FROM pg_catalog.pg_attribute a
    WHERE a.attrelid = i.indexrelid AND a.attstattarget ${version >= postgres17 ? 'IS NOT NULL' : '>= 0'}) END`;

/** Indexes that no constraint stands on. https://www.postgresql.org/docs/18/catalog-pg-index.html */
export const indexes: CatalogReader = {
  joinsAll: true,
  sql: (version) => `
    SELECT c.oid, c.relnamespace AS namespace, c.relname AS name, c.relkind, i.indrelid AS relation,
      CASE WHEN NOT (${isOverColumns(version)}) THEN pg_catalog.pg_get_indexdef(c.oid) END AS definition,
      i.indkey AS keys, i.indoption AS orders, i.indclass AS classes, i.indcollation AS collations, NULLIF(i.indisunique, false) AS is_unique,
      NULLIF(NOT i.indisvalid, false) AS is_invalid, NULLIF(i.indisclustered, false) AS is_clustered,
      NULLIF(i.indisreplident, false) AS is_replica_identity,
      s.spcname AS tablespace,
      ${statisticsTargets(version)} AS statistics
    FROM pg_catalog.pg_index i
    JOIN pg_catalog.pg_class c ON c.oid = i.indexrelid
    LEFT JOIN pg_catalog.pg_tablespace s ON s.oid = c.reltablespace
    WHERE i.indrelid >= 16384 AND c.relkind IN ('i', 'I') AND c.relnamespace <> 99
      AND NOT EXISTS (SELECT FROM pg_catalog.pg_constraint k
        WHERE k.conindid = i.indexrelid AND k.contype IN ('p', 'u', 'x') AND k.conrelid = i.indrelid)`,
  draft(row: Row, names) {
    const at = names.qualified(row.namespace, row.name);
    const table = names.relations.get(row.relation);
    if (at === undefined || table === undefined) return undefined;
    const index = { id: objectId('index', at.name), ...at, bare: row.name, relkind: row.relkind };
    names.relations.set(row.oid, index);
    const method =
      row.definition === null ? methodOverColumns(row, names) : methodIn(row.definition, index, table.name);
    if (method === undefined) names.untold.set(row.oid, { ...index, table: table.name });
    const columns = names.columnFacts(row.relation, row.keys.split(' ').map(Number));
    return {
      kind: 'index',
      ...at,
      parent: table.id,
      definition: definitionOf({
        on: table.name,
        unique: row.is_unique,
        method,
        onOnly: row.relkind === 'I',
        invalid: row.is_invalid && row.relkind === 'i',
        clustered: row.is_clustered,
        replicaIdentity: row.is_replica_identity,
        tablespace: row.tablespace === null ? null : quoteIdentifier(row.tablespace),
        statistics: row.statistics,
      }),
      needs: columns,
      goesWith: columns,
      address: { catalog: 'pg_class', oid: row.oid },
    };
  },
};

export interface IndexTextRow {
  readonly oid: number;
  readonly definition: string;
}

/** Texts of the indexes that only the server can tell. */
export const indexTexts = {
  sql: ({ untold }: Names) => `
    SELECT i.oid, pg_catalog.pg_get_indexdef(i.oid) AS definition
    FROM pg_catalog.unnest('{${[...untold.keys()].join()}}'::oid[]) AS i (oid)`,
  draft({ oid, definition }: IndexTextRow, names: Names): PartDraft | undefined {
    const index = names.untold.get(oid);
    if (index === undefined) return undefined;
    const method = methodIn(definition, index, index.table);
    return { partOf: index.id, definition: { method } };
  },
};

/**
 * What stands behind `USING` of a B-tree over columns with their types' own operator classes and collations; undefined where
 * that is not so, or not to be seen from here (domains).
 */
function methodOverColumns(row: Row, names: Names): string | undefined {
  const [orders, classes, collations] = [row.orders, row.classes, row.collations].map((list) =>
    list.split(' '),
  );
  const parts: string[] = [];
  for (const [i, key] of row.keys.split(' ').entries()) {
    const column = names.column(row.relation, Number(key));
    const type = column === undefined ? undefined : comparedAs(column, names);
    if (column === undefined || type === undefined) return undefined;
    if (names.ownClasses.get(Number(classes?.[i])) !== type) return undefined;
    if (!collationsOf(type).includes(collations?.[i] ?? '')) return undefined;
    parts.push(`${column.name}${directions[orders?.[i] ?? '']}`);
  }
  return `btree (${parts.join(', ')})`;
}

/** The type whose operator class is a column's own. Length and precision play no part in comparing, and varchar is compared as text. */
function comparedAs({ type, family }: ColumnName, { ownTypes }: Names): string | undefined {
  const bare = type?.replace(/\([^()]*\)/, '');
  if (bare === 'character varying') return 'text';
  return bare === undefined || ownTypes.has(bare) || bare === 'name[]' ? bare : (family ?? bare);
}

/** None, or the database's: arrays have that of their elements. */
function collationsOf(type: string): readonly string[] {
  return type === 'anyarray' ? ['0', '100'] : type === 'text' || type === 'character' ? ['100'] : ['0'];
}

/** By `indoption`: 1 descending, 2 nulls first. */
const directions: Readonly<Record<string, string>> = {
  0: '',
  1: ' DESC NULLS LAST',
  2: ' NULLS FIRST',
  3: ' DESC',
};

/** The order in which storage parameters were set means nothing. */
function sortParameters(definition: string): string {
  return definition.replace(
    / WITH \(([^()]*)\)/,
    (_, list: string) =>
      ` WITH (${list
        .split(/, (?=[a-z_]+=)/)
        .sort()
        .join(', ')})`,
  );
}

/** The first ` USING ` past the least length of `CREATE INDEX name ON table` is the keyword and not part of a name. */
function methodIn(definition: string, { bare }: RelationName, table: string): string {
  const headLength = 'CREATE INDEX '.length + bare.length + ' ON '.length + table.length;
  const start = definition.indexOf(' USING ', headLength) + ' USING '.length;
  return reparsable(sortParameters(definition.slice(start)));
}
