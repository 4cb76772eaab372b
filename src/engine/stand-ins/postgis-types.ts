import {
  brinClass,
  brinSupport,
  gistClass,
  gistSupport,
  spgistClass,
  spgistSupport,
} from './index-classes.ts';
import { sqlFunctions, sqlOperators } from './sql-functions.ts';
import { textType } from './text-type.ts';

/** In the order of PostGIS's own numbers, which a type modifier holds. */
const shapes = [
  'Geometry',
  'Point',
  'LineString',
  'Polygon',
  'MultiPoint',
  'MultiLineString',
  'MultiPolygon',
].concat(
  ['GeometryCollection', 'CircularString', 'CompoundCurve', 'CurvePolygon', 'MultiCurve', 'MultiSurface'],
  ['PolyhedralSurface', 'Triangle', 'Tin'],
);

/** The types geometry, geography, box2d, box3d and raster's companions, with casts, operators and operator classes. */
export function postgisTypes(): string {
  return [
    textType({ name: 'geometry', btree: 'btree_geometry_ops', hash: 'hash_geometry_ops' }),
    textType({ name: 'geography', btree: 'btree_geography_ops', hash: 'hash_geography_ops' }),
    ...['box2d', 'box3d', 'box2df', 'gidx', 'spheroid'].map((name) => textType({ name })),
    textOf('geometry'),
    textOf('geography'),
    typmod('geometry', 0),
    typmod('geography', 4326),
    `
CREATE CAST (geometry AS geography) WITHOUT FUNCTION AS IMPLICIT;
CREATE CAST (geography AS geometry) WITHOUT FUNCTION;
CREATE TYPE geometry_dump AS (path integer[], geom geometry);
CREATE TYPE valid_detail AS (valid boolean, reason varchar, location geometry);
`,
    boxes(),
    ['geometry', 'geography'].map(operators).join(''),
    operatorClasses(),
  ].join('\n');
}

function textOf(type: string): string {
  const number = '(-?[0-9.]+(?:[eE][-+]?[0-9]+)?)';
  return sqlFunctions(`
    _st_text(${type}) text = $1::text
    _st_wkt(${type}) text = regexp_replace($1::text, '^SRID=[0-9]+;', '', 'i')
    _st_srid(${type}) integer = substring($1::text FROM '^(?:SRID|srid)=([0-9]+);')::integer
    _st_shape(${type}) text = upper(substring(_st_wkt($1) FROM '^[[:space:]]*([A-Za-z]+)'))
    _st_xs(${type}) float8[] = (SELECT array_agg(m[1]::float8) FROM regexp_matches(_st_wkt($1), '[(,][[:space:]]*${number}[[:space:]]+${number}', 'g') m)
    _st_ys(${type}) float8[] = (SELECT array_agg(m[2]::float8) FROM regexp_matches(_st_wkt($1), '[(,][[:space:]]*${number}[[:space:]]+${number}', 'g') m)
    _st_box(${type}) box = (SELECT box(point(min(x), min(y)), point(max(x), max(y))) FROM unnest(_st_xs($1), _st_ys($1)) u(x, y))
  `);
}

/**
 * Reads and prints modifiers such as (Point,4326). PostgreSQL wants functions over cstring for that, which SQL functions
 * cannot declare, so their signatures are put right in the catalog afterwards; a name is laid out as a cstring is.
 */
function typmod(type: string, defaultSrid: number): string {
  const known = `'{${shapes.join(',').toLowerCase()}}'::text[]`;
  const printed = `'{${shapes.join(',')}}'::text[]`;
  return `
CREATE FUNCTION ${type}_typmod_in(text[]) RETURNS integer LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $f$
  SELECT coalesce(nullif(words[2]::integer, 0), ${defaultSrid}) * 256
    + (array_position(${known}, regexp_replace(words[1], 'z?m?$', '')) - 1) * 4
    + CASE WHEN words[1] ~ 'zm?$' THEN 2 ELSE 0 END + CASE WHEN words[1] ~ 'm$' THEN 1 ELSE 0 END
  FROM (SELECT array_agg(lower(replace(w, ' ', ''))) AS words FROM unnest($1::text[]) w) s
$f$;
CREATE FUNCTION ${type}_typmod_out(integer) RETURNS name LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $f$
  SELECT CASE WHEN $1 <= 0 THEN ''
    ELSE '(' || (${printed})[($1 & 252) / 4 + 1] || CASE WHEN $1 & 2 > 0 THEN 'Z' ELSE '' END
      || CASE WHEN $1 & 1 > 0 THEN 'M' ELSE '' END || CASE WHEN $1 > 255 THEN ',' || $1 / 256 ELSE '' END || ')' END
$f$;
UPDATE pg_catalog.pg_proc SET proargtypes = '1263' WHERE oid = '${type}_typmod_in(text[])'::regprocedure;
UPDATE pg_catalog.pg_type SET typmodin = '${type}_typmod_in', typmodout = '${type}_typmod_out'
WHERE oid IN ('${type}'::regtype, '${type}[]'::regtype);
CREATE FUNCTION ${type}(${type}, integer, boolean) RETURNS ${type} LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE
SET search_path FROM CURRENT AS $f$
DECLARE
  srid integer := $2 / 256;
  shape text := upper((${printed})[($2 & 252) / 4 + 1]);
BEGIN
  IF $2 > 0 AND _st_shape($1) <> shape AND shape <> 'GEOMETRY' AND _st_wkt($1) !~ '^[0-9A-Fa-f]+$' THEN
    RAISE EXCEPTION 'Geometry type (%) does not match column type (%)', _st_shape($1), shape
      USING ERRCODE = 'invalid_parameter_value';
  END IF;
  IF $2 > 0 AND srid > 0 AND _st_srid($1) NOT IN (0, srid) THEN
    RAISE EXCEPTION 'Geometry SRID (%) does not match column SRID (%)', _st_srid($1), srid
      USING ERRCODE = 'invalid_parameter_value';
  END IF;
  IF $2 > 0 AND srid > 0 AND _st_srid($1) IS NULL AND _st_wkt($1) !~ '^[0-9A-Fa-f]+$' THEN
    RETURN ('SRID=' || srid || ';' || _st_wkt($1))::${type};
  END IF;
  RETURN $1;
END $f$;
CREATE CAST (${type} AS ${type}) WITH FUNCTION ${type}(${type}, integer, boolean) AS IMPLICIT;
${sqlFunctions(`
  ${type}(bytea) ${type} = encode($1, 'hex')::${type}
  bytea(${type}) bytea = convert_to($1::text, 'UTF8')
  postgis_typmod_srid_of_${type}(integer) integer = $1 / 256
`)}
CREATE CAST (bytea AS ${type}) WITH FUNCTION ${type}(bytea) AS IMPLICIT;
CREATE CAST (${type} AS bytea) WITH FUNCTION bytea(${type}) AS IMPLICIT;
`;
}

function boxes(): string {
  return `${sqlFunctions(`
    _st_polygon(box, integer) geometry = (SELECT (CASE WHEN $2 > 0 THEN 'SRID=' || $2 || ';' ELSE '' END || format('POLYGON((%s %s,%s %s,%s %s,%s %s,%s %s))', x1, y1, x1, y2, x2, y2, x2, y1, x1, y1))::geometry FROM (SELECT ($1[1])[0] x1, ($1[1])[1] y1, ($1[0])[0] x2, ($1[0])[1] y2) c)
    box2d(geometry) box2d = (SELECT format('BOX(%s %s,%s %s)', (b[1])[0], (b[1])[1], (b[0])[0], (b[0])[1])::box2d FROM (SELECT _st_box($1) b) s)
    box3d(geometry) box3d = (SELECT format('BOX3D(%s %s 0,%s %s 0)', (b[1])[0], (b[1])[1], (b[0])[0], (b[0])[1])::box3d FROM (SELECT _st_box($1) b) s)
    box(geometry) box = _st_box($1)
    geometry(box2d) geometry = _st_polygon(_st_box(regexp_replace($1::text, 'BOX', 'LINESTRING')::geometry), 0)
    geometry(box3d) geometry = _st_polygon(_st_box(regexp_replace($1::text, 'BOX3D', 'LINESTRING')::geometry), 0)
    box3d(box2d) box3d = box3d(geometry($1))
    box2d(box3d) box2d = box2d(geometry($1))
    geometry(point) geometry = format('POINT(%s %s)', $1[0], $1[1])::geometry
    geometry(text) geometry = $1::geometry
    point(geometry) point = point((_st_xs($1))[1], (_st_ys($1))[1])
    text(geometry) text = $1::text
  `)}
CREATE CAST (geometry AS box2d) WITH FUNCTION box2d(geometry) AS IMPLICIT;
CREATE CAST (geometry AS box3d) WITH FUNCTION box3d(geometry) AS IMPLICIT;
CREATE CAST (geometry AS box) WITH FUNCTION box(geometry) AS ASSIGNMENT;
CREATE CAST (box2d AS box3d) WITH FUNCTION box3d(box2d) AS IMPLICIT;
CREATE CAST (box3d AS box2d) WITH FUNCTION box2d(box3d) AS IMPLICIT;
CREATE CAST (box2d AS geometry) WITH FUNCTION geometry(box2d) AS IMPLICIT;
CREATE CAST (box3d AS geometry) WITH FUNCTION geometry(box3d) AS IMPLICIT;
CREATE CAST (point AS geometry) WITH FUNCTION geometry(point);
CREATE CAST (geometry AS point) WITH FUNCTION point(geometry);
CREATE CAST (text AS geometry) WITH FUNCTION geometry(text) AS IMPLICIT;
CREATE CAST (geometry AS text) WITH FUNCTION text(geometry) AS IMPLICIT;
`;
}

function operators(type: string): string {
  const onBoxes = [
    ['overlaps', '&&', '&&', '&&'],
    ['left', '<<', '<<', '>>'],
    ['right', '>>', '>>', '<<'],
    ['overleft', '&<', '&<'],
    ['overright', '&>', '&>'],
    ['below', '<<|', '<<|', '|>>'],
    ['above', '|>>', '|>>', '<<|'],
    ['overbelow', '&<|', '&<|'],
    ['overabove', '|&>', '|&>'],
    ['contains', '~', '@>', '@'],
    ['within', '@', '<@', '~'],
    ['same', '~=', '~=', '~='],
    ['overlaps_nd', '&&&', '&&', '&&&'],
    ['contains_nd', '~~', '@>', '@@'],
    ['within_nd', '@@', '<@', '~~'],
    ['same_nd', '~~=', '~=', '~~='],
  ] as const;
  const distance =
    type === 'geography'
      ? '2 * 6371008.8 * asin(sqrt(least(1, power(sind((b[1] - a[1]) / 2), 2) + cosd(a[1]) * cosd(b[1]) * power(sind((b[0] - a[0]) / 2), 2))))'
      : 'a <-> b';
  return [
    sqlFunctions(`
    ${onBoxes.map(([name, , native]) => `${type}_${name}(${type}, ${type}) boolean = coalesce(_st_box($1) ${native} _st_box($2), false)`).join('\n')}
    ${type}_distance(${type}, ${type}) float8 = (SELECT CASE WHEN _st_box($1) && _st_box($2) THEN 0 ELSE ${distance} END FROM (SELECT center(_st_box($1)) a, center(_st_box($2)) b) c)
    `),
    sqlOperators(`
    ${onBoxes.map(([name, symbol, , commutator = '']) => `${type} ${symbol} ${type} ${type}_${name} ${commutator}`).join('\n')}
    ${type} <-> ${type} ${type}_distance <->
    ${type} <#> ${type} ${type}_distance <#>
    ${type} |=| ${type} ${type}_distance |=|
    ${type} <<->> ${type} ${type}_distance <<->>
    `),
  ].join('');
}

/** A query answers the same with and without these indexes: GiST finds every row to be judged, the others none to be searched. */
function operatorClasses(): string {
  const geometry = { type: 'geometry' };
  const geography = { type: 'geography', isDefault: true };
  const plane = [
    '1 <<',
    '2 &<',
    '3 &&',
    '4 &>',
    '5 >>',
    '6 ~=',
    '7 ~',
    '8 @',
    '9 &<|',
    '10 <<|',
    '11 |>>',
    '12 |&>',
  ];
  return [
    ...['geometry', 'geography'].flatMap((type) => [
      gistSupport(type),
      spgistSupport(type),
      brinSupport(type),
    ]),
    gistClass({ ...geometry, name: 'gist_geometry_ops_2d', isDefault: true, operators: plane }),
    gistClass({ ...geometry, name: 'gist_geometry_ops_nd', operators: ['3 &&&', '6 ~~=', '7 ~~', '8 @@'] }),
    gistClass({ ...geography, name: 'gist_geography_ops', operators: ['3 &&'] }),
    spgistClass({ ...geometry, name: 'spgist_geometry_ops_2d', isDefault: true }),
    spgistClass({ ...geometry, name: 'spgist_geometry_ops_3d' }),
    spgistClass({ ...geometry, name: 'spgist_geometry_ops_nd' }),
    spgistClass({ ...geography, name: 'spgist_geography_ops_nd' }),
    brinClass('geometry', { ...geometry, name: 'brin_geometry_inclusion_ops_2d', isDefault: true }),
    brinClass('geometry', { ...geometry, name: 'brin_geometry_inclusion_ops_3d' }),
    brinClass('geometry', { ...geometry, name: 'brin_geometry_inclusion_ops_4d' }),
    brinClass('geography', { ...geography, name: 'brin_geography_inclusion_ops' }),
  ].join('\n');
}
