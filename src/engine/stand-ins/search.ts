import { indexParameters } from './adapt.ts';
import { brinClass, brinSupport, gistClass, gistSupport } from './index-classes.ts';
import { sqlFunctions, sqlOperators } from './sql-functions.ts';
import type { StandInSource } from './stand-in.ts';
import { textType } from './text-type.ts';

/** An access method that takes columns of any type, and the operator classes that its indexes name. */
function accessMethod(method: string, classes: Readonly<Record<string, string>>): string {
  return [
    `CREATE ACCESS METHOD ${method} TYPE INDEX HANDLER brinhandler;`,
    brinSupport(method),
    brinClass(method, { name: `${method}_any_ops`, type: 'anyelement', method, isDefault: true }),
    ...Object.entries(classes).map(([name, type]) => brinClass(method, { name, type, method })),
  ].join('\n');
}

const parts = { version: '1.0', relocatable: true, requires: [] } as const;

export const pgSearch: StandInSource = {
  ...parts,
  name: 'pg_search',
  version: '0.20.0',
  relocatable: false,
  schema: 'paradedb',
  comment: 'Full text search for PostgreSQL using BM25',
  note: 'bm25 indexes can be made of any columns and are never searched; @@@ and its relatives look for the text as it is.',
  sql: `${accessMethod('bm25', {})}
CREATE FUNCTION paradedb.search_match(anyelement, text) RETURNS boolean LANGUAGE plpgsql IMMUTABLE STRICT AS
  $f$ BEGIN RETURN $1::text ILIKE '%' || regexp_replace($2, '^[^:]*:', '') || '%'; END $f$;
CREATE FUNCTION paradedb.score(anyelement) RETURNS real LANGUAGE sql STABLE AS 'SELECT 1::real';
CREATE FUNCTION paradedb.snippet(text, start_tag text DEFAULT '<b>', end_tag text DEFAULT '</b>', max_num_chars integer DEFAULT 150)
  RETURNS text LANGUAGE sql STABLE AS 'SELECT $1';
${['@@@', '|||', '&&&', '###', '===']
  .map(
    (name) =>
      `CREATE OPERATOR pg_catalog.${name} (LEFTARG = anyelement, RIGHTARG = text, FUNCTION = paradedb.search_match);`,
  )
  .join('\n')}
CREATE PROCEDURE paradedb.create_bm25(index_name text, table_name text, key_field text, schema_name text DEFAULT 'public',
  text_fields text DEFAULT '{}', numeric_fields text DEFAULT '{}', boolean_fields text DEFAULT '{}', json_fields text DEFAULT '{}',
  datetime_fields text DEFAULT '{}', predicates text DEFAULT '') LANGUAGE sql AS '';
`,
  leaveOut: indexParameters('bm25', ['key_field', 'text_fields', 'target_segment_count']),
};

const pgroongaTypes = { text: 'text', text_array: 'text[]', varchar: 'varchar', jsonb: 'jsonb' };

export const pgroonga: StandInSource = {
  ...parts,
  name: 'pgroonga',
  version: '4.0.1',
  relocatable: false,
  comment: 'Super fast and all languages supported full text search index based on Groonga',
  note: 'pgroonga indexes can be made and are never searched; its operators look for the text as it is.',
  sql: `${accessMethod(
    'pgroonga',
    Object.fromEntries([
      ...Object.entries(pgroongaTypes).flatMap(([name, type]) =>
        ['', '_full_text_search', '_term_search', '_regexp'].flatMap((use) =>
          ['', '_v2'].map((version) => [`pgroonga_${name}${use}_ops${version}`, type]),
        ),
      ),
    ]),
  )}
CREATE SCHEMA pgroonga;
${sqlFunctions(`
  pgroonga_match(text, text) boolean = $1 ILIKE '%' || $2 || '%'
  pgroonga_match(text[], text) boolean = EXISTS (SELECT FROM unnest($1) t WHERE t ILIKE '%' || $2 || '%')
  pgroonga_match(varchar, varchar) boolean = $1 ILIKE '%' || $2 || '%'
  pgroonga_match(jsonb, text) boolean = $1::text ILIKE '%' || $2 || '%'
  pgroonga_query_escape(text) text = $1
  pgroonga_normalize(text) text = lower($1)
  pgroonga_snippet_html(text, text[]) text[] = ARRAY[$1]
  pgroonga_highlight_html(text, text[]) text = $1
  pgroonga_query_extract_keywords(text) text[] = string_to_array($1, ' ')
`)}
CREATE FUNCTION pgroonga_score(tableoid oid, ctid tid) RETURNS float8 LANGUAGE sql STABLE AS 'SELECT 1::float8';
CREATE FUNCTION pgroonga_score(record) RETURNS float8 LANGUAGE plpgsql STABLE AS 'BEGIN RETURN 1; END';
${sqlOperators(
  ['&@', '&@~', '&@*', '&^', '&~']
    .flatMap((name) =>
      ['text', 'text[]', 'varchar', 'jsonb'].map(
        (type) => `${type} ${name} ${type === 'varchar' ? 'varchar' : 'text'} pgroonga_match`,
      ),
    )
    .join('\n'),
)}`,
  leaveOut: indexParameters('pgroonga', ['tokenizer', 'normalizers?', 'token_filters', 'plugins']),
};

export const rum: StandInSource = {
  ...parts,
  name: 'rum',
  version: '1.3',
  comment: 'RUM index access method',
  note: 'rum indexes can be made and are never searched; <=> is ts_rank turned around.',
  sql: `${accessMethod('rum', {
    rum_tsvector_ops: 'tsvector',
    rum_tsvector_hash_ops: 'tsvector',
    rum_tsvector_addon_ops: 'tsvector',
    rum_tsvector_timestamp_ops: 'tsvector',
    rum_tsvector_timestamptz_ops: 'tsvector',
    rum_tsvector_hash_addon_ops: 'tsvector',
    rum_tsquery_ops: 'tsquery',
    rum_anyarray_ops: 'anyarray',
    rum_timestamp_ops: 'timestamp',
    rum_timestamptz_ops: 'timestamptz',
    rum_int4_ops: 'integer',
    rum_int8_ops: 'bigint',
    rum_text_ops: 'text',
  })}
${sqlFunctions(`
  rum_ts_distance(tsvector, tsquery) real = 1 / nullif(ts_rank($1, $2), 0)
  rum_ts_score(tsvector, tsquery) real = ts_rank($1, $2)
`)}
${sqlOperators('tsvector <=> tsquery rum_ts_distance')}`,
  leaveOut: indexParameters('rum', ['attach', 'to', 'order_by_attach']),
};

export const pgBigm: StandInSource = {
  ...parts,
  name: 'pg_bigm',
  version: '1.2',
  comment: 'text similarity measurement and index searching based on bigrams',
  note: 'gin_bigm_ops indexes hold trigrams, and similarity is not computed.',
  sql: `
${[
  ['extract_value(text, internal)', 'internal', 'gin_extract_value_trgm'],
  [
    'extract_query(text, internal, int2, internal, internal, internal, internal)',
    'internal',
    'gin_extract_query_trgm',
  ],
  [
    'consistent(internal, int2, text, int4, internal, internal, internal, internal)',
    'boolean',
    'gin_trgm_consistent',
  ],
]
  .map(
    ([signature, result, symbol]) =>
      `CREATE FUNCTION bigm_${signature} RETURNS ${result} LANGUAGE c IMMUTABLE STRICT AS '$libdir/pg_trgm', '${symbol}';`,
  )
  .join('\n')}
CREATE OPERATOR CLASS gin_bigm_ops FOR TYPE text USING gin AS FUNCTION 1 (text, text) btint4cmp(int4, int4),
  FUNCTION 2 (text, text) bigm_extract_value(text, internal),
  FUNCTION 3 (text, text) bigm_extract_query(text, internal, int2, internal, internal, internal, internal),
  FUNCTION 4 (text, text) bigm_consistent(internal, int2, text, int4, internal, internal, internal, internal), STORAGE int4;
${sqlFunctions(`
  show_bigm(text) text[] = ARRAY[$1]
  bigm_similarity(text, text) real = CASE WHEN $1 = $2 THEN 1 ELSE 0 END::real
  bigm_similarity_op(text, text) boolean = $1 = $2
  likequery(text) text = '%' || replace(replace(replace($1, '\\', '\\\\'), '%', '\\%'), '_', '\\_') || '%'
`)}
CREATE OPERATOR =% (LEFTARG = text, RIGHTARG = text, FUNCTION = bigm_similarity_op);
`,
};

const vectorMethods = {
  vectorscale: { method: 'diskann', options: ['num_neighbors', 'storage_layout', 'search_list_size'] },
  vchord: { method: 'vchordrq', options: ['options'] },
  alloydb_scann: { method: 'scann', options: ['num_leaves', 'quantizer'] },
} as const;

/** Other access methods for pgvector's type. */
export const vectorIndexes: readonly StandInSource[] = Object.entries(vectorMethods).map(
  ([name, { method, options }]) => ({
    ...parts,
    name,
    relocatable: false,
    requires: ['vector'],
    comment: `${method} access method`,
    note: `${method} indexes can be made, without their parameters, and are never searched.`,
    sql: accessMethod(
      method,
      Object.fromEntries(
        ['vector_l2_ops', 'vector_ip_ops', 'vector_cosine_ops', 'l2', 'cosine', 'dot_product'].map((one) => [
          one,
          'vector',
        ]),
      ),
    ),
    leaveOut: indexParameters(method, options),
  }),
);

export const pgSimilarity: StandInSource = {
  ...parts,
  name: 'pg_similarity',
  comment: 'support similarity queries',
  note: 'Every similarity is 1 for equal texts and 0 for others.',
  sql: sqlFunctions(
    [
      'block',
      'cosine',
      'dice',
      'euclidean',
      'hamming',
      'hamming_text',
      'jaccard',
      'jaro',
      'jarowinkler',
      'lev',
      'levslow',
    ]
      .concat(
        'matchingcoefficient',
        'mongeelkan',
        'needlemanwunsch',
        'overlapcoefficient',
        'qgram',
        'smithwaterman',
        'soundex',
      )
      .map((name) => `${name}(text, text) float8 = CASE WHEN $1 = $2 THEN 1 ELSE 0 END::float8`)
      .join('\n'),
  ),
};

export const prefix: StandInSource = {
  ...parts,
  name: 'prefix',
  version: '1.2.0',
  comment: 'Prefix Range module for PostgreSQL',
  note: 'prefix_range keeps its text, and its GiST indexes are never searched.',
  sql: `${textType({ name: 'prefix_range', btree: 'btree_prefix_range_ops' })}
${sqlFunctions(`
  prefix_range(text) prefix_range = $1::prefix_range
  pr_contains(prefix_range, text) boolean = starts_with($2, $1::text)
  pr_contains(prefix_range, prefix_range) boolean = starts_with($2::text, $1::text)
`)}
CREATE CAST (text AS prefix_range) WITH FUNCTION prefix_range(text) AS IMPLICIT;
${sqlOperators(`
  prefix_range @> text pr_contains
  prefix_range @> prefix_range pr_contains
`)}
${gistSupport('prefix_range')}
${gistClass({ name: 'gist_prefix_range_ops', type: 'prefix_range', isDefault: true })}`,
};
