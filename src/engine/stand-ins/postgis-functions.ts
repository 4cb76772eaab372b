import { sqlFunctions } from './sql-functions.ts';

/** The functions that DDL, defaults, checks, policies and data migrations commonly name. Order: each after what it calls. */
export function postgisFunctions(): string {
  return [
    sqlFunctions(`${constructors}${readers}${output}${measures}${identities()}${pairs()}`),
    ownLanguage,
    aggregates,
  ].join('\n');
}

const types = ['geometry', 'geography'] as const;

const constructors = `
  ST_SetSRID(geometry, integer) geometry = ('SRID=' || $2 || ';' || _st_wkt($1))::geometry
  ST_SetSRID(geography, integer) geography = ('SRID=' || $2 || ';' || _st_wkt($1))::geography
  ST_MakePoint(float8, float8) geometry = format('POINT(%s %s)', $1, $2)::geometry
  ST_MakePoint(float8, float8, float8) geometry = format('POINT Z (%s %s %s)', $1, $2, $3)::geometry
  ST_MakePoint(float8, float8, float8, float8) geometry = format('POINT ZM (%s %s %s %s)', $1, $2, $3, $4)::geometry
  ST_MakePointM(float8, float8, float8) geometry = format('POINT M (%s %s %s)', $1, $2, $3)::geometry
  ST_Point(float8, float8) geometry = ST_MakePoint($1, $2)
  ST_Point(float8, float8, srid integer) geometry = ST_SetSRID(ST_MakePoint($1, $2), $3)
  ST_PointZ(float8, float8, float8, srid integer DEFAULT 0) geometry = ST_SetSRID(ST_MakePoint($1, $2, $3), $4)
  ST_GeomFromEWKT(text) geometry = $1::geometry
  ST_GeomFromEWKB(bytea) geometry = $1::geometry
  ST_GeogFromText(text) geography = $1::geography
  ST_GeographyFromText(text) geography = $1::geography
  ST_GeogFromWKB(bytea) geography = $1::geography
${[
  'ST_GeomFromText',
  'ST_GeometryFromText',
  'ST_PointFromText',
  'ST_LineFromText',
  'ST_PolygonFromText',
  'ST_PolyFromText',
]
  .concat('ST_MPointFromText', 'ST_MLineFromText', 'ST_MPolyFromText', 'ST_GeomCollFromText')
  .map(
    (name) =>
      `${name}(text) geometry = $1::geometry\n${name}(text, integer) geometry = ST_SetSRID($1::geometry, $2)\n`,
  )
  .join('')}
${['ST_GeomFromWKB', 'ST_PointFromWKB', 'ST_LineFromWKB', 'ST_PolyFromWKB']
  .map((name) => `${name}(bytea) geometry = $1::geometry\n${name}(bytea, integer) geometry = $1::geometry\n`)
  .join('')}
  ST_GeomFromGeoHash(text, integer DEFAULT NULL) geometry = 'POINT(0 0)'::geometry
  ST_PointFromGeoHash(text, integer DEFAULT NULL) geometry = 'POINT(0 0)'::geometry
  ST_GeomFromKML(text) geometry = 'SRID=4326;POINT(0 0)'::geometry
  ST_GeomFromGML(text, integer DEFAULT 0) geometry = 'POINT(0 0)'::geometry
  ST_GeomFromGeoJSON(jsonb) geometry = ('SRID=4326;' || upper($1 ->> 'type') || CASE WHEN $1 ->> 'type' = 'Point' THEN '(' ELSE '' END || translate(regexp_replace($1 ->> 'coordinates', '\\[ *([-+0-9.eE]+) *, *([-+0-9.eE]+)(?: *, *([-+0-9.eE]+))? *\\]', '\\1 \\2 \\3', 'g'), '[]', '()') || CASE WHEN $1 ->> 'type' = 'Point' THEN ')' ELSE '' END)::geometry
  ST_GeomFromGeoJSON(json) geometry = ST_GeomFromGeoJSON($1::jsonb)
  ST_GeomFromGeoJSON(text) geometry = ST_GeomFromGeoJSON($1::jsonb)
  ST_MakeEnvelope(float8, float8, float8, float8, integer DEFAULT 0) geometry = _st_polygon(box(point($1, $2), point($3, $4)), $5)
  ST_MakeBox2D(geometry, geometry) box2d = box2d(_st_polygon(bound_box(_st_box($1), _st_box($2)), 0))
  ST_TileEnvelope(zoom integer, x integer, y integer, bounds geometry DEFAULT 'SRID=3857;LINESTRING(-20037508.342789 -20037508.342789,20037508.342789 20037508.342789)', margin float8 DEFAULT 0.0) geometry = (SELECT _st_polygon(box(point((b[1])[0] + s * $2, (b[0])[1] - s * $3), point((b[1])[0] + s * ($2 + 1), (b[0])[1] - s * ($3 + 1))), 3857) FROM (SELECT _st_box($4) b) e, LATERAL (SELECT width(b) / power(2, $1) s) w)
`;

const readers = `
${types
  .map(
    (type) => `
  ST_SRID(${type}) integer = coalesce(_st_srid($1), ${type === 'geography' ? 4326 : 0})
  ST_NPoints(${type}) integer = coalesce(cardinality(_st_xs($1)), 0)
  ST_IsEmpty(${type}) boolean = _st_wkt($1) ~* 'EMPTY'
  GeometryType(${type}) text = _st_shape($1)
  ST_Summary(${type}) text = _st_shape($1)
  `,
  )
  .join('')}
  ST_X(geometry) float8 = (_st_xs($1))[1]
  ST_Y(geometry) float8 = (_st_ys($1))[1]
  ST_Z(geometry) float8 = substring(_st_wkt($1) FROM '[(][[:space:]]*[^ ,]+ +[^ ,]+ +([-0-9.eE]+)')::float8
  ST_M(geometry) float8 = substring(_st_wkt($1) FROM '[(][[:space:]]*[^ ,]+ +[^ ,]+ +[^ ,]+ +([-0-9.eE]+)')::float8
  ST_XMin(box3d) float8 = ((_st_box($1::geometry))[1])[0]
  ST_XMax(box3d) float8 = ((_st_box($1::geometry))[0])[0]
  ST_YMin(box3d) float8 = ((_st_box($1::geometry))[1])[1]
  ST_YMax(box3d) float8 = ((_st_box($1::geometry))[0])[1]
  ST_ZMin(box3d) float8 = 0::float8
  ST_ZMax(box3d) float8 = 0::float8
  ST_GeometryType(geometry) text = 'ST_' || (SELECT s FROM unnest('{Point,LineString,Polygon,MultiPoint,MultiLineString,MultiPolygon,GeometryCollection}'::text[]) s WHERE upper(s) = _st_shape($1))
  ST_NumPoints(geometry) integer = ST_NPoints($1)
  ST_MemSize(geometry) integer = octet_length($1::text)
  ST_NumGeometries(geometry) integer = CASE WHEN _st_shape($1) LIKE 'MULTI%' THEN greatest(1, regexp_count(_st_wkt($1), '[)] *,') + 1) ELSE 1 END
  ST_NRings(geometry) integer = regexp_count(_st_wkt($1), '[)]')
  ST_NumInteriorRings(geometry) integer = greatest(0, regexp_count(_st_wkt($1), '[)] *,'))
  ST_NumInteriorRing(geometry) integer = ST_NumInteriorRings($1)
  ST_Dimension(geometry) integer = CASE WHEN _st_shape($1) LIKE '%POINT' THEN 0 WHEN _st_shape($1) LIKE '%LINESTRING' THEN 1 ELSE 2 END
  ST_CoordDim(geometry) smallint = CASE WHEN ST_M($1) IS NOT NULL THEN 4 WHEN ST_Z($1) IS NOT NULL THEN 3 ELSE 2 END::smallint
  ST_NDims(geometry) smallint = ST_CoordDim($1)
  ST_IsValid(geometry) boolean = true
  ST_IsValid(geometry, integer) boolean = true
  ST_IsSimple(geometry) boolean = true
  ST_IsValidReason(geometry) text = 'Valid Geometry'::text
  ST_IsCollection(geometry) boolean = _st_shape($1) LIKE 'MULTI%' OR _st_shape($1) = 'GEOMETRYCOLLECTION'
  ST_IsClosed(geometry) boolean = (_st_xs($1))[1] = (_st_xs($1))[ST_NPoints($1)] AND (_st_ys($1))[1] = (_st_ys($1))[ST_NPoints($1)]
  ST_IsRing(geometry) boolean = ST_IsClosed($1)
  ST_IsPolygonCW(geometry) boolean = true
  ST_IsPolygonCCW(geometry) boolean = true
  ST_HasArc(geometry) boolean = false
  ST_HasZ(geometry) boolean = ST_Z($1) IS NOT NULL
  ST_PointN(geometry, integer) geometry = ST_SetSRID(ST_MakePoint((_st_xs($1))[$2], (_st_ys($1))[$2]), ST_SRID($1))
  ST_StartPoint(geometry) geometry = ST_PointN($1, 1)
  ST_EndPoint(geometry) geometry = ST_PointN($1, ST_NPoints($1))
  ST_Envelope(geometry) geometry = _st_polygon(_st_box($1), ST_SRID($1))
  ST_Centroid(geometry) geometry = ST_SetSRID(center(_st_box($1))::geometry, ST_SRID($1))
  ST_Centroid(geography, use_spheroid boolean DEFAULT true) geography = ST_SetSRID(center(_st_box($1))::geometry, 4326)::geography
  ST_PointOnSurface(geometry) geometry = ST_Centroid($1)
  ST_GeometricMedian(geometry) geometry = ST_Centroid($1)
`;

const output = `
${types
  .map(
    (type) => `
  ST_AsText(${type}) text = _st_wkt($1)
  ST_AsText(${type}, integer) text = _st_wkt($1)
  ST_AsEWKT(${type}) text = $1::text
  ST_AsEWKT(${type}, integer) text = $1::text
  ST_AsBinary(${type}) bytea = convert_to(_st_wkt($1), 'UTF8')
  ST_AsBinary(${type}, text) bytea = convert_to(_st_wkt($1), 'UTF8')
  ST_AsEWKB(${type}) bytea = convert_to($1::text, 'UTF8')
  ST_AsGeoJSON(${type === 'geometry' ? 'geom' : 'geog'} ${type}, maxdecimaldigits integer DEFAULT 9, options integer DEFAULT 8) text = CASE WHEN _st_shape($1) = 'POINT' THEN format('{"type":"Point","coordinates":[%s,%s]}', (_st_xs($1))[1], (_st_ys($1))[1]) ELSE format('{"type":"%s","coordinates":%s}', substring(ST_GeometryType($1::geometry) FROM 4), regexp_replace(translate(substring(_st_wkt($1) FROM '[(].*'), '()', '[]'), '([-+0-9.eE]+) +([-+0-9.eE]+)(?: +[-+0-9.eE]+)*', '[\\1,\\2]', 'g')) END
  ST_AsGML(${type}, integer DEFAULT 15, integer DEFAULT 0) text = format('<gml>%s</gml>', _st_wkt($1))
  ST_AsKML(${type}, integer DEFAULT 15, text DEFAULT '') text = format('<kml>%s</kml>', _st_wkt($1))
  ST_AsSVG(${type}, integer DEFAULT 0, integer DEFAULT 15) text = _st_wkt($1)
  ST_GeoHash(${type}, integer DEFAULT 0) text = left(md5(_st_wkt($1)), CASE WHEN $2 > 0 THEN $2 ELSE 20 END)
  `,
  )
  .join('')}
  ST_AsHEXEWKB(geometry) text = encode(convert_to($1::text, 'UTF8'), 'hex')
  ST_AsLatLonText(geometry, text DEFAULT '') text = _st_wkt($1)
  ST_AsTWKB(geometry, integer DEFAULT 0) bytea = convert_to(_st_wkt($1), 'UTF8')
  ST_AsEncodedPolyline(geometry, integer DEFAULT 5) text = _st_wkt($1)
  ST_AsMVTGeom(geom geometry, bounds box2d, extent integer DEFAULT 4096, buffer integer DEFAULT 256, clip_geom boolean DEFAULT true) geometry = $1
`;

const measures = `
${types
  .flatMap((type) => {
    const more = type === 'geography' ? ', use_spheroid boolean DEFAULT true' : '';
    const scale = type === 'geography' ? ' * 111195' : '';
    return [
      `ST_Distance(${type}, ${type}${more}) float8 = ${type}_distance($1, $2)`,
      `ST_DWithin(${type}, ${type}, float8${more}) boolean = ${type}_distance($1, $2) <= $3`,
      `ST_Area(${type}${more}) float8 = CASE WHEN _st_shape($1) LIKE '%POLYGON' THEN area(_st_box($1))${scale}${scale} ELSE 0 END`,
      `ST_Length(${type}${more}) float8 = CASE WHEN _st_shape($1) LIKE '%LINESTRING' THEN length(diagonal(_st_box($1)))${scale} ELSE 0 END`,
      `ST_Perimeter(${type}${more}) float8 = CASE WHEN _st_shape($1) LIKE '%POLYGON' THEN 2 * (width(_st_box($1)) + height(_st_box($1)))${scale} ELSE 0 END`,
      `ST_Azimuth(${type}, ${type}) float8 = atan2((center(_st_box($2)))[0] - (center(_st_box($1)))[0], (center(_st_box($2)))[1] - (center(_st_box($1)))[1])`,
    ];
  })
  .join('\n')}
  ST_DistanceSphere(geometry, geometry) float8 = geography_distance($1, $2)
  ST_DistanceSphere(geometry, geometry, radius float8) float8 = geography_distance($1, $2)
  ST_DistanceSpheroid(geometry, geometry) float8 = geography_distance($1, $2)
  ST_Distance_Sphere(geometry, geometry) float8 = geography_distance($1, $2)
  ST_PointInsideCircle(geometry, float8, float8, float8) boolean = center(_st_box($1)) <@ circle(point($2, $3), $4)
  ST_Project(geography, float8, float8) geography = $1
  ST_Length2D(geometry) float8 = ST_Length($1)
  ST_3DLength(geometry) float8 = ST_Length($1)
  ST_LengthSpheroid(geometry, spheroid) float8 = ST_Length($1)
  ST_Area2D(geometry) float8 = ST_Area($1)
  ST_3DDistance(geometry, geometry) float8 = geometry_distance($1, $2)
  ST_MaxDistance(geometry, geometry) float8 = geometry_distance($1, $2)
  ST_HausdorffDistance(geometry, geometry) float8 = geometry_distance($1, $2)
  ST_FrechetDistance(geometry, geometry, float8 DEFAULT -1) float8 = geometry_distance($1, $2)
  ST_3DDWithin(geometry, geometry, float8) boolean = geometry_distance($1, $2) <= $3
  ST_DFullyWithin(geometry, geometry, float8) boolean = geometry_distance($1, $2) <= $3
  ST_LineLocatePoint(geometry, geometry) float8 = 0::float8
`;

/** Functions that answer the geometry they are given. */
function identities(): string {
  const alone =
    'Boundary ConvexHull ExteriorRing Reverse LineMerge UnaryUnion Normalize FlipCoordinates Multi MakePolygon'.concat(
      ' Force2D Force3D Force3DZ Force3DM Force4D ForceCollection ForceCurve ForceRHR ForcePolygonCW ForcePolygonCCW ForceSFS',
      ' MakeValid CurveToLine LineToCurve Node BuildArea Points CleanGeometry MinimumClearanceLine',
      ' OrientedEnvelope MinimumBoundingCircle ShiftLongitude RemovePoint LineFromMultiPoint CollectionHomogenize DelaunayTriangles VoronoiPolygons',
    );
  const lines = alone.split(' ').map((name) => `ST_${name}(geometry) geometry = $1`);
  const withMore = [
    'ST_MakeValid(geom geometry, params text)',
    'ST_Simplify(geometry, float8)',
    'ST_Simplify(geometry, float8, boolean)',
    'ST_SimplifyPreserveTopology(geometry, float8)',
    'ST_SimplifyVW(geometry, float8)',
    'ST_ChaikinSmoothing(geometry, integer DEFAULT 1, boolean DEFAULT false)',
    'ST_SnapToGrid(geometry, float8)',
    'ST_SnapToGrid(geometry, float8, float8)',
    'ST_ReducePrecision(geometry, float8)',
    'ST_QuantizeCoordinates(geometry, integer)',
    'ST_RemoveRepeatedPoints(geometry, float8 DEFAULT 0.0)',
    'ST_Segmentize(geometry, float8)',
    'ST_ConcaveHull(geometry, float8, boolean DEFAULT false)',
    "ST_Buffer(geometry, radius float8, options text DEFAULT '')",
    'ST_Buffer(geometry, radius float8, quadsegs integer)',
    "ST_OffsetCurve(geometry, float8, text DEFAULT '')",
    'ST_Expand(geometry, float8)',
    'ST_Translate(geometry, float8, float8)',
    'ST_Translate(geometry, float8, float8, float8)',
    'ST_Scale(geometry, float8, float8)',
    'ST_Rotate(geometry, float8)',
    'ST_GeometryN(geometry, integer)',
    'ST_InteriorRingN(geometry, integer)',
    'ST_CollectionExtract(geometry)',
    'ST_CollectionExtract(geometry, integer)',
    'ST_AddPoint(geometry, geometry)',
    'ST_AddPoint(geometry, geometry, integer)',
    'ST_SetPoint(geometry, integer, geometry)',
    'ST_RemovePoint(geometry, integer)',
    'ST_GeneratePoints(geometry, integer)',
    'ST_LineSubstring(geometry, float8, float8)',
    'ST_ClipByBox2D(geometry, box2d)',
    'ST_WrapX(geometry, float8, float8)',
  ].map((head) => `${head} geometry = $1`);
  return [
    ...lines,
    ...withMore,
    'ST_LineInterpolatePoint(geometry, float8) geometry = ST_StartPoint($1)',
    'ST_LineInterpolatePoints(geometry, float8, repeat boolean DEFAULT true) geometry = ST_StartPoint($1)',
    'ST_Polygon(geometry, integer) geometry = ST_SetSRID($1, $2)',
    'ST_Transform(geometry, integer) geometry = ST_SetSRID($1, $2)',
    'ST_Transform(geom geometry, to_proj text) geometry = $1',
    'ST_Transform(geom geometry, from_proj text, to_proj text) geometry = $1',
    'ST_Transform(geom geometry, from_proj text, to_srid integer) geometry = ST_SetSRID($1, $3)',
    'ST_Buffer(geography, float8) geography = $1',
    'ST_Buffer(geography, float8, text) geography = $1',
    'ST_Buffer(geography, float8, integer) geography = $1',
    'ST_Segmentize(geography, float8) geography = $1',
    'ST_Expand(box2d, float8) box2d = $1',
    '',
  ].join('\n');
}

/** Functions of two geometries. */
function pairs(): string {
  const made = ['Union', 'Collect', 'MakeLine', 'SymDifference'].map(
    (name) =>
      `ST_${name}(geometry, geometry) geometry = ('SRID=' || ST_SRID($1) || ';GEOMETRYCOLLECTION(' || _st_wkt($1) || ',' || _st_wkt($2) || ')')::geometry`,
  );
  const first = ['Difference', 'Intersection', 'ClosestPoint', 'Split', 'Clip'].map(
    (name) => `ST_${name}(geometry, geometry) geometry = $1`,
  );
  const lines = ['ShortestLine', 'LongestLine'].map(
    (name) => `ST_${name}(geometry, geometry) geometry = ST_MakeLine($1, $2)`,
  );
  const boxes: readonly (readonly [string, string])[] = [
    ['Intersects', 'overlaps'],
    ['3DIntersects', 'overlaps'],
    ['Overlaps', 'overlaps'],
    ['Touches', 'overlaps'],
    ['Crosses', 'overlaps'],
    ['Contains', 'contains'],
    ['ContainsProperly', 'contains'],
    ['Covers', 'contains'],
    ['Within', 'within'],
    ['CoveredBy', 'within'],
    ['Equals', 'same'],
    ['OrderingEquals', 'same'],
  ];
  const geographic = new Set(['Intersects', 'Covers', 'CoveredBy']);
  return [
    ...made,
    ...first,
    ...lines,
    'ST_Intersection(geometry, geometry, float8) geometry = $1',
    'ST_Intersection(geography, geography) geography = $1',
    'ST_Union(geometry, geometry, float8) geometry = ST_Union($1, $2)',
    'ST_Snap(geometry, geometry, float8) geometry = $1',
    'ST_MakePolygon(geometry, geometry[]) geometry = $1',
    "ST_Relate(geometry, geometry) text = 'FFFFFFFFF'::text",
    'ST_Relate(geometry, geometry, text) boolean = geometry_overlaps($1, $2)',
    'ST_Disjoint(geometry, geometry) boolean = NOT geometry_overlaps($1, $2)',
    ...boxes.map(([name, test]) => `ST_${name}(geometry, geometry) boolean = geometry_${test}($1, $2)`),
    ...boxes
      .filter(([name]) => geographic.has(name))
      .map(([name, test]) => `ST_${name}(geography, geography) boolean = geography_${test}($1, $2)`),
    "ST_Collect(geometry[]) geometry = ('GEOMETRYCOLLECTION(' || (SELECT string_agg(_st_wkt(g), ',') FROM unnest($1) g) || ')')::geometry",
    'ST_Union(geometry[]) geometry = ST_Collect($1)',
    'ST_MakeLine(geometry[]) geometry = ST_Collect($1)',
    'ST_Polygonize(geometry[]) geometry = ST_Collect($1)',
    'ST_MakeBox(geometry[]) box2d = box2d(ST_Collect($1))',
    'ST_MakeBox3D(geometry[]) box3d = box3d(ST_Collect($1))',
    '',
  ].join('\n');
}

const ownLanguage = `
CREATE FUNCTION ST_AsGeoJSON(r record, geom_column text DEFAULT '', maxdecimaldigits integer DEFAULT 9,
  pretty_bool boolean DEFAULT false, id_column text DEFAULT '') RETURNS text LANGUAGE plpgsql STABLE STRICT AS $f$
BEGIN
  RETURN jsonb_build_object('type', 'Feature', 'properties', to_jsonb(r));
END $f$;
CREATE FUNCTION ST_Dump(geometry) RETURNS SETOF geometry_dump LANGUAGE sql IMMUTABLE STRICT
  BEGIN ATOMIC SELECT ARRAY[1], $1; END;
CREATE FUNCTION ST_DumpPoints(geometry) RETURNS SETOF geometry_dump LANGUAGE sql IMMUTABLE STRICT
  BEGIN ATOMIC SELECT ARRAY[i], ST_PointN($1, i) FROM generate_series(1, ST_NPoints($1)) i; END;
CREATE FUNCTION ST_DumpRings(geometry) RETURNS SETOF geometry_dump LANGUAGE sql IMMUTABLE STRICT
  BEGIN ATOMIC SELECT ARRAY[0], $1; END;
CREATE FUNCTION ST_DumpSegments(geometry) RETURNS SETOF geometry_dump LANGUAGE sql IMMUTABLE STRICT
  BEGIN ATOMIC SELECT ARRAY[1], $1; END;
CREATE FUNCTION ST_Subdivide(geom geometry, maxvertices integer DEFAULT 256, gridsize float8 DEFAULT -1.0)
  RETURNS SETOF geometry LANGUAGE sql IMMUTABLE STRICT BEGIN ATOMIC SELECT geom; END;
CREATE FUNCTION ST_HexagonGrid(size float8, bounds geometry, OUT geom geometry, OUT i integer, OUT j integer)
  RETURNS SETOF record LANGUAGE sql IMMUTABLE STRICT BEGIN ATOMIC SELECT bounds, 0, 0; END;
CREATE FUNCTION ST_MaximumInscribedCircle(geometry, OUT center geometry, OUT nearest geometry, OUT radius float8)
  RETURNS record LANGUAGE sql IMMUTABLE STRICT BEGIN ATOMIC SELECT ST_Centroid($1), ST_Centroid($1), 0::float8; END;
CREATE FUNCTION ST_SquareGrid(size float8, bounds geometry, OUT geom geometry, OUT i integer, OUT j integer)
  RETURNS SETOF record LANGUAGE sql IMMUTABLE STRICT BEGIN ATOMIC SELECT bounds, 0, 0; END;
CREATE FUNCTION ST_IsValidDetail(geom geometry, flags integer DEFAULT 0) RETURNS valid_detail LANGUAGE sql IMMUTABLE STRICT
  RETURN ROW(true, NULL, NULL)::valid_detail;
CREATE FUNCTION ST_ClusterDBSCAN(geometry, eps float8, minpoints integer) RETURNS integer WINDOW
  LANGUAGE internal IMMUTABLE STRICT AS 'window_row_number';
CREATE FUNCTION ST_ClusterKMeans(geom geometry, k integer, max_radius float8 DEFAULT NULL) RETURNS integer WINDOW
  LANGUAGE internal IMMUTABLE AS 'window_row_number';
`;

const aggregates = `
CREATE FUNCTION _st_collected(geometry[]) RETURNS geometry LANGUAGE sql IMMUTABLE RETURN ST_Collect($1);
CREATE FUNCTION _st_appended(geometry[], geometry, float8) RETURNS geometry[] LANGUAGE sql IMMUTABLE RETURN array_append($1, $2);
CREATE FUNCTION _st_mvt(bytea, anyelement) RETURNS bytea LANGUAGE sql IMMUTABLE AS $f$ SELECT '\\x'::bytea $f$;
CREATE AGGREGATE ST_AsMVT(anyelement) (SFUNC = _st_mvt, STYPE = bytea);
${['text', 'text, integer', 'text, integer, text', 'text, integer, text, text']
  .map(
    (
      more,
    ) => `CREATE FUNCTION _st_mvt(bytea, anyelement, ${more}) RETURNS bytea LANGUAGE sql IMMUTABLE AS $f$ SELECT '\\x'::bytea $f$;
CREATE AGGREGATE ST_AsMVT(anyelement, ${more}) (SFUNC = _st_mvt, STYPE = bytea);`,
  )
  .join('\n')}
CREATE AGGREGATE ST_AsGeobuf(anyelement) (SFUNC = _st_mvt, STYPE = bytea);
CREATE AGGREGATE ST_AsGeobuf(anyelement, text) (SFUNC = _st_mvt, STYPE = bytea);
CREATE AGGREGATE ST_AsFlatGeobuf(anyelement) (SFUNC = _st_mvt, STYPE = bytea);
${['Collect', 'Union', 'MemUnion', 'MakeLine', 'Polygonize']
  .map(
    (name) =>
      `CREATE AGGREGATE ST_${name}(geometry) (SFUNC = array_append, STYPE = geometry[], FINALFUNC = _st_collected);`,
  )
  .join('\n')}
CREATE AGGREGATE ST_Union(geometry, float8) (SFUNC = _st_appended, STYPE = geometry[], FINALFUNC = _st_collected);
CREATE AGGREGATE ST_ClusterIntersecting(geometry) (SFUNC = array_append, STYPE = geometry[]);
CREATE AGGREGATE ST_ClusterWithin(geometry, float8) (SFUNC = _st_appended, STYPE = geometry[]);
CREATE AGGREGATE ST_Extent(geometry) (SFUNC = array_append, STYPE = geometry[], FINALFUNC = ST_MakeBox);
CREATE AGGREGATE ST_3DExtent(geometry) (SFUNC = array_append, STYPE = geometry[], FINALFUNC = ST_MakeBox3D);
`;
