import { alwaysQuoted, quoteIdentifier } from '../../postgres/identifier.ts';
import { type CatalogReader, definitionOf, type Names } from '../reader.ts';

interface Row {
  oid: number;
  name: string;
  owner: number;
  acl: string[] | null;
  initial: string[] | null;
  bare: boolean;
}

/** The oid of the schema that every database begins with: `public`, until somebody renames it. */
const bornSchema = 2200;

/** Schemas. https://www.postgresql.org/docs/18/catalog-pg-namespace.html */
export const schemas: CatalogReader = {
  sql: () => `
    SELECT n.oid, n.nspname AS name, n.nspowner AS owner, n.nspacl::text[] AS acl,
      CASE WHEN n.nspname = 'public' THEN coalesce(i.initprivs::text[],
        '{pg_database_owner=UC/pg_database_owner,=U/pg_database_owner}') END AS initial,
      n.nspname = 'public' AND pg_catalog.obj_description(n.oid, 'pg_namespace') IS NULL AS bare
    FROM pg_catalog.pg_namespace n
    LEFT JOIN pg_catalog.pg_init_privs i
      ON i.classoid = 'pg_catalog.pg_namespace'::regclass AND i.objoid = n.oid AND n.nspname = 'public'
    WHERE (n.oid >= 16384 OR n.oid = ${bornSchema}) AND n.nspname !~ '^pg_'
    ORDER BY n.nspname`,
  draft(row: Row, names) {
    names.schemas.set(row.oid, row.name);
    const isPublic = row.name === 'public';
    const owner = names.owner(row.owner);
    const keeper = isPublic ? keeperOf(row.owner, names) : undefined;
    const bornOwned = isPublic && (row.owner === 10 || names.roles.get(row.owner) === 'pg_database_owner');
    return {
      kind: 'schema',
      name: quoteIdentifier(row.name),
      schema: row.name,
      definition: definitionOf({ owner: bornOwned ? null : owner }),
      address: { catalog: 'pg_namespace', oid: row.oid },
      remarks: definitionOf({
        madeAnew: isPublic && (row.acl === null || !(owner || bornOwned)),
        uncommented: row.bare,
      }),
      ...(row.acl === null
        ? {}
        : {
            acl: {
              items: keeper === undefined ? row.acl : givenBack(names.self, row.acl),
              object: 'schema',
              owner: keeper ?? row.owner,
              ...(row.initial === null ? {} : { initial: initialOf(row, row.initial, keeper, names) }),
            },
          }),
    };
  },
};

/** The role that stands for the owner of the database, where whoever runs plans owns the schema public in its place. */
function keeperOf(owner: number, names: Names): number | undefined {
  if (names.roles.get(owner) !== names.self) return undefined;
  for (const [oid, name] of names.roles) if (name === bornOwner) return oid;
  return undefined;
}

/** Both owners count as one, so their privileges are told as of one. */
const bornOwner = 'pg_database_owner';

function givenBack(self: string, items: readonly string[]): readonly string[] {
  const isSelf = (role: string) => role === self || role === alwaysQuoted(self);
  return items.map((item) => {
    const slash = item.lastIndexOf('/');
    const equals = item.lastIndexOf('=', slash);
    const [grantee, grantor] = [item.slice(0, equals), item.slice(slash + 1)];
    const own = (role: string) => (isSelf(role) ? bornOwner : role);
    return `${own(grantee)}${item.slice(equals, slash)}/${own(grantor)}`;
  });
}

function initialOf(
  { owner }: Row,
  initial: readonly string[],
  keeper: number | undefined,
  names: Names,
): readonly string[] {
  return keeper === undefined ? givenTo(names.roles.get(owner), initial) : givenBack(names.self, initial);
}

/** A new owner takes over what the first one held and granted. https://www.postgresql.org/docs/18/ddl-priv.html */
function givenTo(owner: string | undefined, initial: readonly string[]): readonly string[] {
  const first = initial[0]?.split('/').at(-1);
  if (owner === undefined || first === undefined) return initial;
  const role = alwaysQuoted(owner);
  return initial.map((item) => {
    const [grantee, privileges] = item.slice(0, item.lastIndexOf('/')).split(/=(?=[^=]*$)/);
    return `${grantee === first ? role : grantee}=${privileges}/${role}`;
  });
}
