/**
 * Roles that managed services own their objects with, by service. What belongs to one of them is the platform's, whatever it is
 * called. Roles that a service hands to its users (`postgres`, `doadmin`, `avnadmin`, `tsdbadmin`) are none.
 */
const byService = {
  supabase: [
    'supabase_admin',
    'supabase_auth_admin',
    'supabase_storage_admin',
    'supabase_functions_admin',
    'supabase_realtime_admin',
    'supabase_replication_admin',
    'supabase_read_only_user',
    'supabase_etl_admin',
    'supabase_privileged_role',
    'dashboard_user',
    'pgbouncer',
    'pgsodium_keyholder',
    'pgsodium_keyiduser',
    'pgsodium_keymaker',
  ],
  aws: ['rdsadmin', 'rds_superuser', 'rdsrepladmin', 'rdstopmgr', 'rds_ad'],
  google: [
    'cloudsqladmin',
    'cloudsqlsuperuser',
    'cloudsqlagent',
    'cloudsqlreplica',
    'cloudsqlimportexport',
    'cloudsqlobservability',
    'alloydbadmin',
    'alloydbsuperuser',
    'alloydbagent',
  ],
  azure: ['azuresu', 'azure_superuser', 'azure_pg_admin'],
  neon: ['cloud_admin', 'neon_superuser', 'zenith_admin'],
} as const;

export const platformRoles: ReadonlySet<string> = new Set(Object.values(byService).flat());
