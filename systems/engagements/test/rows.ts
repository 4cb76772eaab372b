import { insert, type Values } from '../../shared/rules.ts';

export const acme = '00000000-0000-4000-8000-00000000a000';
export const borealis = '00000000-0000-4000-8000-00000000b000';

/** An id of the fixture, as SQL: `a0031` is Acme's, `b0031` is Borealis's. */
export const id = (end: string) => `'00000000-0000-4000-8000-${end.padStart(12, '0')}'`;
export const nobody = 'gen_random_uuid()';

export const tenantId = 'app_tenant_id()';
export const user = (values: Values) =>
  insert('User', { tenantId, email: `'x@acme.example'`, name: `'Xan'`, role: `'AUDITOR'`, ...values });
export const engagement = (values: Values) =>
  insert('AuditEngagement', {
    tenantId,
    title: `'Fees 2026'`,
    leadId: id('a0001'),
    periodStart: `'2026-01-01'`,
    periodEnd: `'2026-02-01'`,
    ...values,
  });
export const member = (values: Values) =>
  insert('EngagementMember', { tenantId, engagementId: id('a0010'), userId: id('a0004'), ...values });
export const observation = (values: Values) =>
  insert('Observation', {
    tenantId,
    title: `'Late'`,
    severity: `'LOW'`,
    raisedOn: `'2026-01-20'`,
    ...values,
  });
export const requirement = (values: Values) =>
  insert('ComplianceRequirement', { tenantId, code: `'X-1'`, title: `'Something'`, ...values });
export const snapshot = (values: Values) =>
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
