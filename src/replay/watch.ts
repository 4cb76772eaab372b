import type { SqlError } from '../model/trace.ts';

/**
 * How a statement is watched. The server tells everything as DEBUG1 messages on the statement's own connection, so that
 * nothing is written into the database, nothing is lost when a transaction rolls back, and order is kept:
 * - event triggers name each object made, altered, dropped or rewritten, also inside DO blocks and functions;
 * - after each statement, `mark` tells the clock and the locks that the transaction holds;
 * - PostgreSQL's own DEBUG1 messages tell of index builds and full verifications.
 * https://www.postgresql.org/docs/18/event-trigger-matrix.html https://www.postgresql.org/docs/18/view-pg-locks.html
 */

/** Begins the name of everything that the watch puts into the database. */
const own = 'strata_trace';

/**
 * Event triggers fire in the order of their names; this name comes first, so that events caused by the migration's own triggers
 * come after the event that fired them.
 */
const first = (trigger: string) => `"!${own}_${trigger}"`;

/**
 * Makes the watch; run by the superuser, and removed by `unwatchSql`. Its functions lie in `pg_catalog`: there they are found
 * under any search_path, and migrations that loop over the schemas of a database do not meet them.
 */
export const watchSql = `
create function pg_catalog.${own}_mark(n int, with_locks bool) returns void language plpgsql as $mark$
declare
  at double precision := extract(epoch from pg_catalog.clock_timestamp()) * 1000;
  earlier pg_catalog.oid := coalesce(
    nullif(pg_catalog.current_setting('${own}.earlier', true), ''), '4294967295')::pg_catalog.oid;
  held text;
begin
  if pg_catalog.current_setting('client_min_messages') operator(pg_catalog.<>) 'debug1' then
    perform pg_catalog.set_config('client_min_messages', 'debug1', false);
  end if;
  if not with_locks or earlier operator(pg_catalog.<) 16384::pg_catalog.oid then
    raise debug 'strata:tick [%,%]', n, at;
    return;
  end if;
  select pg_catalog.string_agg(l.relation::pg_catalog.text operator(pg_catalog.||) ' ' operator(pg_catalog.||) l.mode, ',')
    into held
    from pg_catalog.pg_lock_status() l
   where l.pid operator(pg_catalog.=) pg_catalog.pg_backend_pid()
     and l.locktype operator(pg_catalog.=) 'relation'
     and l.relation operator(pg_catalog.>=) 16384::pg_catalog.oid
     and l.relation operator(pg_catalog.<=) earlier;
  raise debug 'strata:mark %', pg_catalog.jsonb_build_array(
    n, at, extract(epoch from pg_catalog.clock_timestamp()) * 1000, held);
end $mark$;

create function pg_catalog.${own}_on_command() returns event_trigger language plpgsql as $command$
declare
  c record;
  columns jsonb;
begin
  for c in select * from pg_catalog.pg_event_trigger_ddl_commands() loop
    continue when c.in_extension;
    columns := null;
    if c.object_type operator(pg_catalog.=) any ('{table,table column,view,materialized view,foreign table,type}')
       and c.command_tag operator(pg_catalog.<>) 'COMMENT' and c.classid operator(pg_catalog.=) 1259::pg_catalog.oid then
      select pg_catalog.jsonb_object_agg(a.attnum, a.attname) into columns from pg_catalog.pg_attribute a
       where a.attrelid operator(pg_catalog.=) c.objid and a.attnum operator(pg_catalog.>) 0 and not a.attisdropped;
    end if;
    raise debug 'strata:command %', pg_catalog.jsonb_build_array(
      c.command_tag, c.classid::int8, c.objid::int8, c.objsubid, c.object_type, c.object_identity, columns);
  end loop;
end $command$;

create function pg_catalog.${own}_on_drop() returns event_trigger language plpgsql as $drop$
declare
  d record;
begin
  for d in select * from pg_catalog.pg_event_trigger_dropped_objects() loop
    continue when d.is_temporary;
    raise debug 'strata:drop %', pg_catalog.jsonb_build_array(
      d.classid::int8, d.objid::int8, d.objsubid, d.object_type, d.object_identity, d.original);
  end loop;
end $drop$;

create function pg_catalog.${own}_on_rewrite() returns event_trigger language plpgsql as $rewrite$
begin
  if (select c.relpersistence operator(pg_catalog.<>) 't'::"char" from pg_catalog.pg_class c
      where c.oid operator(pg_catalog.=) pg_catalog.pg_event_trigger_table_rewrite_oid()) then
    raise debug 'strata:rewrite %', pg_catalog.pg_event_trigger_table_rewrite_oid();
  end if;
end $rewrite$;

create event trigger ${first('command')} on ddl_command_end execute function pg_catalog.${own}_on_command();
create event trigger ${first('drop')} on sql_drop execute function pg_catalog.${own}_on_drop();
create event trigger ${first('rewrite')} on table_rewrite execute function pg_catalog.${own}_on_rewrite();
alter event trigger ${first('command')} enable always;
alter event trigger ${first('drop')} enable always;
alter event trigger ${first('rewrite')} enable always;
`;

/**
 * Tells the watch that relations above an oid are the transaction's own, so that their locks are not listed: else every report
 * of a long transaction would be as long as what it has made so far.
 */
export function ownAboveSql(oid: number): string {
  return `select pg_catalog.set_config('${own}.earlier', '${oid}', false)`;
}

/** Lists all locks again, and tells the newest relation. */
export const allEarlierSql = `
select pg_catalog.set_config('${own}.earlier', '', false), pg_catalog.max(oid)::int8 as newest from pg_catalog.pg_class`;

/** Makes the session hear the watch. */
export const listenSql = 'set client_min_messages = debug1';

export const unwatchSql = `
set event_triggers = off;
drop event trigger if exists ${first('command')};
drop event trigger if exists ${first('drop')};
drop event trigger if exists ${first('rewrite')};
drop function if exists pg_catalog.${own}_mark(int, bool), pg_catalog.${own}_on_command(), pg_catalog.${own}_on_drop(),
  pg_catalog.${own}_on_rewrite();
`;

/** What the server says of the dependents of an object, without the parts of the watch; undefined where nothing is left. */
export function withoutWatch(detail: string | undefined): string | undefined {
  const lines = detail?.split('\n').filter((line) => !line.includes(own)) ?? [];
  return lines.length === 0 ? undefined : lines.join('\n');
}

/** Whether a statement was refused only because of the watch, which is written in what it drops: PL/pgSQL. */
export function needsWatch({ code, detail }: Pick<SqlError, 'code' | 'detail'>): boolean {
  return code === '2BP01' && detail !== undefined && withoutWatch(detail) === undefined;
}

/** Whether a statement would take the watch with it. */
export function dropsWatch(statement: string): boolean {
  return /^drop\s+(extension|(procedural\s+)?language)\b.*\bplpgsql\b.*\bcascade\b/is.test(statement);
}

/** What is told in the place of the server's words, of a statement that was not sent for the watch's sake. */
export const watchKept: SqlError = {
  code: '2BP01',
  message: 'the watch of the rehearsal depends on PL/pgSQL',
};

/**
 * The call that reports on the statement before it. Reading locks costs as much as a small statement, so they are read only
 * where a statement may take some.
 */
export function markSql(index: number, withLocks: boolean): string {
  return `select pg_catalog.${own}_mark(${index}, ${withLocks})`;
}

/** A message of the watch, parsed. Times are milliseconds since the epoch on the server's clock. */
export type WatchMessage =
  | {
      readonly kind: 'mark';
      readonly index: number;
      readonly at: number;
      readonly until: number;
      /** `oid mode` pairs; undefined where locks were not read. */
      readonly held: string | undefined;
    }
  | CommandMessage
  | DropMessage
  | { readonly kind: 'rewrite'; readonly objectId: number }
  | { readonly kind: 'index-build'; readonly index: string; readonly table: string }
  | { readonly kind: 'verify'; readonly table: string }
  | { readonly kind: 'spare'; readonly partition: string };

/** An object was made or altered. Its ids are those of `pg_identify_object`. */
export interface CommandMessage {
  readonly kind: 'command';
  readonly tag: string;
  readonly classId: number;
  readonly objectId: number;
  readonly subId: number;
  readonly type: string;
  readonly identity: string;
  /** attnum -> name, for relations. */
  readonly columns: Readonly<Record<string, string>> | null;
}

/** An object was dropped; `original` where a statement named it. */
export interface DropMessage {
  readonly kind: 'drop';
  readonly classId: number;
  readonly objectId: number;
  readonly subId: number;
  readonly type: string;
  readonly identity: string;
  readonly original: boolean;
}

/** Reads a DEBUG1 message; undefined where it is none of the watch's. */
export function readMessage(message: string): WatchMessage | undefined {
  if (message.startsWith('strata:')) return readOwnMessage(message);
  const build = /^building index "(.*)" on table "(.*)" (?:serially|with request for)/.exec(message);
  if (build !== null) return { kind: 'index-build', index: build[1] as string, table: build[2] as string };
  const verify = /^verifying table "(.*)"$/.exec(message);
  if (verify !== null) return { kind: 'verify', table: verify[1] as string };
  const spare = spared.exec(message);
  if (spare !== null) return { kind: 'spare', partition: spare[1] as string };
  return undefined;
}

const spared =
  /^(?:updated )?partition constraint for (?:default partition|table) "(.*)" is implied by existing constraints$/;

function readOwnMessage(message: string): WatchMessage | undefined {
  const space = message.indexOf(' ');
  const body = message.slice(space + 1);
  switch (message.slice(7, space)) {
    case 'mark': {
      const [index, at, until, held] = JSON.parse(body) as [number, number, number, string | null];
      return { kind: 'mark', index, at, until, held: held ?? '' };
    }
    case 'tick': {
      const [index, at] = JSON.parse(body) as [number, number];
      return { kind: 'mark', index, at, until: at, held: undefined };
    }
    case 'command': {
      const [tag, classId, objectId, subId, type, identity, columns] = JSON.parse(body);
      return { kind: 'command', tag, classId, objectId, subId, type, identity: identity ?? '', columns };
    }
    case 'drop': {
      const [classId, objectId, subId, type, identity, original] = JSON.parse(body);
      return { kind: 'drop', classId, objectId, subId, type, identity: identity ?? '', original };
    }
    case 'rewrite':
      return { kind: 'rewrite', objectId: Number(body) };
    default:
      return undefined;
  }
}
