import { randomStream, stableUuid } from '../../shared/random.ts';
import { requirements, type TenantCatalogue, tenants } from './catalogue.ts';
import { makeEngagements } from './engagements.ts';
import { makeObservations } from './observations.ts';
import { makePeople } from './people.ts';
import { date, type Row, text } from './sql.ts';

const seed = 20_260_126;
/** The day that the seed ends on. */
const today = '2026-01-26';
/** Days without a snapshot, counted back from the end: the worker was down. */
const gaps = [17, 18, 19, 44, 61];

/**
 * The text of seed.sql: one block for each tenant. A block does nothing where its tenant is there already, so running it
 * again changes nothing, and what people edited, added or removed stays.
 */
export function seedSql(): string {
  const random = randomStream(seed);
  return [
    '-- Written by `npm run seed:write`; edit the catalogues beside this file instead.',
    ...tenants.map((tenant, n) => tenantBlock(tenant, n, random)),
  ]
    .join('\n\n')
    .concat('\n');
}

function tenantBlock(tenant: TenantCatalogue, n: number, random: () => number): string {
  const tenantId = stableUuid(`engagements/tenant/${tenant.slug}`);
  const people = makePeople(tenant, n);
  const engagements = makeEngagements(tenant, people, random);
  const observations = makeObservations(tenant, people, engagements, random);
  const compliance = requirements.map(([code, title], i): Row => {
    const status = (['COMPLIANT', 'COMPLIANT', 'PARTIAL', 'NON_COMPLIANT', 'NOT_ASSESSED'] as const)[
      Math.floor(random() * 5)
    ];
    const assessed = status === 'NOT_ASSESSED' ? 'NULL' : date(330 - 25 * i);
    return [id(tenant, 'requirement', code), text(code), text(title), text(status ?? ''), assessed];
  });
  return `DO $seed$ BEGIN
PERFORM set_config('app.tenant_id', ${text(tenantId)}, true), set_config('app.user_id', 'seed', true);
INSERT INTO "Tenant" ("id", "slug", "name") VALUES (${text(tenantId)}, ${text(tenant.slug)}, ${text(tenant.name)}) ON CONFLICT DO NOTHING;
IF NOT FOUND THEN RETURN; END IF;
${insert('User', ['id', 'email', 'name', 'role'], ofPeople(people))}
${insert('AuditEngagement', ['id', 'title', 'leadId', 'status', 'periodStart', 'periodEnd'], ofPeople(engagements))}
${insert(
  'EngagementMember',
  ['id', 'engagementId', 'userId'],
  engagements.flatMap(({ members }) => members),
)}
${insert(
  'Observation',
  [
    'id',
    'title',
    'severity',
    'status',
    'raisedOn',
    'dueDate',
    'closedOn',
    'ownerId',
    'engagementId',
    'repeatOfId',
  ],
  observations,
)}
${insert('ComplianceRequirement', ['id', 'code', 'title', 'status', 'assessedOn'], compliance)}
${snapshots(tenant)}
END $seed$;`;
}

/** One for each day of the last quarter, as the dashboard would have shown it, counted from the observations themselves. */
function snapshots({ slug }: TenantCatalogue): string {
  // Named, because whoever loads the seed may be one whom no policy holds back.
  const isSeen = `o."tenantId" = app_tenant_id() AND o."raisedOn" <= day`;
  const isOpen = `(o."closedOn" IS NULL OR o."closedOn" > day)`;
  return `INSERT INTO "DashboardSnapshot" ("id", "tenantId", "capturedOn", "observationsBySeverity", "observationsByStatus", "overdue", "compliancePercentage", "engagementProgress")
SELECT md5(${text(`engagements/snapshot/${slug}/`)} || day)::uuid, app_tenant_id(), day,
  (SELECT coalesce(jsonb_object_agg(severity, n), '{}') FROM (SELECT o."severity", count(*) AS n FROM "Observation" o WHERE ${isSeen} AND ${isOpen} GROUP BY 1) s),
  (SELECT jsonb_build_object('OPEN', count(*) FILTER (WHERE ${isOpen}), 'CLOSED', count(*) FILTER (WHERE NOT ${isOpen})) FROM "Observation" o WHERE ${isSeen}),
  (SELECT count(*)::integer FROM "Observation" o WHERE ${isSeen} AND ${isOpen} AND o."dueDate" < day),
  (SELECT round(100.0 * count(*) FILTER (WHERE r."status" = 'COMPLIANT') / nullif(count(*), 0), 2) FROM "ComplianceRequirement" r WHERE r."tenantId" = app_tenant_id() AND r."assessedOn" <= day),
  (SELECT coalesce(jsonb_object_agg(e, jsonb_build_object('closed', closed, 'total', total)), '{}') FROM (
    SELECT o."engagementId" AS e, count(*) FILTER (WHERE NOT ${isOpen}) AS closed, count(*) AS total
    FROM "Observation" o WHERE ${isSeen} AND o."engagementId" IS NOT NULL GROUP BY 1) p)
FROM (SELECT date ${text(today)} - back AS day FROM generate_series(0, 90) back WHERE back NOT IN (${gaps.join(', ')})) days;`;
}

function ofPeople(list: readonly { readonly row: Row }[]): readonly Row[] {
  return list.map(({ row }) => row);
}

function insert(table: string, columns: readonly string[], rows: readonly Row[]): string {
  const [first, ...others] = columns.map((column) => `"${column}"`);
  const values = rows.map(([own, ...rest]) => `  (${[own, 'app_tenant_id()', ...rest].join(', ')})`);
  return `INSERT INTO "${table}" (${[first, '"tenantId"', ...others].join(', ')}) VALUES\n${values.join(',\n')};`;
}

function id({ slug }: TenantCatalogue, kind: string, key: string): string {
  return text(stableUuid(`engagements/${kind}/${slug}/${key}`));
}
