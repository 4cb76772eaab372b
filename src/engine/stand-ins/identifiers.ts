import { sqlFunctions } from './sql-functions.ts';
import type { StandInSource } from './stand-in.ts';
import { textType } from './text-type.ts';

const parts = { version: '1.0', relocatable: true, requires: [] } as const;
const milliseconds = 'floor(extract(epoch FROM clock_timestamp()) * 1000)::bigint';
const millisecondsOf = (time: string) => `floor(extract(epoch FROM ${time}) * 1000)::bigint`;

/** A version 7 UUID of a number of milliseconds: time, then random bits. */
const uuidOf = (ms: string) =>
  `(lpad(to_hex(${ms}), 12, '0') || '7' || substr(md5(random()::text), 1, 3) || '8' || substr(md5(random()::text), 1, 15))::uuid`;
/** 26 characters that sort by time. Hexadecimal digits are a part of the alphabet of ULIDs. */
const ulidOf = (ms: string) =>
  `'0' || upper(lpad(to_hex(${ms}), 12, '0') || substr(md5(random()::text), 1, 13))`;

const pgUuidv7: StandInSource = {
  ...parts,
  name: 'pg_uuidv7',
  version: '1.7.0',
  comment: 'Create UUIDv7 values in postgres',
  note: 'UUIDs of version 7 are really made, in SQL.',
  sql: `${sqlFunctions(`uuid_generate_v7() uuid = ${uuidOf(milliseconds)}`, { volatility: 'VOLATILE' })}
${sqlFunctions(`
  uuid_v7_to_timestamptz(uuid) timestamptz = to_timestamp(('x' || lpad(left(replace($1::text, '-', ''), 12), 16, '0'))::bit(64)::bigint / 1000.0)
  uuid_v7_to_timestamp(uuid) timestamp = uuid_v7_to_timestamptz($1) AT TIME ZONE 'UTC'
`)}
${sqlFunctions(
  `
  uuid_timestamptz_to_v7(timestamptz, zero boolean DEFAULT false) uuid = ${uuidOf(millisecondsOf('$1'))}
  uuid_timestamp_to_v7(timestamp, zero boolean DEFAULT false) uuid = ${uuidOf(millisecondsOf('$1'))}`,
  { volatility: 'VOLATILE' },
)}`,
};

const ulidSql = `${textType({ name: 'ulid' })}
${sqlFunctions(
  `gen_ulid() ulid = (${ulidOf(milliseconds)})::ulid
  gen_monotonic_ulid() ulid = gen_ulid()`,
  { volatility: 'VOLATILE' },
)}
${sqlFunctions(`
  ulid_to_uuid(ulid) uuid = (substr($1::text, 2, 12) || md5($1::text))::varchar(32)::uuid
  ulid_from_uuid(uuid) ulid = ('0' || upper(left(replace($1::text, '-', ''), 25)))::ulid
  ulid_to_timestamptz(ulid) timestamptz = to_timestamp(('x' || lpad(substr($1::text, 2, 12), 16, '0'))::bit(64)::bigint / 1000.0)
  ulid_to_timestamp(ulid) timestamp = ulid_to_timestamptz($1) AT TIME ZONE 'UTC'
`)}
CREATE CAST (ulid AS uuid) WITH FUNCTION ulid_to_uuid(ulid) AS IMPLICIT;
CREATE CAST (uuid AS ulid) WITH FUNCTION ulid_from_uuid(uuid) AS IMPLICIT;
CREATE CAST (ulid AS timestamp) WITH FUNCTION ulid_to_timestamp(ulid) AS IMPLICIT;
CREATE CAST (ulid AS timestamptz) WITH FUNCTION ulid_to_timestamptz(ulid) AS IMPLICIT;`;

const ulids = ['ulid', 'pgx_ulid'].map((name) => ({
  ...parts,
  name,
  comment: 'ulid type and methods',
  note: 'ULIDs are made that sort by time; those made elsewhere keep their text, and their time and UUID are not the real ones.',
  sql: ulidSql,
}));

const pgIdkit: StandInSource = {
  ...parts,
  name: 'pg_idkit',
  comment: 'multi-tool for generating new/niche universally unique identifiers',
  note: 'Every generator answers the same kind of text: one that is unique and sorts by time.',
  sql: sqlFunctions(
    ['uuidv6', 'uuidv7', 'nanoid', 'ksuid', 'ksuidms', 'ulid', 'timeflake', 'pushid', 'xid', 'cuid', 'cuid2']
      .map((kind) => {
        const isUuid = kind.startsWith('uuid');
        return `idkit_${kind}_generate() text = ${isUuid ? `${uuidOf(milliseconds)}::text` : ulidOf(milliseconds)}
${isUuid ? `idkit_${kind}_generate_uuid() uuid = ${uuidOf(milliseconds)}` : ''}`;
      })
      .join('\n'),
    { volatility: 'VOLATILE' },
  ),
};

const signatures = ['text', 'text, integer', 'text, integer, text'];

const pgHashids: StandInSource = {
  ...parts,
  name: 'pg_hashids',
  version: '1.3',
  comment: 'pg_hashids',
  note: 'Numbers are encoded reversibly, but not as the real one does: salt, length and alphabet are ignored.',
  sql: sqlFunctions(`
  id_encode(bigint) text = 'x' || to_hex($1)
  id_encode(bigint[]) text = 'x' || (SELECT string_agg(to_hex(n), 'y') FROM unnest($1) n)
  id_decode(text) bigint[] = (SELECT array_agg(('x' || lpad(n, 16, '0'))::bit(64)::bigint) FROM unnest(string_to_array(substr($1, 2), 'y')) n)
  id_decode_once(text) bigint = (id_decode($1))[1]
${signatures
  .map(
    (more) => `
  id_encode(bigint, ${more}) text = id_encode($1)
  id_encode(bigint[], ${more}) text = id_encode($1)
  id_decode(text, ${more}) bigint[] = id_decode($1)
  id_decode_once(text, ${more}) bigint = id_decode_once($1)`,
  )
  .join('')}`),
};

export const identifiers: readonly StandInSource[] = [pgUuidv7, ...ulids, pgIdkit, pgHashids];
