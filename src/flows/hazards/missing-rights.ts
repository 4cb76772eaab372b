import type { Queryable } from '../../db/queryable.ts';
import { homeSchema } from '../../live/open.ts';
import type { DeployMigration, JudgedHazard } from '../../model/deployment.ts';
import type { Ledger } from '../../model/ledger.ts';
import type { Migration } from '../../model/migration.ts';
import type { HazardKind } from '../../model/plan.ts';
import type { MigrationTrace } from '../../model/trace.ts';
import { bareName, qualifiedName, quoteIdentifier, splitIdentifier } from '../../postgres/identifier.ts';
import { mentionsRole } from '../../sql/statement.ts';
import { textIn } from './preflight.ts';

/** Something that a deploy makes, and in which schema; undefined: in the database itself, since it is a schema. */
export interface Creation {
  readonly migration: string;
  /** Line in its file; undefined for what the deploy makes for itself. */
  readonly line: number | undefined;
  readonly what: string;
  readonly schema: string | undefined;
}

/** Types of objects that lie in a schema, as events name them; their identity begins with its name. */
const inSchemas: ReadonlySet<string> = new Set([
  'table',
  'view',
  'materialized view',
  'foreign table',
  'sequence',
  'index',
  'type',
  'function',
  'procedure',
  'aggregate',
]);

/**
 * What the CREATE statements of pending migrations made in a rehearsal, outside of schemas that they make themselves. A migration that
 * may take another role says nothing of the rights of the one that deploys, nor does what a function or an extension makes.
 */
export function creationsOf(
  traces: readonly MigrationTrace[],
  pending: readonly Migration[],
): readonly Creation[] {
  const all = traces.flatMap(({ statements }) => statements.flatMap(({ events }) => events));
  const own = new Set(
    all.flatMap(({ action, type, identity }) =>
      action === 'create' && type === 'schema' ? [bareName(identity)] : [],
    ),
  );
  return traces.flatMap(({ migration, statements }, i) => {
    const text = pending[i]?.up.text ?? '';
    if (mentionsRole(text)) return [];
    return statements.flatMap(({ start, end, line, events }) => {
      if (!/^CREATE\s+(?!EXTENSION\b)/i.test(text.slice(start, end))) return [];
      return events.flatMap(({ action, type, identity }): readonly Creation[] => {
        if (action !== 'create' || identity.startsWith('pg_temp')) return [];
        const what = `${type} ${identity}`;
        if (type === 'schema') return [{ migration, line, what, schema: undefined }];
        const [schema = ''] = splitIdentifier(identity);
        return inSchemas.has(type) && !own.has(schema) ? [{ migration, line, what, schema }] : [];
      });
    });
  });
}

interface DeployTo {
  readonly url: string;
  readonly ledger: Ledger;
  readonly allow: readonly HazardKind[];
}

/**
 * Asks the live database whether its role may make all that, and the ledger where there is none; told once for each schema.
 * PostgreSQL asks for the right before it looks whether the object is there, also with IF NOT EXISTS.
 */
export async function missingRights(
  live: Queryable,
  creations: readonly Creation[],
  work: readonly DeployMigration[],
  { url, ledger, allow }: DeployTo,
): Promise<readonly JudgedHazard[]> {
  const first = work[0]?.migration.name;
  if (first === undefined) return [];
  const rights = await rightsOf(live);
  const home = await homeSchema(live, url);
  const books = ledger.exists ? [] : [creationOfLedger(ledger, first, rights)];
  const refused = [...books, ...creations.map((one) => inHome(one, home))].filter(({ schema }) =>
    schema === undefined ? !rights.makes : rights.schemas.get(schema) === false,
  );
  return refused
    .filter((one, i) => refused.findIndex(({ schema }) => schema === one.schema) === i)
    .map((one) => ({ ...refusal(one, rights), isRefused: !allow.includes('may-fail') }));
}

function creationOfLedger({ schema, table }: Ledger, migration: string, { schemas }: Rights): Creation {
  return {
    migration,
    line: undefined,
    what: `ledger ${qualifiedName(schema, table)}`,
    schema: schemas.has(schema) ? schema : undefined,
  };
}

/** In the schema that the live session works in, in place of `public`, where migrations are rehearsed. */
function inHome(one: Creation, home: string): Creation {
  if (one.schema !== 'public') return one;
  return { ...one, schema: home, what: textIn(home, one.what) };
}

function refusal(
  { migration, line, what, schema }: Creation,
  { role, database }: Rights,
): Omit<JudgedHazard, 'isRefused'> {
  const [kind, name] = schema === undefined ? ['database', database] : ['schema', quoteIdentifier(schema)];
  return {
    kind: 'may-fail',
    message: `${role} may create nothing in ${kind} ${name}, where the ${what} is to be made.`,
    migration,
    line,
    table: undefined,
    seen: `its owner can allow it: GRANT CREATE ON ${kind.toUpperCase()} ${name} TO ${role}`,
  };
}

interface Rights {
  /** As SQL, like the database. */
  readonly role: string;
  readonly database: string;
  /** Whether the role may make schemas. */
  readonly makes: boolean;
  /** By name, whether it may make objects there. */
  readonly schemas: ReadonlyMap<string, boolean>;
}

async function rightsOf(live: Queryable): Promise<Rights> {
  const [own] = await live.query<{ role: string; database: string; makes: boolean }>(
    `SELECT pg_catalog.quote_ident(current_user) AS role, pg_catalog.quote_ident(pg_catalog.current_database()) AS database,
       pg_catalog.has_database_privilege(pg_catalog.current_database(), 'CREATE') AS makes`,
  );
  const rows = await live.query<{ name: string; makes: boolean }>(
    `SELECT nspname::text AS name, pg_catalog.has_schema_privilege(oid, 'CREATE') AS makes FROM pg_catalog.pg_namespace`,
  );
  return {
    role: own?.role ?? '',
    database: own?.database ?? '',
    makes: own?.makes ?? true,
    schemas: new Map(rows.map(({ name, makes }) => [name, makes])),
  };
}
