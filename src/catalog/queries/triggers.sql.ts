import { StrataError } from '../../model/errors.ts';
import { objectId } from '../../model/object-id.ts';
import { quoteIdentifier } from '../../postgres/identifier.ts';
import { type CatalogReader, type Draft, definitionOf, type Names, type RelationName } from '../reader.ts';
import { reparsable } from '../reparsable.ts';

interface Row {
  oid: number;
  relation: number;
  name: string;
  definition: string;
  enabled: string;
}

interface TriggerRow extends Row {
  /** The partitioned tables above, where it is a partition's copy of their trigger. */
  ancestors: number[] | null;
  differs: boolean;
}

/** `pg_trigger.tgenabled` and its kin, as ALTER says it; `O` is the default. */
const firings: Readonly<Record<string, string>> = {
  D: 'DISABLE',
  R: 'ENABLE REPLICA',
  A: 'ENABLE ALWAYS',
};

/**
 * Triggers but internal ones. A partition's copy of its parent's trigger is told only where it is switched otherwise.
 * https://www.postgresql.org/docs/18/catalog-pg-trigger.html
 */
export const triggers: CatalogReader = {
  presentIf: 'EXISTS (SELECT FROM pg_catalog.pg_trigger WHERE NOT tgisinternal)',
  sql: () => `
    SELECT t.oid, t.tgrelid AS relation, t.tgname AS name, pg_catalog.pg_get_triggerdef(t.oid) AS definition,
      t.tgenabled AS enabled, p.tgenabled <> t.tgenabled AS differs,
      CASE WHEN p.oid IS NOT NULL THEN (
        SELECT pg_catalog.array_agg(a.relid::oid) FROM pg_catalog.pg_partition_ancestors(t.tgrelid) AS a
        WHERE a.relid <> t.tgrelid) END AS ancestors
    FROM pg_catalog.pg_trigger t LEFT JOIN pg_catalog.pg_trigger p ON p.oid = t.tgparentid AND t.tgparentid <> 0
    WHERE NOT t.tgisinternal AND t.oid >= 16384`,
  draft(row: TriggerRow, names) {
    const relation = names.relations.get(row.relation);
    if (relation === undefined) return undefined;
    const name = `${relation.name}.${quoteIdentifier(row.name)}`;
    const address = { catalog: 'pg_trigger', oid: row.oid } as const;
    if (row.ancestors !== null) return copiedTrigger(row, relation, name, names);
    return {
      kind: 'trigger',
      schema: relation.schema,
      name,
      parent: relation.id,
      definition: definitionOf({ source: reparsable(row.definition), firing: firings[row.enabled] }),
      needs: [relation.id],
      address,
    };
  },
};

function copiedTrigger(row: TriggerRow, relation: RelationName, name: string, names: Names): Draft {
  const address = { catalog: 'pg_trigger', oid: row.oid } as const;
  const tables = (row.ancestors ?? []).flatMap((oid) => names.relations.get(oid)?.name ?? []);
  const copyOf = tables.map((table) => objectId('trigger', `${table}.${quoteIdentifier(row.name)}`));
  if (!row.differs) {
    const aliasId = objectId('trigger', name);
    return { partOf: relation.id, address, aliasId, copyOf };
  }
  return {
    kind: 'trigger',
    schema: relation.schema,
    name,
    parent: relation.id,
    definition: { copied: true, firing: firings[row.enabled] ?? 'ENABLE' },
    needs: [relation.id, objectId('partition', relation.name), ...copyOf],
    address,
  };
}

interface RuleRow {
  oid: number;
  relation: number;
  name: string;
  definition: string;
  enabled: string;
}

/** Rules but those that make views. https://www.postgresql.org/docs/18/catalog-pg-rewrite.html */
export const rules: CatalogReader = {
  presentIf: `EXISTS (SELECT FROM pg_catalog.pg_rewrite WHERE oid >= 16384 AND rulename <> '_RETURN')`,
  sql: () => `
    SELECT r.oid, r.ev_class AS relation, r.rulename AS name, pg_catalog.pg_get_ruledef(r.oid) AS definition,
      r.ev_enabled AS enabled
    FROM pg_catalog.pg_rewrite r WHERE r.oid >= 16384 AND r.rulename <> '_RETURN'`,
  draft(row: RuleRow, names) {
    const relation = names.relations.get(row.relation);
    if (relation === undefined) return undefined;
    return {
      kind: 'rule',
      schema: relation.schema,
      name: `${relation.name}.${quoteIdentifier(row.name)}`,
      parent: relation.id,
      definition: definitionOf({
        source: reparsable(row.definition.replace(/;$/, '')),
        firing: firings[row.enabled],
      }),
      needs: [relation.id],
      address: { catalog: 'pg_rewrite', oid: row.oid },
    };
  },
};

interface PolicyRow {
  oid: number;
  relation: number;
  name: string;
  command: string;
  permissive: boolean;
  roles: number[];
  using: string | null;
  check: string | null;
}

const commands: Readonly<Record<string, string>> = { r: 'SELECT', a: 'INSERT', w: 'UPDATE', d: 'DELETE' };

/** Row security policies. https://www.postgresql.org/docs/18/catalog-pg-policy.html */
export const policies: CatalogReader = {
  presentIf: 'EXISTS (SELECT FROM pg_catalog.pg_policy)',
  sql: () => `
    SELECT p.oid, p.polrelid AS relation, p.polname AS name, p.polcmd AS command, p.polpermissive AS permissive,
      p.polroles AS roles, pg_catalog.pg_get_expr(p.polqual, p.polrelid) AS using,
      pg_catalog.pg_get_expr(p.polwithcheck, p.polrelid) AS check
    FROM pg_catalog.pg_policy p WHERE p.oid >= 16384`,
  draft(row: PolicyRow, names) {
    const relation = names.relations.get(row.relation);
    if (relation === undefined) return undefined;
    const name = `${relation.name}.${quoteIdentifier(row.name)}`;
    const roles = row.roles.map((role) => (role === 0 ? 'PUBLIC' : roleOfPolicy(role, name, names)));
    return {
      kind: 'policy',
      schema: relation.schema,
      name,
      parent: relation.id,
      definition: definitionOf({
        command: commands[row.command],
        restrictive: !row.permissive,
        roles: roles.includes('PUBLIC') ? null : roles.sort(),
        using: row.using === null ? null : reparsable(row.using),
        check: row.check === null ? null : reparsable(row.check),
      }),
      needs: [relation.id],
      address: { catalog: 'pg_policy', oid: row.oid },
    };
  },
};

/** A role that is not there is no other: each name that could stand for it would let somebody in. */
function roleOfPolicy(role: number, policy: string, names: Names): string {
  const name = names.roles.get(role);
  if (name !== undefined) return quoteIdentifier(name);
  throw new StrataError('live', `the policy ${policy} is for a role that is not there (oid ${role})`, {
    hint: 'Drop the policy, or alter it to the roles that it is for.',
  });
}

interface EventTriggerRow {
  oid: number;
  name: string;
  owner: number;
  event: string;
  routine: string;
  enabled: string;
  tags: string[] | null;
}

/** Event triggers. https://www.postgresql.org/docs/18/catalog-pg-event-trigger.html */
export const eventTriggers: CatalogReader = {
  presentIf: 'EXISTS (SELECT FROM pg_catalog.pg_event_trigger)',
  sql: () => `
    SELECT e.oid, e.evtname AS name, e.evtowner AS owner, e.evtevent AS event, e.evtenabled AS enabled,
      e.evttags AS tags, e.evtfoid::pg_catalog.regproc::text AS routine
    FROM pg_catalog.pg_event_trigger e WHERE e.oid >= 16384`,
  draft(row: EventTriggerRow, names) {
    return {
      kind: 'event-trigger',
      name: quoteIdentifier(row.name),
      definition: definitionOf({
        owner: names.owner(row.owner),
        event: row.event,
        routine: row.routine,
        tags: row.tags,
        firing: firings[row.enabled],
      }),
      address: { catalog: 'pg_event_trigger', oid: row.oid },
    };
  },
};

interface StatisticsRow {
  oid: number;
  namespace: number;
  name: string;
  owner: number;
  relation: number;
  definition: string;
  /** Its columns as `definition` lists them, and by name; null where it has expressions only. */
  columns: string | null;
  sorted_columns: string | null;
  target: number | null;
}

/** Extended statistics. https://www.postgresql.org/docs/18/catalog-pg-statistic-ext.html */
export const statistics: CatalogReader = {
  presentIf: 'EXISTS (SELECT FROM pg_catalog.pg_statistic_ext)',
  sql: () => `
    SELECT s.oid, s.stxnamespace AS namespace, s.stxname AS name, s.stxowner AS owner, s.stxrelid AS relation,
      pg_catalog.pg_get_statisticsobjdef(s.oid) AS definition, k.columns, k.sorted_columns,
      NULLIF(s.stxstattarget, -1) AS target
    FROM pg_catalog.pg_statistic_ext s, LATERAL (
      SELECT string_agg(pg_catalog.quote_ident(a.attname), ', ' ORDER BY a.attnum) AS columns,
        string_agg(pg_catalog.quote_ident(a.attname), ', ' ORDER BY a.attname) AS sorted_columns
      FROM pg_catalog.pg_attribute a WHERE a.attrelid = s.stxrelid AND a.attnum = ANY (s.stxkeys)) AS k
    WHERE s.oid >= 16384`,
  draft(row: StatisticsRow, names) {
    const at = names.qualified(row.namespace, row.name);
    const relation = names.relations.get(row.relation);
    if (at === undefined || relation === undefined) return undefined;
    return {
      kind: 'statistics',
      ...at,
      definition: definitionOf({
        owner: names.owner(row.owner),
        source: reparsable(inOrderOfNames(row)),
        target: row.target,
      }),
      needs: [relation.id],
      address: { catalog: 'pg_statistic_ext', oid: row.oid },
    };
  },
};

/** The server lists columns by their place in the table, which means nothing. */
function inOrderOfNames({ definition, columns, sorted_columns }: StatisticsRow): string {
  return columns === null ? definition : definition.replace(` ON ${columns}`, () => ` ON ${sorted_columns}`);
}
