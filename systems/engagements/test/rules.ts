import {
  check,
  constraint,
  foreignKey,
  insert,
  type Rule,
  restrict,
  trigger,
  uniqueIndex,
  type Values,
} from '../../shared/rules.ts';
import {
  acme,
  borealis,
  engagement,
  id,
  member,
  nobody,
  observation,
  requirement,
  snapshot,
  tenantId,
  user,
} from './rows.ts';

/** The audit trigger would be stopped first by the log's own key. */
function ofNoTenant(table: string, sql: string): string {
  return `ALTER TABLE "${table}" DISABLE TRIGGER "${table}_audit"; SET LOCAL app.tenant_id = '${borealis.replace('b000', 'c000')}'; ${sql}`;
}

const people: readonly Rule[] = [
  ...[`'Acme Ltd'`, `'acme-'`, `''`].map((slug) => ({
    title: `a tenant's slug can stand in an address: not ${slug}`,
    breaks: `UPDATE "Tenant" SET "slug" = ${slug} WHERE "id" = '${acme}'`,
    code: check,
    ...constraint('Tenant', 'Tenant_slug_check'),
  })),
  {
    title: 'a slug belongs to one tenant',
    breaks: `UPDATE "Tenant" SET "slug" = 'borealis' WHERE "id" = '${acme}'`,
    ...uniqueIndex('Tenant_slug_key'),
  },
  {
    title: 'a user belongs to a tenant',
    breaks: ofNoTenant('User', user({})),
    code: foreignKey,
    ...constraint('User', 'User_tenantId_fkey'),
  },
  {
    title: 'an address is written in lower case',
    breaks: user({ email: `'Lead@acme.example'` }),
    code: check,
    ...constraint('User', 'User_email_lower_check'),
  },
  {
    title: 'an address belongs to one user of a tenant',
    breaks: user({ email: `'lead@acme.example'` }),
    ...uniqueIndex('User_tenantId_email_key'),
  },
];

const engagements: readonly Rule[] = [
  {
    title: 'an engagement belongs to a tenant',
    breaks: ofNoTenant(
      'AuditEngagement',
      `ALTER TABLE "AuditEngagement" DROP CONSTRAINT "AuditEngagement_tenantId_leadId_fkey"; ${engagement({})}`,
    ),
    code: foreignKey,
    ...constraint('AuditEngagement', 'AuditEngagement_tenantId_fkey'),
  },
  {
    title: 'an engagement has a title',
    breaks: engagement({ title: `' '` }),
    code: check,
    ...constraint('AuditEngagement', 'AuditEngagement_title_not_blank_check'),
  },
  {
    title: 'a period ends after it starts',
    breaks: engagement({ periodEnd: `'2025-12-31'` }),
    code: check,
    ...constraint('AuditEngagement', 'AuditEngagement_period_check'),
  },
  {
    title: 'an engagement is led by somebody of the same tenant',
    breaks: engagement({ leadId: id('b0001') }),
    code: foreignKey,
    ...constraint('AuditEngagement', 'AuditEngagement_tenantId_leadId_fkey'),
  },
  {
    title: 'whoever leads an engagement stays',
    breaks: `DELETE FROM "User" WHERE "id" = ${id('a0001')}`,
    code: restrict,
    ...constraint('AuditEngagement', 'AuditEngagement_tenantId_leadId_fkey'),
  },
  {
    title: 'a membership belongs to a tenant',
    breaks: ofNoTenant(
      'EngagementMember',
      `ALTER TABLE "EngagementMember" DROP CONSTRAINT "EngagementMember_tenantId_engagementId_fkey";
       ALTER TABLE "EngagementMember" DROP CONSTRAINT "EngagementMember_tenantId_userId_fkey"; ${member({})}`,
    ),
    code: foreignKey,
    ...constraint('EngagementMember', 'EngagementMember_tenantId_fkey'),
  },
  {
    title: 'nobody joins an engagement of another tenant',
    breaks: member({ engagementId: id('b0010') }),
    code: foreignKey,
    ...constraint('EngagementMember', 'EngagementMember_tenantId_engagementId_fkey'),
  },
  {
    title: 'nobody of another tenant joins an engagement',
    breaks: member({ userId: id('b0004') }),
    code: foreignKey,
    ...constraint('EngagementMember', 'EngagementMember_tenantId_userId_fkey'),
  },
  {
    title: 'whoever works on an engagement stays',
    breaks: `DELETE FROM "User" WHERE "id" = ${id('a0002')}`,
    code: restrict,
    ...constraint('EngagementMember', 'EngagementMember_tenantId_userId_fkey'),
  },
  {
    title: 'somebody joins an engagement once',
    breaks: member({ userId: id('a0002') }),
    ...uniqueIndex('EngagementMember_tenantId_engagementId_userId_key'),
  },
];

const observations: readonly Rule[] = [
  {
    title: 'an observation belongs to a tenant',
    breaks: ofNoTenant('Observation', observation({})),
    code: foreignKey,
    ...constraint('Observation', 'Observation_tenantId_fkey'),
  },
  {
    title: 'an observation has a title',
    breaks: observation({ title: `''` }),
    code: check,
    ...constraint('Observation', 'Observation_title_not_blank_check'),
  },
  {
    title: 'an observation is due after it was raised',
    breaks: observation({ dueDate: `'2026-01-19'` }),
    code: check,
    ...constraint('Observation', 'Observation_due_after_raised_check'),
  },
  ...[
    { status: `'CLOSED'`, what: 'closed says when' },
    { closedOn: `'2026-01-21'`, what: 'open has no day on which it was closed' },
  ].map(({ what, ...values }) => ({
    title: `an observation that is ${what}`,
    breaks: observation(values as Values),
    code: check,
    ...constraint('Observation', 'Observation_closed_check'),
  })),
  {
    title: 'an observation is closed after it was raised',
    breaks: observation({ status: `'CLOSED'`, closedOn: `'2026-01-19'` }),
    code: check,
    ...constraint('Observation', 'Observation_closed_after_raised_check'),
  },
  {
    title: 'an observation is owned by somebody of the same tenant',
    breaks: observation({ ownerId: id('b0003') }),
    code: foreignKey,
    ...constraint('Observation', 'Observation_tenantId_ownerId_fkey'),
  },
  {
    title: 'whoever owns an observation stays',
    breaks: `DELETE FROM "User" WHERE "id" = ${id('a0003')}`,
    code: restrict,
    ...constraint('Observation', 'Observation_tenantId_ownerId_fkey'),
  },
  ...[
    observation({ engagementId: id('b0010') }),
    `UPDATE "Observation" SET "engagementId" = ${id('b0010')}`,
  ].map((breaks) => ({
    title: `an observation belongs to an engagement of the same tenant: ${breaks.slice(0, 6)}`,
    breaks,
    code: 'EN001',
    ...trigger('Observation', 'Observation_engagement_of_tenant'),
  })),
];

const repeat = (reported: string) => trigger('Observation', 'Observation_repeat', reported);
const relink = (end: string, to: string) =>
  `UPDATE "Observation" SET "repeatOfId" = ${id(to)} WHERE "id" = ${id(end)}`;

const repeats: readonly Rule[] = [
  {
    title: 'an observation does not repeat itself',
    breaks: relink('a0033', 'a0033'),
    code: check,
    ...constraint('Observation', 'Observation_repeat_of_another_check'),
  },
  {
    title: 'a new observation does not repeat itself',
    breaks: observation({ id: id('a0039'), repeatOfId: id('a0039') }),
    code: check,
    ...constraint('Observation', 'Observation_repeat_of_another_check'),
  },
  {
    title: 'an observation does not repeat a later one',
    breaks: relink('a0031', 'a0033'),
    code: 'EN002',
    ...repeat('Observation_repeat_is_not_earlier'),
  },
  {
    title: 'a repeat is not dated back before its original',
    breaks: `UPDATE "Observation" SET "raisedOn" = '2025-02-28' WHERE "id" = ${id('a0032')}`,
    code: 'EN002',
    ...repeat('Observation_repeat_is_not_earlier'),
  },
  {
    title: 'an original is not moved behind its repeat',
    breaks: `UPDATE "Observation" SET "raisedOn" = '2026-01-11', "dueDate" = NULL WHERE "id" = ${id('a0031')}`,
    code: 'EN002',
    ...repeat('Observation_repeat_is_not_earlier'),
  },
  ...[observation({ repeatOfId: id('b0031') }), relink('a0033', 'b0031')].map((breaks) => ({
    title: `an observation does not repeat one of another tenant: ${breaks.slice(0, 6)}`,
    breaks,
    code: 'EN001',
    ...repeat('Observation_repeat_of_tenant'),
  })),
  {
    title: 'two observations of one day do not repeat each other',
    breaks: `${relink('a0033', 'a0032')}; ${relink('a0032', 'a0033')}`,
    code: 'EN003',
    ...repeat('Observation_repeat_no_circle'),
  },
  {
    title: 'nor do three',
    breaks: `${observation({ id: id('a0039'), raisedOn: `'2026-01-10'`, repeatOfId: id('a0032') })};
      ${relink('a0033', 'a0039')}; ${relink('a0032', 'a0033')}`,
    code: 'EN003',
    ...repeat('Observation_repeat_no_circle'),
  },
];

const numbers: readonly Rule[] = [
  {
    title: 'a requirement belongs to a tenant',
    breaks: ofNoTenant('ComplianceRequirement', requirement({})),
    code: foreignKey,
    ...constraint('ComplianceRequirement', 'ComplianceRequirement_tenantId_fkey'),
  },
  {
    title: 'a requirement has a code',
    breaks: requirement({ code: `' '` }),
    code: check,
    ...constraint('ComplianceRequirement', 'ComplianceRequirement_code_not_blank_check'),
  },
  {
    title: 'a code occurs once in a tenant',
    breaks: requirement({ code: `'GOV-1'` }),
    ...uniqueIndex('ComplianceRequirement_tenantId_code_key'),
  },
  ...[{ status: `'PARTIAL'` }, { assessedOn: `'2026-01-01'` }].map((values) => ({
    title: `a requirement has a status and a day of assessment, or neither: ${Object.keys(values)}`,
    breaks: requirement(values as Values),
    code: check,
    ...constraint('ComplianceRequirement', 'ComplianceRequirement_assessed_check'),
  })),
  {
    title: 'a snapshot belongs to a tenant',
    breaks: ofNoTenant('DashboardSnapshot', snapshot({})),
    code: foreignKey,
    ...constraint('DashboardSnapshot', 'DashboardSnapshot_tenantId_fkey'),
  },
  {
    title: 'a tenant has one snapshot of a day',
    breaks: snapshot({ capturedOn: `'2026-01-25'` }),
    ...uniqueIndex('DashboardSnapshot_tenantId_capturedOn_key'),
  },
  {
    title: 'no fewer than none are overdue',
    breaks: snapshot({ overdue: '-1' }),
    code: check,
    ...constraint('DashboardSnapshot', 'DashboardSnapshot_overdue_check'),
  },
  ...['-0.01', '100.01'].map((compliancePercentage) => ({
    title: `a percentage lies between 0 and 100: not ${compliancePercentage}`,
    breaks: snapshot({ compliancePercentage }),
    code: check,
    ...constraint('DashboardSnapshot', 'DashboardSnapshot_percentage_check'),
  })),
  ...['observationsBySeverity', 'observationsByStatus', 'engagementProgress'].map((column) => ({
    title: `${column} counts by name`,
    breaks: snapshot({ [column]: `'[1]'` }),
    code: check,
    ...constraint('DashboardSnapshot', 'DashboardSnapshot_objects_check'),
  })),
];

const log = (values: Values) =>
  insert('AuditLog', { tenantId, tableName: `'User'`, rowId: nobody, actor: `'test'`, ...values });

const trail: readonly Rule[] = [
  {
    title: 'an entry of the log belongs to a tenant',
    breaks: log({ tenantId: nobody, action: `'INSERT'`, new: `'{}'` }),
    code: foreignKey,
    ...constraint('AuditLog', 'AuditLog_tenantId_fkey'),
  },
  ...[
    { action: `'TRUNCATE'`, old: `'{}'` },
    { action: `'INSERT'`, old: `'{}'`, new: `'{}'` },
    { action: `'UPDATE'`, new: `'{}'` },
    { action: `'DELETE'`, new: `'{}'` },
  ].map((values) => ({
    title: `an entry holds what its action leaves: ${Object.values(values).join(' ')}`,
    breaks: log(values as Values),
    code: check,
    ...constraint('AuditLog', 'AuditLog_action_check'),
  })),
  {
    title: 'the log is not truncated, which no policy would stop',
    breaks: 'TRUNCATE "AuditLog"',
    code: 'EN004',
    ...trigger('AuditLog', 'AuditLog_is_not_truncated'),
  },
];

/** Every rule of the data model that one statement can break, run for Acme by the owner of the tables. */
export const rules: readonly Rule[] = [
  ...people,
  ...engagements,
  ...observations,
  ...repeats,
  ...numbers,
  ...trail,
];
