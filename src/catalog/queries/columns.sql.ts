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

interface Row extends Plain {
  /** Null for the many columns of which there is no more to say. */
  more: Special | null;
}

interface Plain {
  relation: number;
  position: number;
  name: string;
  type: string;
  not_null: boolean;
}

interface Special {
  owner: number;
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
  sequence: IdentitySequence | null;
}

const nothingSpecial: Special = {
  owner: 0,
  identity: '',
  generated: '',
  collation: null,
  storage: null,
  compression: null,
  statistics: null,
  options: null,
  fdw_options: null,
  acl: null,
  is_local: true,
  inherited: 0,
  parents: null,
  sequence: null,
};

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
  sql: (version) => {
    const compression = version >= 140000 ? `NULLIF(a.attcompression, '')` : 'NULL::"char"';
    return `
    SELECT a.attrelid AS relation, a.attnum AS position, a.attname AS name,
      pg_catalog.format_type(a.atttypid, a.atttypmod) AS type, a.attnotnull AS not_null,
      CASE WHEN a.attidentity <> '' OR a.attgenerated <> '' OR a.attinhcount > 0 OR NOT a.attislocal
        OR a.attcollation <> t.typcollation OR a.attstorage <> t.typstorage OR ${compression} IS NOT NULL
        OR NULLIF(a.attstattarget, -1) IS NOT NULL OR a.attoptions IS NOT NULL OR a.attfdwoptions IS NOT NULL
        OR a.attacl IS NOT NULL
      THEN pg_catalog.json_build_object('owner', c.relowner::int8, 'identity', a.attidentity, 'generated', a.attgenerated,
        'collation', CASE WHEN a.attcollation <> t.typcollation THEN
          (SELECT pg_catalog.quote_ident(n.nspname) || '.' || pg_catalog.quote_ident(l.collname)
           FROM pg_catalog.pg_collation l JOIN pg_catalog.pg_namespace n ON n.oid = l.collnamespace
           WHERE l.oid = a.attcollation) END,
        'storage', CASE WHEN a.attstorage <> t.typstorage THEN a.attstorage END, 'compression', ${compression},
        'statistics', NULLIF(a.attstattarget, -1), 'options', a.attoptions, 'fdw_options', a.attfdwoptions,
        'acl', a.attacl::text[], 'is_local', a.attislocal, 'inherited', a.attinhcount, 'sequence', ${identitySequence},
        'parents', CASE WHEN a.attinhcount > 0 THEN (
          SELECT pg_catalog.array_agg(i.inhparent::int8 ORDER BY i.inhseqno)
          FROM pg_catalog.pg_inherits i WHERE i.inhrelid = a.attrelid) END) END AS more
    FROM pg_catalog.pg_class c
    JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
    JOIN pg_catalog.pg_type t ON t.oid = a.atttypid
    WHERE c.oid >= 16384 AND (c.relkind IN ('r', 'p', 'f') OR c.relkind IN ('v', 'm') AND a.attacl IS NOT NULL)`;
  },
  draft(row: Row, names) {
    const table = names.relations.get(row.relation);
    if (table === undefined) return undefined;
    const name = `${table.name}.${quoteIdentifier(row.name)}`;
    const more = row.more ?? nothingSpecial;
    const acl =
      more.acl === null ? {} : { acl: { items: more.acl, object: 'column', owner: more.owner } as const };
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
    if (row.more === null) return plainDraft(row, table, name);
    const parents = (more.parents ?? []).flatMap((oid) => names.relations.get(oid)?.name ?? []);
    const needs = parents.map((parent) => objectId('column', `${parent}.${quoteIdentifier(row.name)}`));
    const column = { ...specialDraft(row, more, table, name), ...acl, needs };
    return more.sequence === null ? column : [column, ...sequenceGrants(more, more.sequence, name, names)];
  },
};

/** Grants on the sequence of an identity column; its name is what comments call it by. */
function sequenceGrants(row: Special, sequence: IdentitySequence, column: string, names: Names): Draft[] {
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

function remember(names: Names, row: Plain): void {
  let columns = names.columns.get(row.relation);
  if (columns === undefined) {
    columns = new Map();
    names.columns.set(row.relation, columns);
  }
  columns.set(row.position, row.name);
}

function plainDraft(row: Plain, table: RelationName, name: string): Draft {
  return {
    kind: 'column',
    name,
    schema: table.schema,
    parent: table.id,
    position: row.position,
    definition: row.not_null ? { type: row.type, notNull: true } : { type: row.type },
    address: { catalog: 'pg_class', oid: row.relation, column: row.position },
  };
}

function specialDraft(row: Plain, more: Special, table: RelationName, name: string): Draft {
  const { sequence } = more;
  // A partition shares the identity of its parent, and says nothing of it.
  const identity = more.inherited > 0 && sequence === null ? '' : more.identity;
  const plain = plainDraft(row, table, name);
  return {
    ...plain,
    definition: definitionOf({
      ...plain.definition,
      collation: more.collation,
      identity: identity === '' ? null : identity === 'a' ? 'ALWAYS' : 'BY DEFAULT',
      identityOptions: sequence === null ? null : sequenceOptionText(sequence),
      identitySequence: sequence === null ? null : identityName(sequence),
      identityUnlogged: sequence?.unlogged,
      generated: more.generated === '' ? null : more.generated === 's' ? 'STORED' : 'VIRTUAL',
      storage: storages[more.storage ?? ''],
      compression: more.compression === null ? null : more.compression === 'p' ? 'pglz' : 'lz4',
      statistics: more.statistics,
      options: sorted(more.options),
      serverOptions: sorted(more.fdw_options),
      inherited: more.inherited > 0,
    }),
    ...(more.is_local && more.inherited > 0 ? { remarks: { own: true } } : {}),
    aliases: sequence === null ? [] : [{ catalog: 'pg_class', oid: sequence.oid }],
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
      pg_catalog.pg_get_expr(d.adbin, CASE WHEN a.attgenerated <> '' THEN d.adrelid ELSE 0 END) AS expression
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
