import type { Queryable } from '../../db/queryable.ts';
import type { Finding } from '../../model/finding.ts';
import type { Hint } from '../../model/hint.ts';
import { grouped } from '../../model/words.ts';
import { boundsOfType } from '../../postgres/types/whole-numbers.ts';

interface Row {
  readonly name: string;
  /** Null where no number was taken yet, or where the role may not read it. */
  readonly last: string | null;
  readonly start: string;
  readonly end: string;
  readonly kind: string;
  readonly table: string | null;
  readonly column: string | null;
  readonly type: string | null;
}

/** Used numbers in per cent from which a sequence is reported, and from which that is an error. */
const near = { warning: 75, error: 90 };

/** Sequences of a live database that have few numbers left, or whose column has. Sequences that cycle are left out. */
export async function findNearEnds(live: Queryable): Promise<readonly Finding[]> {
  return (await live.query<Row>(sequencesSql)).flatMap((row) => findingOf(row) ?? []);
}

function findingOf(row: Row): Finding | undefined {
  if (row.last === null) return undefined;
  const [last, start, own] = [BigInt(row.last), BigInt(row.start), BigInt(row.end)];
  const end = endOf(own, start, row.type);
  const isUp = end >= start;
  const [done, all] = isUp ? [last - start, end - start] : [start - last, start - end];
  if (all <= 0n) return undefined;
  const percent = Number((done * 100n) / all);
  if (percent < near.warning) return undefined;
  const isColumn = end !== own;
  const whose =
    row.column === null ? '' : `, which ${row.table}.${row.column} (${row.type}) takes its values from,`;
  return {
    rule: 'sequence-near-end',
    severity: percent >= near.error ? 'error' : 'warning',
    message: `Sequence ${row.name}${whose} has reached ${grouped(last)}: ${percent} % of the way to ${grouped(end)}.`,
    notes: [
      isColumn
        ? `The sequence goes on, but its column holds no more than ${grouped(end)}: then every INSERT fails.`
        : 'At its end nextval fails, and every INSERT that needs it.',
    ],
    hint: hintOf(row),
  };
}

/** The last possible number: that of the sequence or that of the type of its column, whichever comes first. */
function endOf(own: bigint, start: bigint, type: string | null): bigint {
  const limits = boundsOfType(type ?? '');
  if (limits === undefined) return own;
  if (own >= start) return own > limits.max ? limits.max : own;
  return own < limits.min ? limits.min : own;
}

function hintOf({ name, kind, table, column, type }: Row): Hint {
  const isRewritten = type === 'smallint' || type === 'integer';
  const lines = [
    ...(kind === 'bigint' ? [] : [`ALTER SEQUENCE ${name} AS bigint;`]),
    ...(isRewritten ? [`ALTER TABLE ${table} ALTER COLUMN ${column} TYPE bigint;`] : []),
  ];
  if (lines.length === 0) return 'Give the sequence a higher end, or begin another range.';
  return [
    isRewritten
      ? 'Widen it, and the columns that refer to it, in good time: the second statement writes the whole table anew. `strata plan --online` says how to do that without a stop.'
      : 'Widen it:',
    { code: lines.join('\n') },
  ];
}

const sequencesSql = `
  SELECT pg_catalog.quote_ident(n.nspname) || '.' || pg_catalog.quote_ident(c.relname) AS name,
    CASE WHEN pg_catalog.has_sequence_privilege(c.oid, 'SELECT,USAGE') THEN pg_catalog.pg_sequence_last_value(c.oid) END::text AS last,
    q.seqstart::text AS start, (CASE WHEN q.seqincrement > 0 THEN q.seqmax ELSE q.seqmin END)::text AS "end",
    pg_catalog.format_type(q.seqtypid, NULL) AS kind, u."table", u."column", u.type
  FROM pg_catalog.pg_sequence q JOIN pg_catalog.pg_class c ON c.oid = q.seqrelid
  JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
  LEFT JOIN LATERAL (
    SELECT pg_catalog.quote_ident(m.nspname) || '.' || pg_catalog.quote_ident(t.relname) AS "table",
      pg_catalog.quote_ident(a.attname) AS "column", pg_catalog.format_type(a.atttypid, NULL) AS type
    FROM pg_catalog.pg_attribute a JOIN pg_catalog.pg_class t ON t.oid = a.attrelid
    JOIN pg_catalog.pg_namespace m ON m.oid = t.relnamespace
    WHERE t.relkind IN ('r', 'p') AND NOT a.attisdropped AND (a.attrelid, a.attnum) IN (
      SELECT d.refobjid, d.refobjsubid FROM pg_catalog.pg_depend d
      WHERE d.classid = 'pg_catalog.pg_class'::regclass AND d.objid = c.oid
        AND d.refclassid = 'pg_catalog.pg_class'::regclass AND d.deptype IN ('a', 'i')
      UNION ALL
      SELECT f.adrelid, f.adnum FROM pg_catalog.pg_depend d JOIN pg_catalog.pg_attrdef f ON f.oid = d.objid
      WHERE d.classid = 'pg_catalog.pg_attrdef'::regclass
        AND d.refclassid = 'pg_catalog.pg_class'::regclass AND d.refobjid = c.oid)
    ORDER BY a.attlen, 1, 2 LIMIT 1
  ) u ON true
  WHERE NOT q.seqcycle AND n.nspname !~ '^pg_'
  ORDER BY 1`;
