import { type ObjectId, objectId } from '../../model/object-id.ts';
import { foreignKeyActions } from '../../postgres/foreign-key.ts';
import { quoteIdentifier } from '../../postgres/identifier.ts';
import { postgres15, postgres18 } from '../../postgres/versions.ts';
import {
  type CatalogReader,
  definitionOf,
  type Flag,
  type Names,
  type PartDraft,
  type RelationName,
  sorted,
} from '../reader.ts';
import { reparsable } from '../reparsable.ts';
import { statisticsTargets } from './indexes.sql.ts';

interface Row {
  oid: number;
  relation: number;
  name: string;
  type: 'c' | 'f' | 'p' | 'u' | 'x';
  /** Null for a key that its columns and actions describe completely. */
  definition: string | null;
  is_not_valid: Flag;
  is_not_enforced: Flag;
  /** A check that a child only inherits. */
  is_inherited: Flag;
  /** A check that a child inherits and has locally too. */
  is_merged: Flag;
  /**
   * The table of the foreign key that it is a copy of, and its name there. A partition has a copy of its parent's key; those for
   * partitions of the referenced table are on the same table.
   */
  original_relation: number | null;
  original_name: string | null;
  index: number | null;
  index_options: string[] | null;
  index_tablespace: string | null;
  is_clustered: Flag;
  is_replica_identity: Flag;
  /** Targets of an exclusion's expressions. */
  statistics: string[] | null;
  referenced: number | null;
  /** Also those of INCLUDE. */
  columns: number[] | null;
  referenced_columns: number[] | null;
  on_update: string | null;
  on_delete: string | null;
  /** The tables that an inherited check has come from; a partition's is its whole's. */
  parents: number[] | null;
}

/** Primary, unique, foreign, check and exclusion constraints of tables. */
const kinds: Readonly<Record<string, string>> = {
  c: 'check',
  f: 'foreign',
  p: 'primary',
  u: 'unique',
  x: 'exclude',
};

/** Primary, unique and foreign keys without any clause but actions: most are such, and `pg_get_constraintdef` looks each up again. */
const isPlainKey = (version: number) => `
  NOT k.condeferrable ${version >= postgres18 ? 'AND k.conenforced AND NOT k.conperiod' : ''} AND (
    k.contype IN ('p', 'u') AND i.indnkeyatts = i.indnatts ${version >= postgres15 ? 'AND NOT i.indnullsnotdistinct' : ''}
    OR k.contype = 'f' AND k.confmatchtype = 's' ${version >= postgres15 ? 'AND k.confdelsetcols IS NULL' : ''})`;

/**
 * Constraints of tables, with what belongs to the index behind them. Foreign keys that a partition has from its parent come
 * and go with the parent's: they get an address, so that they count as known, and no fact.
 * https://www.postgresql.org/docs/18/catalog-pg-constraint.html
 */
export const constraints: CatalogReader = {
  joinsAll: true,
  sql: (version) => `
    SELECT k.oid, k.conrelid AS relation, k.conname AS name, k.contype AS type, NULLIF(NOT k.convalidated, false) AS is_not_valid,
      ${version >= postgres18 ? 'NULLIF(NOT k.conenforced, false)' : 'NULL::bool'} AS is_not_enforced,
      CASE WHEN NOT (${isPlainKey(version)}) THEN pg_catalog.pg_get_constraintdef(k.oid) END AS definition,
      NULLIF(k.contype = 'c' AND NOT k.conislocal, false) AS is_inherited,
      NULLIF(k.contype = 'c' AND k.conislocal AND k.coninhcount > 0, false) AS is_merged,
      p.conrelid AS original_relation, p.conname AS original_name, NULLIF(k.confrelid, 0) AS referenced,
      CASE WHEN i.indnkeyatts < i.indnatts THEN pg_catalog.string_to_array(i.indkey::text, ' ')::int2[] ELSE k.conkey END AS columns,
      CASE WHEN k.contype = 'c' AND k.coninhcount > 0 AND NOT t.relispartition THEN (
        SELECT pg_catalog.array_agg(i.inhparent ORDER BY i.inhseqno) FROM pg_catalog.pg_inherits i
        WHERE i.inhrelid = k.conrelid AND (SELECT NOT p.connoinherit FROM pg_catalog.pg_constraint p
          WHERE p.conrelid = i.inhparent AND p.conname = k.conname AND p.contype = 'c')) END AS parents,
      k.confkey AS referenced_columns, NULLIF(NULLIF(k.confupdtype, 'a'), ' ') AS on_update, NULLIF(NULLIF(k.confdeltype, 'a'), ' ') AS on_delete,
      CASE WHEN k.contype IN ('p', 'u', 'x') THEN k.conindid END AS index, c.reloptions AS index_options,
      s.spcname AS index_tablespace, NULLIF(i.indisclustered, false) AS is_clustered,
      NULLIF(i.indisreplident, false) AS is_replica_identity,
      CASE WHEN k.contype = 'x' THEN ${statisticsTargets(version)} END AS statistics
    FROM pg_catalog.pg_constraint k
    JOIN pg_catalog.pg_class t ON t.oid = k.conrelid
    LEFT JOIN pg_catalog.pg_constraint p ON p.oid = k.conparentid AND k.contype = 'f'
    LEFT JOIN pg_catalog.pg_index i ON i.indexrelid = k.conindid AND k.contype IN ('p', 'u', 'x')
    LEFT JOIN pg_catalog.pg_class c ON c.oid = i.indexrelid
    LEFT JOIN pg_catalog.pg_tablespace s ON s.oid = c.reltablespace
    WHERE k.conrelid >= 16384 AND k.contype IN ('c', 'f', 'p', 'u', 'x')`,
  draft(row: Row, names) {
    const table = names.relations.get(row.relation);
    if (table === undefined) return undefined;
    const name = `${table.name}.${quoteIdentifier(row.name)}`;
    if (row.original_relation !== null) return copiedKey(row, table, name, names);
    if (row.index !== null) {
      names.relations.set(row.index, {
        id: `constraint:${name}`,
        name: `${quoteIdentifier(table.schema)}.${quoteIdentifier(row.name)}`,
        schema: table.schema,
        bare: row.name,
        relkind: 'i',
      });
    }
    const columns = names.columnFacts(row.relation, row.columns ?? []);
    const isNotValid = row.is_not_valid && !row.is_not_enforced;
    // The validity of an inherited check is compared in partitions only; in other children it is a remark.
    const isAsItsParents = row.is_inherited && !names.wholes.has(row.relation);
    return {
      kind: 'constraint',
      name,
      schema: table.schema,
      parent: table.id,
      definition: definitionOf({
        type: kinds[row.type],
        definition: row.definition === null ? plainKey(row, names) : coreDefinition(row.definition),
        notValid: isNotValid && !isAsItsParents,
        inherited: row.is_inherited,
        merged: row.is_merged,
        onOnly: row.index !== null && table.relkind === 'p',
        options: sorted(row.index_options),
        tablespace: row.index_tablespace === null ? null : quoteIdentifier(row.index_tablespace),
        clustered: row.is_clustered,
        replicaIdentity: row.is_replica_identity,
        statistics: row.statistics,
      }),
      needs: row.is_inherited || row.is_merged ? [...columns, ...checkIds(row, names)] : columns,
      goesWith: columns,
      address: { catalog: 'pg_constraint', oid: row.oid },
      aliases: row.index === null ? [] : [{ catalog: 'pg_class', oid: row.index }],
      ...(isAsItsParents && isNotValid ? { remarks: { notValid: true } } : {}),
    };
  },
};

function copiedKey(row: Row, table: RelationName, name: string, names: Names): PartDraft {
  if (row.original_relation !== row.relation)
    names.rememberForeignKey(row.relation, quoteIdentifier(row.name));
  const above = names.relations.get(row.original_relation as number);
  const original = objectId('constraint', `${above?.name}.${quoteIdentifier(`${row.original_name}`)}`);
  return {
    partOf: table.id,
    address: { catalog: 'pg_constraint', oid: row.oid },
    aliasId: objectId('constraint', name),
    copyOf: [original],
  };
}

/** Validity and storage options, which an exclusion's text contains, are altered on their own. */
function coreDefinition(definition: string): string {
  const text = definition.replace(/ NOT VALID$/, '');
  return reparsable(
    text.startsWith('EXCLUDE ') ? text.replace(/ WITH \(([a-z_]+=('[^']*'|[a-z_]+)(, |\)))+/, '') : text,
  );
}

/** As `pg_get_constraintdef` writes it where no schema is on the search path. */
function plainKey(row: Row, names: Names): string {
  const key = columnList(row.relation, row.columns, names);
  if (row.type !== 'f') return `${row.type === 'p' ? 'PRIMARY KEY' : 'UNIQUE'} (${key})`;
  const target = names.relations.get(row.referenced ?? 0)?.name;
  const on = columnList(row.referenced ?? 0, row.referenced_columns, names);
  const [update, remove] = [row.on_update, row.on_delete].map((action) => foreignKeyActions[action ?? '']);
  return [
    `FOREIGN KEY (${key}) REFERENCES ${target}(${on})`,
    ...(update === undefined ? [] : [`ON UPDATE ${update}`]),
    ...(remove === undefined ? [] : [`ON DELETE ${remove}`]),
  ].join(' ');
}

function columnList(relation: number, columns: readonly number[] | null, names: Names): string {
  return (columns ?? []).map((attnum) => names.column(relation, attnum)?.name ?? '').join(', ');
}

/** The parents' checks that a child's is inherited from. */
function checkIds(row: Row, names: Names): ObjectId[] {
  const whole = names.wholes.get(row.relation);
  return (whole === undefined ? (row.parents ?? []) : [whole]).flatMap((oid) => {
    const parent = names.relations.get(oid)?.name;
    return parent === undefined ? [] : (`constraint:${parent}.${quoteIdentifier(row.name)}` as const);
  });
}
