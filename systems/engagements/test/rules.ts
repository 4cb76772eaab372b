/** One rule that the database holds: a statement that breaks it, who refuses, and how to take the rule away. */
export interface Rule {
  readonly title: string;
  readonly breaks: string;
  /** SQLSTATE. https://www.postgresql.org/docs/18/errcodes-appendix.html; `EN...` are this project's own. */
  readonly code: string;
  readonly constraint: string;
  readonly without: string;
}

export const acme = '00000000-0000-4000-8000-00000000a000';
export const borealis = '00000000-0000-4000-8000-00000000b000';

/** An id of the fixture, as SQL: `a0031` is Acme's, `b0031` is Borealis's. */
export const id = (end: string) => `'00000000-0000-4000-8000-${end.padStart(12, '0')}'`;
const nobody = 'gen_random_uuid()';

const check = '23514';
const unique = '23505';
const foreignKey = '23503';
const restrict = '23001';

function constraint(table: string, name: string) {
  return { constraint: name, without: `ALTER TABLE "${table}" DROP CONSTRAINT "${name}"` };
}

function uniqueIndex(name: string) {
  return { code: unique, constraint: name, without: `DROP INDEX "${name}"` };
}

type Values = Readonly<Record<string, string>>;

function insert(table: string, values: Values): string {
  const names = Object.keys(values).map((name) => `"${name}"`);
  return `INSERT INTO "${table}" (${names.join(', ')}) VALUES (${Object.values(values).join(', ')})`;
}

const tenantId = 'app_tenant_id()';
const user = (values: Values) =>
  insert('User', { tenantId, email: `'x@acme.example'`, name: `'Xan'`, role: `'AUDITOR'`, ...values });
const engagement = (values: Values) =>
  insert('AuditEngagement', {
    tenantId,
    title: `'Fees 2026'`,
    leadId: id('a0001'),
    periodStart: `'2026-01-01'`,
    periodEnd: `'2026-02-01'`,
    ...values,
  });
const member = (values: Values) =>
  insert('EngagementMember', { tenantId, engagementId: id('a0010'), userId: id('a0004'), ...values });
const observation = (values: Values) =>
  insert('Observation', {
    tenantId,
    title: `'Late'`,
    severity: `'LOW'`,
    raisedOn: `'2026-01-20'`,
    ...values,
  });
const requirement = (values: Values) =>
  insert('ComplianceRequirement', { tenantId, code: `'X-1'`, title: `'Something'`, ...values });
const snapshot = (values: Values) =>
  insert('DashboardSnapshot', {
    tenantId,
    capturedOn: `'2026-01-26'`,
    observationsBySeverity: `'{}'`,
    observationsByStatus: `'{}'`,
    overdue: '0',
    engagementProgress: `'{}'`,
    ...values,
  });

/** Statements that insert one row into each table that a tenant has, for whichever tenant the transaction works. */
export const inserts: Readonly<Record<string, (values: Values) => string>> = {
  User: user,
  AuditEngagement: engagement,
  EngagementMember: member,
  Observation: observation,
  ComplianceRequirement: requirement,
  DashboardSnapshot: snapshot,
};

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
    constraint: 'Observation_engagement_of_tenant',
    without: 'DROP TRIGGER "Observation_engagement_of_tenant" ON "Observation"',
  })),
];

const withoutRepeat = { without: 'DROP TRIGGER "Observation_repeat" ON "Observation"' };
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
    constraint: 'Observation_repeat_is_not_earlier',
    ...withoutRepeat,
  },
  {
    title: 'a repeat is not dated back before its original',
    breaks: `UPDATE "Observation" SET "raisedOn" = '2025-02-28' WHERE "id" = ${id('a0032')}`,
    code: 'EN002',
    constraint: 'Observation_repeat_is_not_earlier',
    ...withoutRepeat,
  },
  {
    title: 'an original is not moved behind its repeat',
    breaks: `UPDATE "Observation" SET "raisedOn" = '2026-01-11', "dueDate" = NULL WHERE "id" = ${id('a0031')}`,
    code: 'EN002',
    constraint: 'Observation_repeat_is_not_earlier',
    ...withoutRepeat,
  },
  ...[observation({ repeatOfId: id('b0031') }), relink('a0033', 'b0031')].map((breaks) => ({
    title: `an observation does not repeat one of another tenant: ${breaks.slice(0, 6)}`,
    breaks,
    code: 'EN001',
    constraint: 'Observation_repeat_of_tenant',
    ...withoutRepeat,
  })),
  {
    title: 'two observations of one day do not repeat each other',
    breaks: `${relink('a0033', 'a0032')}; ${relink('a0032', 'a0033')}`,
    code: 'EN003',
    constraint: 'Observation_repeat_no_circle',
    ...withoutRepeat,
  },
  {
    title: 'nor do three',
    breaks: `${observation({ id: id('a0039'), raisedOn: `'2026-01-10'`, repeatOfId: id('a0032') })};
      ${relink('a0033', 'a0039')}; ${relink('a0032', 'a0033')}`,
    code: 'EN003',
    constraint: 'Observation_repeat_no_circle',
    ...withoutRepeat,
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
