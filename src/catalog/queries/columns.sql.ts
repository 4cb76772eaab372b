import { objectId } from '../../model/object-id.ts';
import { quoteIdentifier } from '../../postgres/identifier.ts';
import {
  type CatalogReader,
  type Draft,
  definitionOf,
  type Names,
  type RelationName,
  sorted,
} from '../reader.ts';
import { reparsable } from '../reparsable.ts';
import { type SequenceRow, sequenceOptionText } from './sequence-options.ts';

interface Row {
  relation: number;
  owner: number;
  position: number;
  name: string;
  type: string;
  not_null: boolean;
  identity: string;
  generated: string;
  collation: string | null;
  storage: string | null;
  compression: string | null;
  statistics: number | null;
  options: string[] | null;
  fdw_options: string[] | null;
  acl: string[] | null;
  is_local: boolean;
  inherited: number;
  parents: number[] | null;
  has_default: boolean;
  sequence: IdentitySequence | null;
}

interface IdentitySequence extends SequenceRow {
  oid: number;
  name: string;
  schema: string;
  unlogged: boolean;
  acl: string[] | null;
}

const identitySequence = `
  CASE WHEN a.attidentity <> '' THEN (
    SELECT pg_catalog.json_build_object('oid', s.seqrelid::int8, 'name', q.relname, 'schema', n.nspname,
      'unlogged', q.relpersistence = 'u', 'acl', q.relacl::text[], 'type', pg_catalog.format_type(s.seqtypid, NULL), 'start', s.seqstart::text,
      'increment', s.seqincrement::text, 'min', s.seqmin::text, 'max', s.seqmax::text, 'cache', s.seqcache::text,
      'cycle', s.seqcycle)
    FROM pg_catalog.pg_depend d
    JOIN pg_catalog.pg_sequence s ON s.seqrelid = d.objid
    JOIN pg_catalog.pg_class q ON q.oid = s.seqrelid
    JOIN pg_catalog.pg_namespace n ON n.oid = q.relnamespace
    WHERE d.classid = 'pg_catalog.pg_class'::regclass AND d.refclassid = 'pg_catalog.pg_class'::regclass
      AND d.refobjid = a.attrelid AND d.refobjsubid = a.attnum AND d.deptype = 'i') END`;

/**
 * Columns of tables, and those columns of views that carry grants.
 * https://www.postgresql.org/docs/18/catalog-pg-attribute.html
 */
export const columns: CatalogReader = {
  presentIf: `EXISTS (SELECT FROM pg_catalog.pg_class WHERE oid >= 16384 AND relkind IN ('r', 'p', 'f', 'v', 'm'))`,
  sql: (version) => `
    SELECT a.attrelid AS relation, c.relowner AS owner, a.attnum AS position, a.attname AS name,
      pg_catalog.format_type(a.atttypid, a.atttypmod) AS type, a.attnotnull AS not_null, a.attidentity AS identity,
      a.attgenerated AS generated, a.atthasdef AS has_default,
      CASE WHEN a.attcollation <> t.typcollation THEN
        (SELECT pg_catalog.quote_ident(n.nspname) || '.' || pg_catalog.quote_ident(l.collname)
         FROM pg_catalog.pg_collation l JOIN pg_catalog.pg_namespace n ON n.oid = l.collnamespace
         WHERE l.oid = a.attcollation) END AS collation,
      CASE WHEN a.attstorage <> t.typstorage THEN a.attstorage END AS storage,
      ${version >= 140000 ? `NULLIF(a.attcompression, '')` : 'NULL::"char"'} AS compression,
      NULLIF(a.attstattarget, -1) AS statistics, a.attoptions AS options, a.attfdwoptions AS fdw_options,
      a.attacl::text[] AS acl, a.attislocal AS is_local, a.attinhcount AS inherited, ${identitySequence} AS sequence,
      CASE WHEN a.attinhcount > 0 THEN (
        SELECT pg_catalog.array_agg(i.inhparent ORDER BY i.inhseqno)
        FROM pg_catalog.pg_inherits i WHERE i.inhrelid = a.attrelid) END AS parents
    FROM pg_catalog.pg_class c
    JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
    JOIN pg_catalog.pg_type t ON t.oid = a.atttypid
    WHERE c.oid >= 16384 AND (c.relkind IN ('r', 'p', 'f') OR c.relkind IN ('v', 'm') AND a.attacl IS NOT NULL)`,
  draft(row: Row, names) {
    const table = names.relations.get(row.relation);
    if (table === undefined) return undefined;
    const name = `${table.name}.${quoteIdentifier(row.name)}`;
    const acl =
      row.acl === null ? {} : { acl: { items: row.acl, object: 'column', owner: row.owner } as const };
    if (table.relkind === 'v' || table.relkind === 'm') {
      return {
        kind: 'column',
        name,
        schema: table.schema,
        parent: table.id,
        definition: {},
        ...acl,
        onlyAcl: true,
      };
    }
    remember(names, row);
    const parents = (row.parents ?? []).flatMap((oid) => names.relations.get(oid)?.name ?? []);
    const needs = parents.map((parent) => objectId('column', `${parent}.${quoteIdentifier(row.name)}`));
    const column = { ...columnDraft(row, table, name, acl), needs };
    return row.sequence === null
      ? column
      : [column, ...sequenceGrants(row, row.sequence, column.name, names)];
  },
};

/** Grants on the sequence of an identity column; its name is what comments call it by. */
function sequenceGrants(row: Row, sequence: IdentitySequence, column: string, names: Names): Draft[] {
  const name = identityName(sequence);
  const parent = objectId('column', column);
  names.relations.set(sequence.oid, {
    id: parent,
    name,
    schema: sequence.schema,
    bare: sequence.name,
    relkind: 'S',
  });
  if (sequence.acl === null) return [];
  const acl = { items: sequence.acl, object: 'sequence', owner: row.owner } as const;
  return [{ kind: 'sequence', name, schema: sequence.schema, parent, definition: {}, acl, onlyAcl: true }];
}

function remember(names: Names, row: Row): void {
  let columns = names.columns.get(row.relation);
  if (columns === undefined) {
    columns = new Map();
    names.columns.set(row.relation, columns);
  }
  columns.set(row.position, row.name);
}

function columnDraft(row: Row, table: RelationName, name: string, acl: Pick<Draft, 'acl'>): Draft {
  const { sequence } = row;
  return {
    kind: 'column',
    name,
    schema: table.schema,
    parent: table.id,
    position: row.position,
    definition: definitionOf({
      type: row.type,
      collation: row.collation,
      notNull: row.not_null,
      identity:
        row.identity === '' || row.inherited > 0 ? null : row.identity === 'a' ? 'ALWAYS' : 'BY DEFAULT',
      identityOptions: sequence === null ? null : sequenceOptionText(sequence),
      identitySequence: sequence === null ? null : identityName(sequence),
      identityUnlogged: sequence?.unlogged,
      generated: row.generated === '' ? null : row.generated === 's' ? 'STORED' : 'VIRTUAL',
      storage: storages[row.storage ?? ''],
      compression: row.compression === null ? null : row.compression === 'p' ? 'pglz' : 'lz4',
      statistics: row.statistics,
      options: sorted(row.options),
      serverOptions: sorted(row.fdw_options),
      inherited: !row.is_local,
      merged: row.is_local && row.inherited > 0,
    }),
    address: { catalog: 'pg_class', oid: row.relation, column: row.position },
    aliases: sequence === null ? [] : [{ catalog: 'pg_class', oid: sequence.oid }],
    ...acl,
  };
}

function identityName(sequence: { schema: string; name: string }): string {
  return `${quoteIdentifier(sequence.schema)}.${quoteIdentifier(sequence.name)}`;
}

const storages: Readonly<Record<string, string>> = { p: 'PLAIN', e: 'EXTERNAL', m: 'MAIN', x: 'EXTENDED' };

interface DefaultRow {
  oid: number;
  relation: number;
  position: number;
  expression: string;
  generated: string;
}

/**
 * Column defaults; the expression of a generated column becomes a part of the column.
 * https://www.postgresql.org/docs/18/catalog-pg-attrdef.html
 */
export const defaults: CatalogReader = {
  presentIf: 'EXISTS (SELECT FROM pg_catalog.pg_attrdef)',
  sql: () => `
    SELECT d.oid, d.adrelid AS relation, d.adnum AS position, a.attgenerated AS generated,
      pg_catalog.pg_get_expr(d.adbin, d.adrelid) AS expression
    FROM pg_catalog.pg_attrdef d
    JOIN pg_catalog.pg_attribute a ON a.attrelid = d.adrelid AND a.attnum = d.adnum
    WHERE d.adrelid >= 16384`,
  draft(row: DefaultRow, names) {
    const column = names.columnId(row.relation, row.position);
    const table = names.relations.get(row.relation);
    if (column === undefined || table === undefined) return undefined;
    const address = { catalog: 'pg_attrdef', oid: row.oid } as const;
    if (row.generated !== '') {
      return {
        kind: 'column',
        name: '',
        definition: { expression: reparsable(row.expression) },
        partOf: column,
        address,
      };
    }
    return {
      kind: 'default',
      name: column.slice('column:'.length),
      schema: table.schema,
      parent: column,
      definition: { expression: reparsable(row.expression) },
      needs: [column],
      address,
    };
  },
};
