import { platform } from 'node:os';
import { delimiter } from 'node:path';

/**
 * Settings of a server whose files may be lost: no durability, no background work, and room for migrations that lock thousands
 * of objects in one transaction. https://www.postgresql.org/docs/18/runtime-config.html
 */
const serverSettings: Readonly<Record<string, string>> = {
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  // Real histories use publications and slots; at this size logical WAL costs nothing measurable.
  wal_level: 'logical',
  max_wal_senders: '0',
  max_logical_replication_workers: '0',
  wal_recycle: 'off',
  wal_init_zero: 'off',
  min_wal_size: '2MB',
  max_wal_size: '256MB',
  checkpoint_timeout: '1d',
  autovacuum: 'off',
  bgwriter_lru_maxpages: '0',
  jit: 'off',
  shared_buffers: '64MB',
  max_prepared_transactions: '16',
  max_worker_processes: '4',
  autovacuum_worker_slots: '1',
  max_parallel_workers_per_gather: '0',
  max_parallel_maintenance_workers: '0',
  timezone: 'UTC',
  log_timezone: 'UTC',
  lc_messages: 'C',
  log_min_messages: 'log',
  log_min_error_statement: 'panic',
  log_checkpoints: 'off',
  allow_alter_system: 'off',
  restart_after_crash: 'on',
  ...(platform() === 'win32' ? {} : { dynamic_shared_memory_type: 'mmap', io_method: 'sync' }),
};

/**
 * The lock table has a fixed size, and reading `pg_locks` scans all of it, which the watch does after each statement. `few`:
 * room for some 13,000 locks in one or two busy sessions, more than a server with default settings has; a scan takes 20 µs.
 * `many`: some 60,000 locks; a scan takes 100 µs.
 */
const lockSettings = {
  few: { max_connections: '30', max_locks_per_transaction: '256' },
  many: { max_connections: '100', max_locks_per_transaction: '512' },
} as const;
export type LockRoom = keyof typeof lockSettings;

/** Where one server listens and what it finds there. */
interface ServerPlace {
  readonly data: string;
  readonly listen: { readonly host: string; readonly port: number };
  /** Directory that holds `extension/`. */
  readonly extensions: string;
  readonly locks: LockRoom;
}

/** The words of a `postgres` command line. */
export function serverArguments(place: ServerPlace): string[] {
  const { host, port } = place.listen;
  const isSocket = host !== '127.0.0.1';
  const settings = {
    ...serverSettings,
    ...lockSettings[place.locks],
    port: String(port),
    listen_addresses: isSocket ? '' : host,
    unix_socket_directories: isSocket ? host : '',
    unix_socket_permissions: '0700',
    extension_control_path: `${place.extensions}${delimiter}$system`,
  };
  const words = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  return ['-D', place.data, ...words];
}

/**
 * Settings with which a session of Strata's own starts, the superuser's or the reader's: nothing that a migration set for the
 * database or the role may affect it, or run in it.
 */
export const guardedSettings: Readonly<Record<string, string>> = {
  event_triggers: 'off',
  search_path: 'pg_catalog',
  role: 'none',
  session_replication_role: 'origin',
  default_transaction_read_only: 'off',
  default_transaction_isolation: 'read committed',
  statement_timeout: '0',
  lock_timeout: '0',
  idle_in_transaction_session_timeout: '0',
  transaction_timeout: '0',
  client_min_messages: 'notice',
  standard_conforming_strings: 'on',
  quote_all_identifiers: 'off',
  row_security: 'on',
  DateStyle: 'ISO, MDY',
  IntervalStyle: 'postgres',
  TimeZone: 'UTC',
  bytea_output: 'hex',
  extra_float_digits: '1',
};

/** Parameters that a managed service lets the owner role set although PostgreSQL reserves them to superusers. */
export const ownerParameters: readonly string[] = [
  'session_replication_role',
  'deadlock_timeout',
  'lc_messages',
  'log_duration',
  'log_error_verbosity',
  'log_lock_waits',
  'log_min_duration_statement',
  'log_min_error_statement',
  'log_min_messages',
  'log_parameter_max_length',
  'log_statement',
  'log_temp_files',
  'temp_file_limit',
  'track_activities',
  'track_counts',
  'track_functions',
  'track_io_timing',
  'wal_compression',
];
