/**
 * Which extension brings an object that migrations often use without creating it. Names in lower case, without their schema.
 * https://www.postgresql.org/docs/18/contrib.html
 */
const broughtBy: Readonly<Record<string, readonly string[]>> = {
  'uuid-ossp': [
    'uuid_generate_v1',
    'uuid_generate_v1mc',
    'uuid_generate_v3',
    'uuid_generate_v4',
    'uuid_generate_v5',
    'uuid_nil',
  ],
  pgcrypto: [
    'crypt',
    'gen_random_uuid',
    'gen_salt',
    'gen_random_bytes',
    'digest',
    'hmac',
    'encrypt',
    'decrypt',
    'armor',
    'dearmor',
    'pgp_sym_encrypt',
    'pgp_sym_decrypt',
    'pgp_pub_encrypt',
    'pgp_pub_decrypt',
  ],
  moddatetime: ['moddatetime'],
  citext: ['citext'],
  hstore: ['hstore'],
  ltree: ['ltree', 'lquery', 'ltxtquery', 'nlevel', 'subpath', 'text2ltree'],
  cube: ['cube'],
  isn: ['isbn', 'isbn13', 'issn', 'ean13', 'upc'],
  pg_trgm: [
    'similarity',
    'word_similarity',
    'show_trgm',
    'set_limit',
    'gin_trgm_ops',
    'gist_trgm_ops',
    '<%',
    '%>',
    '<<%',
    '%>>',
  ],
  unaccent: ['unaccent'],
  fuzzystrmatch: ['levenshtein', 'soundex', 'difference', 'metaphone', 'dmetaphone', 'daitch_mokotoff'],
  earthdistance: ['earth_distance', 'll_to_earth', 'earth_box'],
  intarray: ['gin__int_ops', 'gist__int_ops', 'intset', 'uniq'],
  tablefunc: ['crosstab', 'connectby', 'normal_rand'],
  vector: [
    'vector',
    'halfvec',
    'sparsevec',
    'vector_cosine_ops',
    'vector_l2_ops',
    'vector_ip_ops',
    'hnsw',
    'ivfflat',
    'cosine_distance',
    'l2_distance',
  ],
  postgis: [
    'geometry',
    'geography',
    'box2d',
    'st_makepoint',
    'st_setsrid',
    'st_distance',
    'st_dwithin',
    'st_geomfromtext',
    'st_contains',
    'st_intersects',
  ],
  pg_cron: ['cron'],
  pg_net: ['net', 'http_get', 'http_post'],
  pgmq: ['pgmq'],
  dblink: ['dblink', 'dblink_exec', 'dblink_connect'],
  pg_stat_statements: ['pg_stat_statements'],
};

const extensionOfName = new Map(
  Object.entries(broughtBy).flatMap(([extension, names]) => names.map((name) => [name, extension] as const)),
);

/** The extension that brings a function, type, operator, operator class or schema of this name, where it is a well-known one. */
export function extensionOf(name: string): string | undefined {
  return extensionOfName.get(name.toLowerCase());
}
