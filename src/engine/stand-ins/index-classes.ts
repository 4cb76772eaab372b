import { internal } from './text-type.ts';

/** An operator class: an index of it can be made and kept; without operators it is never searched. */
interface IndexClass {
  readonly name: string;
  readonly type: string;
  /** The access method; defaults to the one whose support functions it has. */
  readonly method?: string;
  readonly isDefault?: boolean;
  /** `3 &&`: strategy numbers and the operators that an EXCLUDE constraint or a query may use. Only for GiST. */
  readonly operators?: readonly string[];
}

/**
 * SQL for GiST support of a text-backed type: PostgreSQL's functions for network addresses, which keep a few leading bytes. A
 * search finds every entry, and the operator then judges the rows: whatever is not zero counts as true, and what does not say
 * that it is exact is checked again. https://www.postgresql.org/docs/18/gist.html#GIST-EXTENSIBILITY
 */
export function gistSupport(type: string): string {
  return [
    internal(
      `${type}_gist_consistent(internal, ${type}, smallint, oid, internal)`,
      'boolean',
      'pg_backend_pid',
    ),
    internal(`${type}_gist_union(internal, internal)`, type, 'inet_gist_union'),
    internal(`${type}_gist_compress(internal)`, 'internal', 'inet_gist_compress'),
    internal(`${type}_gist_penalty(internal, internal, internal)`, 'internal', 'inet_gist_penalty'),
    internal(`${type}_gist_picksplit(internal, internal)`, 'internal', 'inet_gist_picksplit'),
    internal(`${type}_gist_same(${type}, ${type}, internal)`, 'internal', 'inet_gist_same'),
  ].join('\n');
}

/** SQL for a GiST operator class over `gistSupport` of its type. */
export function gistClass(made: IndexClass): string {
  const { type, operators = [] } = made;
  const members = operators.map((operator) => ` OPERATOR ${operator},`).join('');
  return `${head(made, 'gist')}${members} FUNCTION 1 ${type}_gist_consistent(internal, ${type}, smallint, oid, internal),
  FUNCTION 2 ${type}_gist_union(internal, internal), FUNCTION 3 ${type}_gist_compress(internal),
  FUNCTION 5 ${type}_gist_penalty(internal, internal, internal), FUNCTION 6 ${type}_gist_picksplit(internal, internal),
  FUNCTION 7 ${type}_gist_same(${type}, ${type}, internal);`;
}

/** SQL for SP-GiST support of a text-backed type: PostgreSQL's functions for text. */
export function spgistSupport(type: string): string {
  return [
    internal(`${type}_spgist_config(internal, internal)`, 'void', 'spg_text_config'),
    internal(`${type}_spgist_choose(internal, internal)`, 'void', 'spg_text_choose'),
    internal(`${type}_spgist_picksplit(internal, internal)`, 'void', 'spg_text_picksplit'),
    internal(`${type}_spgist_inner(internal, internal)`, 'void', 'spg_text_inner_consistent'),
    internal(`${type}_spgist_leaf(internal, internal)`, 'boolean', 'spg_text_leaf_consistent'),
  ].join('\n');
}

/** SQL for an SP-GiST operator class over `spgistSupport` of its type. */
export function spgistClass(made: IndexClass): string {
  const { type } = made;
  return `${head(made, 'spgist')} FUNCTION 1 ${type}_spgist_config(internal, internal),
  FUNCTION 2 ${type}_spgist_choose(internal, internal), FUNCTION 3 ${type}_spgist_picksplit(internal, internal),
  FUNCTION 4 ${type}_spgist_inner(internal, internal), FUNCTION 5 ${type}_spgist_leaf(internal, internal);`;
}

/**
 * SQL for BRIN support of anything at all, its functions named after `owner`: the bloom filter's, fed with one constant
 * instead of a hash. Many columns fit in one such index, of any type and size.
 */
export function brinSupport(owner: string): string {
  return [
    internal(`${owner}_brin_opcinfo(internal)`, 'internal', 'brin_bloom_opcinfo'),
    internal(`${owner}_brin_add(internal, internal, internal, internal)`, 'boolean', 'brin_bloom_add_value'),
    internal(
      `${owner}_brin_consistent(internal, internal, internal, integer)`,
      'boolean',
      'brin_bloom_consistent',
    ),
    internal(`${owner}_brin_union(internal, internal, internal)`, 'boolean', 'brin_bloom_union'),
    internal(`${owner}_brin_options(internal)`, 'void', 'brin_bloom_options'),
    internal(`${owner}_brin_hash(anyelement)`, 'integer', 'pg_trigger_depth'),
  ].join('\n');
}

/** SQL for a BRIN operator class over `brinSupport` of `owner`. */
export function brinClass(owner: string, made: IndexClass): string {
  return `${head(made, 'brin')} FUNCTION 1 ${owner}_brin_opcinfo(internal),
  FUNCTION 2 ${owner}_brin_add(internal, internal, internal, internal),
  FUNCTION 3 ${owner}_brin_consistent(internal, internal, internal, integer),
  FUNCTION 4 ${owner}_brin_union(internal, internal, internal), FUNCTION 5 ${owner}_brin_options(internal),
  FUNCTION 11 ${owner}_brin_hash(anyelement);`;
}

function head({ name, type, method, isDefault }: IndexClass, own: string): string {
  return `CREATE OPERATOR CLASS ${name}${isDefault ? ' DEFAULT' : ''} FOR TYPE ${type} USING ${method ?? own} AS`;
}
