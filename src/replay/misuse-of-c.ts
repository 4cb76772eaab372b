/**
 * Built-in C functions trust the types that they are declared with: declared with other types, they would read arbitrary
 * memory. This query finds objects of the user that would make them do so, and returns a row for each.
 *
 * A type of the user may stand in for a built-in one only where that is safe: both are passed by value with the same length,
 * both are plain text, or it always replaces the same type of a fixed length. Otherwise built-in functions must be combined as
 * the server itself combines them. Objects of the bootstrap superuser, and so of extensions, are trusted. A one-byte value that
 * is taken for an address points nowhere. Runs with an empty search path.
 */
export const misuseOfCSql = `
WITH builtin AS (
  SELECT oid, CASE WHEN typbyval THEN 'value of ' || typlen WHEN typname IN ('text', 'varchar', 'bpchar') THEN 'text'
    WHEN typlen > 0 THEN typname::text END AS sort
  FROM pg_catalog.pg_type WHERE oid < 16384 AND typtype = 'b'
), own_type AS (
  SELECT oid, typname, typisdefined, typlen, typbyval, typanalyze, typsubscript, typelem
  FROM pg_catalog.pg_type t
  WHERE oid >= 16384 AND typowner <> 10 AND (NOT typisdefined OR typtype = 'b' AND typinput <> 'pg_catalog.array_in'::regproc)
), own_function AS (
  SELECT oid, proname, prosrc, proretset, proisstrict, prosupport, pronargs, proargtypes,
    proargtypes::oid[] || prorettype AS types
  FROM pg_catalog.pg_proc WHERE oid >= 16384 AND proowner <> 10
), internal AS (
  SELECT f.* FROM own_function f JOIN pg_catalog.pg_proc p USING (oid) WHERE p.prolang = 12 AND p.prokind <> 'a'
), pair AS (
  SELECT f.oid AS function, b.oid AS twin, u.mine, u.its
  FROM internal f
  JOIN pg_catalog.pg_proc b ON b.oid < 16384 AND b.prolang = 12 AND b.prosrc = f.prosrc AND b.pronargs = f.pronargs
    AND b.proretset = f.proretset AND b.proisstrict <= f.proisstrict
  CROSS JOIN LATERAL unnest(f.types, b.proargtypes::oid[] || b.prorettype) AS u (mine, its)
), stands_for AS (
  SELECT DISTINCT p.mine AS oid, b.sort FROM pair p JOIN own_type t ON t.oid = p.mine JOIN builtin b ON b.oid = p.its
  WHERE p.mine <> p.its
), sort AS (
  SELECT oid, sort FROM builtin WHERE sort IS NOT NULL
  UNION ALL SELECT oid, min(sort) FROM stands_for GROUP BY oid HAVING count(*) = 1 AND min(sort) IS NOT NULL
), own_class AS (
  SELECT c.oid, c.opcname, c.opcfamily, c.opcintype, c.opckeytype, a.amhandler
  FROM pg_catalog.pg_opclass c JOIN pg_catalog.pg_am a ON a.oid = c.opcmethod
  WHERE c.oid >= 16384 AND c.opcowner <> 10
)
SELECT 'function ' || f.proname AS what FROM internal f
WHERE NOT EXISTS (
  SELECT FROM pair p WHERE p.function = f.oid GROUP BY p.twin
  HAVING bool_and(p.mine = p.its OR EXISTS (
    SELECT FROM own_type t JOIN sort s USING (oid) JOIN builtin b USING (sort) WHERE t.oid = p.mine AND b.oid = p.its)))
UNION ALL
SELECT 'support of ' || f.proname FROM own_function f
WHERE f.prosupport <> 0 AND NOT EXISTS (
  SELECT FROM pg_catalog.pg_proc b WHERE b.oid < 16384 AND b.prosupport = f.prosupport
    AND b.proargtypes::oid[] || b.prorettype = f.types)
UNION ALL
SELECT 'type ' || t.typname FROM own_type t
WHERE t.typisdefined AND NOT EXISTS (
  SELECT FROM sort s JOIN builtin b USING (sort) JOIN pg_catalog.pg_type y ON y.oid = b.oid
  WHERE s.oid = t.oid AND (y.typlen = t.typlen AND y.typbyval = t.typbyval OR s.sort = 'value of 1')
    AND t.typanalyze::oid IN (0, y.typanalyze::oid) AND t.typsubscript::oid IN (0, y.typsubscript::oid)
    AND (t.typsubscript::oid = 0 OR t.typelem = y.typelem))
UNION ALL
SELECT 'aggregate ' || p.proname FROM pg_catalog.pg_aggregate a JOIN own_function p ON p.oid = a.aggfnoid
WHERE 2281 IN (a.aggtranstype, a.aggmtranstype) AND NOT EXISTS (
  SELECT FROM pg_catalog.pg_aggregate b JOIN pg_catalog.pg_proc q ON q.oid = b.aggfnoid
  WHERE (q.oid < 16384 OR q.proowner = 10) AND b.aggkind = a.aggkind AND b.aggnumdirectargs = a.aggnumdirectargs
    AND b.aggtranstype = a.aggtranstype AND b.aggtransfn = a.aggtransfn
    AND a.aggfinalfn = b.aggfinalfn AND a.aggfinalextra = b.aggfinalextra
    AND a.aggcombinefn::oid IN (0, b.aggcombinefn::oid) AND a.aggserialfn::oid IN (0, b.aggserialfn::oid)
    AND a.aggdeserialfn::oid IN (0, b.aggdeserialfn::oid)
    AND (a.aggmtransfn::oid = 0 OR ROW(a.aggmtransfn, a.aggminvtransfn, a.aggmfinalfn, a.aggmtranstype, a.aggmfinalextra)
      = ROW(b.aggmtransfn, b.aggminvtransfn, b.aggmfinalfn, b.aggmtranstype, b.aggmfinalextra)))
UNION ALL
SELECT 'parser ' || p.prsname FROM pg_catalog.pg_ts_parser p
WHERE p.oid >= 16384 AND NOT EXISTS (
  SELECT FROM pg_catalog.pg_ts_parser b
  WHERE (b.oid < 16384 OR EXISTS (SELECT FROM pg_catalog.pg_depend d WHERE d.classid = 'pg_catalog.pg_ts_parser'::regclass AND d.objid = b.oid AND d.deptype = 'e'))
    AND ROW(b.prsstart, b.prstoken, b.prsend, b.prslextype) = ROW(p.prsstart, p.prstoken, p.prsend, p.prslextype)
    AND p.prsheadline::oid IN (0, b.prsheadline::oid))
UNION ALL
SELECT 'template ' || t.tmplname FROM pg_catalog.pg_ts_template t
WHERE t.oid >= 16384 AND NOT EXISTS (
  SELECT FROM pg_catalog.pg_ts_template b
  WHERE (b.oid < 16384 OR EXISTS (SELECT FROM pg_catalog.pg_depend d WHERE d.classid = 'pg_catalog.pg_ts_template'::regclass AND d.objid = b.oid AND d.deptype = 'e'))
    AND b.tmpllexize = t.tmpllexize AND t.tmplinit::oid IN (0, b.tmplinit::oid))
UNION ALL
SELECT 'operator family ' || f.opfname FROM pg_catalog.pg_amproc m
JOIN pg_catalog.pg_opfamily f ON f.oid = m.amprocfamily JOIN pg_catalog.pg_am a ON a.oid = f.opfmethod
JOIN pg_catalog.pg_proc p ON p.oid = m.amproc
WHERE m.oid >= 16384 AND f.opfowner <> 10
  AND NOT (a.amhandler::oid IN ('pg_catalog.bthandler'::regproc, 'pg_catalog.hashhandler'::regproc) AND CASE
    WHEN a.amhandler = 'pg_catalog.bthandler'::regproc AND m.amprocnum = 1
      THEN p.pronargs = 2 AND ROW(p.proargtypes[0], p.proargtypes[1]) = ROW(m.amproclefttype, m.amprocrighttype)
    WHEN a.amhandler = 'pg_catalog.hashhandler'::regproc AND m.amprocnum = 1
      THEN p.pronargs = 1 AND p.proargtypes[0] = m.amproclefttype
    WHEN a.amhandler = 'pg_catalog.hashhandler'::regproc AND m.amprocnum = 2
      THEN p.pronargs = 2 AND ROW(p.proargtypes[0], p.proargtypes[1]) = ROW(m.amproclefttype, 20::oid) END IS TRUE)
  AND NOT EXISTS (
    SELECT FROM pg_catalog.pg_amproc b JOIN pg_catalog.pg_opfamily g ON g.oid = b.amprocfamily
    JOIN pg_catalog.pg_am h ON h.oid = g.opfmethod
    WHERE (b.oid < 16384 OR g.opfowner = 10) AND h.amhandler = a.amhandler
      AND ROW(b.amproc, b.amprocnum, b.amproclefttype, b.amprocrighttype)
        = ROW(m.amproc, m.amprocnum, m.amproclefttype, m.amprocrighttype))
UNION ALL
SELECT 'operator class ' || c.opcname FROM own_class c
WHERE c.amhandler::oid NOT IN ('pg_catalog.bthandler'::regproc, 'pg_catalog.hashhandler'::regproc) AND NOT EXISTS (
  SELECT FROM pg_catalog.pg_opclass b JOIN pg_catalog.pg_am a ON a.oid = b.opcmethod
  WHERE (b.oid < 16384 OR b.opcowner = 10) AND a.amhandler = c.amhandler AND b.opcintype = c.opcintype
    AND b.opckeytype = c.opckeytype AND NOT EXISTS (
      SELECT FROM (SELECT amproc, amprocnum FROM pg_catalog.pg_amproc
          WHERE ROW(amprocfamily, amproclefttype, amprocrighttype) = ROW(c.opcfamily, c.opcintype, c.opcintype)) AS m
      FULL JOIN (SELECT amproc, amprocnum FROM pg_catalog.pg_amproc
          WHERE ROW(amprocfamily, amproclefttype, amprocrighttype) = ROW(b.opcfamily, c.opcintype, c.opcintype)) AS t
        USING (amproc, amprocnum)
      WHERE t IS NULL OR m IS NULL AND NOT (c.amhandler = 'pg_catalog.gisthandler'::regproc AND amprocnum >= 8)))
UNION ALL
SELECT 'estimator of ' || o.oprname FROM pg_catalog.pg_operator o
CROSS JOIN LATERAL unnest(ARRAY[o.oprrest::oid, o.oprjoin::oid]) AS e (oid) JOIN pg_catalog.pg_proc p ON p.oid = e.oid
WHERE o.oid >= 16384 AND o.oprowner <> 10 AND p.oid >= 16384 AND p.proowner = 10
UNION ALL
SELECT 'cast of ' || c.castsource::regtype || ' to ' || c.casttarget::regtype FROM pg_catalog.pg_cast c
WHERE c.oid >= 16384 AND c.castmethod = 'b'
  AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend d WHERE d.classid = 'pg_catalog.pg_cast'::regclass AND d.objid = c.oid AND d.deptype = 'e')
  AND NOT (EXISTS (SELECT FROM own_type t WHERE t.oid IN (c.castsource, c.casttarget))
    AND EXISTS (SELECT FROM sort s JOIN sort t ON t.sort = s.sort WHERE s.oid = c.castsource AND t.oid = c.casttarget))
UNION ALL
SELECT 'transform' FROM pg_catalog.pg_transform t JOIN pg_catalog.pg_language l ON l.oid = t.trflang
WHERE t.oid >= 16384 AND l.lanname NOT IN ('sql', 'plpgsql')
  AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend d WHERE d.classid = 'pg_catalog.pg_transform'::regclass AND d.objid = t.oid AND d.deptype = 'e')`;
