import { indexParameters, saidOfOwnRoutines } from './adapt.ts';
import { sqlFunctions, sqlOperators } from './sql-functions.ts';
import type { StandInSource } from './stand-in.ts';
import { internal, textType } from './text-type.ts';

const operatorClasses = {
  hnsw: [
    'vector_l2',
    'vector_ip',
    'vector_cosine',
    'vector_l1',
    'halfvec_l2',
    'halfvec_ip',
    'halfvec_cosine',
    'halfvec_l1',
  ].concat([
    'sparsevec_l2',
    'sparsevec_ip',
    'sparsevec_cosine',
    'sparsevec_l1',
    'bit_hamming',
    'bit_jaccard',
  ]),
  ivfflat: [
    'vector_l2',
    'vector_ip',
    'vector_cosine',
    'halfvec_l2',
    'halfvec_ip',
    'halfvec_cosine',
    'bit_hamming',
  ],
} as const;

const hnswParameters = indexParameters('hnsw', ['m', 'ef_construction']);
const ivfflatParameters = indexParameters('ivfflat', ['lists']);
const saidOfRoutines = saidOfOwnRoutines(
  /^(?:(?:array_to_)?(?:half|sparse)?vec(?:tor)?_\w+|array_to_\w*vec(?:tor)?|hnsw\w*|ivfflat\w*|(?:\w+_distance|avg|sum|inner_product|subvector|binary_quantize|(?:half|sparse)?vec(?:tor)?)\(.*vec(?:tor)?\b.*|l2_norm\w*)/i,
);

export const vector: StandInSource = {
  name: 'vector',
  version: '0.8.1',
  relocatable: true,
  requires: [],
  comment: 'vector data type and ivfflat and hnsw access methods',
  note: 'vector, halfvec and sparsevec keep their text and distances are computed in SQL; hnsw and ivfflat indexes are built as hash indexes without their parameters and answer no nearest-neighbour query. Grants on its functions are left out.',
  sql: [
    ['vector', 'halfvec', 'sparsevec'].map(vectorType).join(''),
    sparseArrays(),
    numbers(),
    ['vector', 'halfvec', 'sparsevec'].map(distances).join(''),
    arithmetic('vector'),
    arithmetic('halfvec'),
    conversions(),
    bits(),
    accessMethods(),
  ].join('\n'),
  leaveOut: (code) => [...hnswParameters(code), ...ivfflatParameters(code), ...saidOfRoutines(code)],
};

/** The type with its length check, which the real one has as a cast and which makes `ALTER COLUMN ... TYPE` rewrite. */
function vectorType(type: string): string {
  const dimensions =
    type === 'sparsevec'
      ? "split_part($1::text, '/', 2)::integer"
      : "cardinality(string_to_array(btrim($1::text, '[] '), ','))";
  return `${textType({ name: type, typmod: 'length' })}
CREATE FUNCTION ${type}(${type}, integer, boolean) RETURNS ${type} LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $f$
BEGIN
  IF $2 <> -1 AND ${dimensions} <> $2 THEN
    RAISE EXCEPTION 'expected % dimensions, not %', $2, ${dimensions} USING ERRCODE = 'data_exception';
  END IF;
  RETURN $1;
END $f$;
CREATE CAST (${type} AS ${type}) WITH FUNCTION ${type}(${type}, integer, boolean) AS IMPLICIT;
`;
}

function numbers(): string {
  return sqlFunctions(`
    vector_to_float8(vector, integer, boolean) float8[] = string_to_array(btrim($1::text, '[] '), ',')::float8[]
    halfvec_to_float8(halfvec, integer, boolean) float8[] = string_to_array(btrim($1::text, '[] '), ',')::float8[]
    vector_to_float4(vector, integer, boolean) real[] = string_to_array(btrim($1::text, '[] '), ',')::real[]
    halfvec_to_float4(halfvec, integer, boolean) real[] = string_to_array(btrim($1::text, '[] '), ',')::real[]
    vector_dims(vector) integer = cardinality(vector_to_float8($1, -1, false))
    vector_dims(halfvec) integer = cardinality(halfvec_to_float8($1, -1, false))
    vector_norm(vector) float8 = (SELECT sqrt(sum(x * x)) FROM unnest(vector_to_float8($1, -1, false)) x)
    l2_norm(halfvec) float8 = (SELECT sqrt(sum(x * x)) FROM unnest(halfvec_to_float8($1, -1, false)) x)
    l2_norm(sparsevec) float8 = (SELECT sqrt(sum(x * x)) FROM unnest(sparsevec_to_float8($1, -1, false)) x)
  `);
}

/** `{1:0.5,3:2}/4` as an array of four numbers. */
function sparseArrays(): string {
  return sqlFunctions(`
    sparsevec_to_float8(sparsevec, integer, boolean) float8[] = (SELECT array_agg(coalesce((SELECT split_part(e, ':', 2)::float8 FROM unnest(string_to_array(substring($1::text FROM '{(.*)}'), ',')) e WHERE split_part(e, ':', 1)::integer = i), 0) ORDER BY i) FROM generate_series(1, split_part($1::text, '/', 2)::integer) i)
  `);
}

function distances(type: string): string {
  const pairs = `unnest(${type}_to_float8($1, -1, false), ${type}_to_float8($2, -1, false)) u(a, b)`;
  return [
    sqlFunctions(`
    l2_distance(${type}, ${type}) float8 = (SELECT sqrt(sum((a - b) * (a - b))) FROM ${pairs})
    ${type}_l2_squared_distance(${type}, ${type}) float8 = (SELECT sum((a - b) * (a - b)) FROM ${pairs})
    inner_product(${type}, ${type}) float8 = (SELECT sum(a * b) FROM ${pairs})
    ${type}_negative_inner_product(${type}, ${type}) float8 = (SELECT -sum(a * b) FROM ${pairs})
    cosine_distance(${type}, ${type}) float8 = (SELECT 1 - sum(a * b) / nullif(sqrt(sum(a * a) * sum(b * b)), 0) FROM ${pairs})
    l1_distance(${type}, ${type}) float8 = (SELECT sum(abs(a - b)) FROM ${pairs})
    `),
    sqlOperators(`
    ${type} <-> ${type} l2_distance <->
    ${type} <#> ${type} ${type}_negative_inner_product <#>
    ${type} <=> ${type} cosine_distance <=>
    ${type} <+> ${type} l1_distance <+>
    `),
  ].join('');
}

function arithmetic(type: string): string {
  const pairs = `unnest(${type}_to_float8($1, -1, false), ${type}_to_float8($2, -1, false)) WITH ORDINALITY u(a, b, i)`;
  const made = (expression: string) =>
    `(SELECT ('[' || string_agg((${expression})::real::text, ',' ORDER BY i) || ']')::${type}`;
  const elements = `unnest(${type}_to_float8($1, -1, false)) WITH ORDINALITY u(a, i)`;
  return [
    sqlFunctions(`
    ${type}_add(${type}, ${type}) ${type} = ${made('a + b')} FROM ${pairs})
    ${type}_sub(${type}, ${type}) ${type} = ${made('a - b')} FROM ${pairs})
    ${type}_mul(${type}, ${type}) ${type} = ${made('a * b')} FROM ${pairs})
    ${type}_concat(${type}, ${type}) ${type} = (rtrim($1::text, '] ') || ',' || ltrim($2::text, '[ '))::${type}
    l2_normalize(${type}) ${type} = ${made('a / n')} FROM ${elements}, (SELECT nullif(sqrt(sum(x * x)), 0) AS n FROM unnest(${type}_to_float8($1, -1, false)) x) s)
    subvector(${type}, integer, integer) ${type} = ${made('a')} FROM ${elements} WHERE i >= $2 AND i < $2 + $3)
    binary_quantize(${type}) bit = (SELECT string_agg(CASE WHEN a > 0 THEN '1' ELSE '0' END, '' ORDER BY i)::varbit::bit FROM ${elements})
    ${type}_avg_final(${type}, bigint) ${type} = ${made('a / $2')} FROM ${elements})
    `),
    sqlOperators(`
    ${type} + ${type} ${type}_add +
    ${type} - ${type} ${type}_sub
    ${type} * ${type} ${type}_mul *
    ${type} || ${type} ${type}_concat
    `),
    `
CREATE AGGREGATE sum(${type}) (SFUNC = ${type}_add, STYPE = ${type}, PARALLEL = SAFE);
CREATE FUNCTION ${type}_avg(${type}[]) RETURNS ${type} LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
  RETURN (SELECT ${type}_avg_final(sum(x), count(x)) FROM unnest($1) x);
CREATE AGGREGATE avg(${type}) (SFUNC = array_append, STYPE = ${type}[], FINALFUNC = ${type}_avg, PARALLEL = SAFE);
`,
  ].join('');
}

function conversions(): string {
  const arrays = ['integer', 'real', 'float8', 'numeric'];
  const fromArrays = ['vector', 'halfvec', 'sparsevec'].flatMap((type) =>
    arrays.map((element) => {
      const text =
        type === 'sparsevec'
          ? `((SELECT '{' || coalesce(string_agg(i || ':' || x, ',' ORDER BY i) FILTER (WHERE x <> 0), '') || '}/' || count(*) FROM unnest($1) WITH ORDINALITY u(x, i)))`
          : "('[' || array_to_string($1, ',') || ']')";
      return `${sqlFunctions(`array_to_${type}(${element}[], integer, boolean) ${type} = ${type}(${text}::${type}, $2, $3)`)}
CREATE CAST (${element}[] AS ${type}) WITH FUNCTION array_to_${type}(${element}[], integer, boolean) AS ASSIGNMENT;\n`;
    }),
  );
  return `
CREATE CAST (vector AS real[]) WITH FUNCTION vector_to_float4(vector, integer, boolean) AS IMPLICIT;
CREATE CAST (halfvec AS real[]) WITH FUNCTION halfvec_to_float4(halfvec, integer, boolean) AS ASSIGNMENT;
CREATE FUNCTION vector_to_halfvec(vector, integer, boolean) RETURNS halfvec LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE RETURN halfvec($1::text::halfvec, $2, $3);
CREATE FUNCTION halfvec_to_vector(halfvec, integer, boolean) RETURNS vector LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE RETURN vector($1::text::vector, $2, $3);
CREATE CAST (vector AS halfvec) WITH FUNCTION vector_to_halfvec(vector, integer, boolean) AS ASSIGNMENT;
CREATE CAST (halfvec AS vector) WITH FUNCTION halfvec_to_vector(halfvec, integer, boolean) AS IMPLICIT;
${fromArrays.join('')}
${sqlFunctions(`
  vector_to_sparsevec(vector, integer, boolean) sparsevec = array_to_sparsevec(vector_to_float8($1, -1, false), $2, $3)
  halfvec_to_sparsevec(halfvec, integer, boolean) sparsevec = array_to_sparsevec(halfvec_to_float8($1, -1, false), $2, $3)
  sparsevec_to_vector(sparsevec, integer, boolean) vector = array_to_vector(sparsevec_to_float8($1, -1, false), $2, $3)
  sparsevec_to_halfvec(sparsevec, integer, boolean) halfvec = array_to_halfvec(sparsevec_to_float8($1, -1, false), $2, $3)
`)}
CREATE CAST (vector AS sparsevec) WITH FUNCTION vector_to_sparsevec(vector, integer, boolean) AS ASSIGNMENT;
CREATE CAST (halfvec AS sparsevec) WITH FUNCTION halfvec_to_sparsevec(halfvec, integer, boolean) AS ASSIGNMENT;
CREATE CAST (sparsevec AS vector) WITH FUNCTION sparsevec_to_vector(sparsevec, integer, boolean) AS ASSIGNMENT;
CREATE CAST (sparsevec AS halfvec) WITH FUNCTION sparsevec_to_halfvec(sparsevec, integer, boolean) AS ASSIGNMENT;
`;
}

function bits(): string {
  return [
    sqlFunctions(`
    hamming_distance(bit, bit) float8 = bit_count($1 # $2)::float8
    jaccard_distance(bit, bit) float8 = 1 - coalesce(bit_count($1 & $2)::float8 / nullif(bit_count($1 | $2), 0), 0)
    `),
    sqlOperators(`
    bit <~> bit hamming_distance <~>
    bit <%> bit jaccard_distance <%>
    `),
    internal('vector_bit_hash(bit)', 'integer', 'hashvarlena'),
  ].join('');
}

/** A hash index keeps only hash codes, so no vector is too long for it. */
function accessMethods(): string {
  return Object.entries(operatorClasses)
    .flatMap(([method, classes]) => [
      `CREATE ACCESS METHOD ${method} TYPE INDEX HANDLER hashhandler;`,
      ...classes.map((name) => {
        const type = name.split('_')[0]!;
        const isDefault = method === 'ivfflat' && name === 'vector_l2' ? ' DEFAULT' : '';
        const hash = type === 'bit' ? 'vector_bit_hash(bit)' : `${type}_hash(${type})`;
        return `CREATE OPERATOR CLASS ${name}_ops${isDefault} FOR TYPE ${type} USING ${method} AS OPERATOR 1 =, FUNCTION 1 ${hash};`;
      }),
    ])
    .join('\n');
}
