import { quoteLiteral } from '../postgres/identifier.ts';
import { type Base, type OpenOptions, ownerRole, readerRole } from './engine.ts';
import { contentHash, type ExtensionSource } from './extension-files.ts';
import { supabasePrelude } from './platform/supabase.ts';
import { ownerParameters } from './settings.ts';
import { standIns } from './stand-ins/stand-ins.ts';

/** What an empty cluster is made from, on every engine. */
export interface Template {
  /** What the user is told is being prepared. */
  readonly title: string;
  /** SQL of the platform, run by the superuser in the database `postgres`. */
  readonly prelude: string;
  /** Names everything about it that decides what is in its clusters. */
  readonly key: string;
}

const preludes: Readonly<Record<Base['platform'], string>> = { none: '', supabase: supabasePrelude };

export function templateOf(base: Base, version: string): Template {
  const platform = base.platform === 'none' ? '' : ` for ${base.platform}`;
  const prelude = preludes[base.platform];
  // Without a prelude the stand-ins are only files beside the cluster and leave no trace in it; a prelude may create
  // extensions.
  const extensions = prelude === '' ? '' : JSON.stringify(standIns);
  const key = contentHash(clusterSql(''), databaseSql, prelude, extensions);
  return { title: `PostgreSQL ${version}${platform}`, prelude, key };
}

/** The extensions to place. Those that the project configures come later: they replace ours of the same name. */
export function extensionsOf(options: OpenOptions): ExtensionSource[] {
  const configured = Object.entries(options.base.extensions).map(([name, sql]) => ({
    name,
    version: '1.0',
    relocatable: true,
    sql,
  }));
  return [...standIns, ...configured];
}

/** Roles that a managed service lets its owner role hand on, such as in `GRANT pg_read_all_data TO reader`. */
const handedRoles = [
  'pg_checkpoint',
  'pg_create_subscription',
  'pg_maintain',
  'pg_read_all_data',
  'pg_write_all_data',
];

/** Roles and rights of the whole cluster. */
export function clusterSql(password: string): string {
  return `
CREATE ROLE ${ownerRole} LOGIN CREATEDB CREATEROLE BYPASSRLS PASSWORD ${quoteLiteral(password)};
-- A superuser who creates a role may act as it and hand objects to it; histories rely on that.
ALTER ROLE ${ownerRole} SET createrole_self_grant = 'set, inherit';
GRANT pg_monitor, pg_signal_backend TO ${ownerRole} WITH ADMIN TRUE;
GRANT ${handedRoles.join(', ')} TO ${ownerRole} WITH ADMIN TRUE, INHERIT FALSE, SET FALSE;
GRANT SET ON PARAMETER ${ownerParameters.join(', ')} TO ${ownerRole};
CREATE ROLE ${readerRole} LOGIN BYPASSRLS PASSWORD ${quoteLiteral(password)};
GRANT ${ownerRole}, pg_read_all_data TO ${readerRole} WITH INHERIT TRUE, SET FALSE;
GRANT SET ON PARAMETER event_triggers TO ${readerRole};
-- A migration may take both from everybody else, the owner included.
GRANT CONNECT, TEMPORARY ON DATABASE postgres TO ${readerRole};
ALTER DATABASE postgres OWNER TO ${ownerRole};
`;
}

const locales =
  'en_US en_GB en_CA en_AU de_DE de_AT de_CH fr_FR fr_CA es_ES es_MX it_IT nl_NL pt_BR pt_PT pl_PL ru_RU uk_UA sv_SE da_DK nb_NO fi_FI cs_CZ hu_HU tr_TR ja_JP ko_KR zh_CN zh_TW';

/**
 * Collations named after locales of operating systems, which servers have. So that results do not depend on this machine, ICU
 * implements them. An engine without ICU does without them.
 */
const collationsSql = `
DO $$
DECLARE
  name text;
BEGIN
  FOR name IN
    SELECT locale || encoding FROM unnest(string_to_array('${locales}', ' ')) locale, unnest('{"",.utf8,.UTF-8}'::text[]) encoding
  LOOP
    -- Those of this machine are pinned, and cannot be dropped.
    DELETE FROM pg_collation WHERE collname = name AND collnamespace = 'pg_catalog'::regnamespace;
    EXECUTE format('CREATE COLLATION pg_catalog.%I (provider = icu, locale = %L)', name, replace(left(name, 5), '_', '-'));
  END LOOP;
EXCEPTION WHEN feature_not_supported OR invalid_parameter_value OR undefined_object THEN
  NULL;
END $$;
`;

/** Dumps comment on plpgsql and set its owner, which only its owner may do. */
export const databaseSql = `${collationsSql}
ALTER LANGUAGE plpgsql OWNER TO ${ownerRole};
UPDATE pg_extension SET extowner = '${ownerRole}'::regrole WHERE extname = 'plpgsql';
`;
