import { objectId } from '../../model/object-id.ts';
import type { Plan, Step } from '../../model/plan.ts';
import type { Schema } from '../../model/schema.ts';
import { parseGrant } from '../../postgres/grant.ts';
import { identifierPattern, quoteIdentifier } from '../../postgres/identifier.ts';

/**
 * A new owner must be allowed to create in the schema, at that moment. Where the goal does not allow it, the right is given for
 * as long as the statement takes. https://www.postgresql.org/docs/18/sql-alterfunction.html
 */
export function withOwnerGrants(plan: Plan, goal: Schema): Plan {
  return { ...plan, steps: plan.steps.flatMap((step) => aroundOwner(step, goal)) };
}

const ownerChange = new RegExp(`^ALTER [^;']* OWNER TO (${identifierPattern})$`);

function aroundOwner(step: Step, goal: Schema): readonly Step[] {
  const [, role] = ownerChange.exec(step.sql) ?? [];
  const schema = goal.facts.get(step.object)?.schema;
  if (role === undefined || schema === undefined || /^(CURRENT|SESSION)_/.test(role)) return [step];
  const name = quoteIdentifier(schema);
  if (mayCreate(role, name, goal)) return [step];
  const own = (sql: string): Step => ({ ...step, sql, hazards: [], verb: 'alter' });
  return [
    own(`GRANT CREATE ON SCHEMA ${name} TO ${role}`),
    step,
    own(`REVOKE CREATE ON SCHEMA ${name} FROM ${role}`),
  ];
}

function mayCreate(role: string, schema: string, { facts }: Schema): boolean {
  if (facts.get(objectId('schema', schema))?.definition.owner === role) return true;
  const granted = facts.get(objectId('acl', `schema:${schema}`))?.definition.granted;
  return (
    Array.isArray(granted) &&
    (granted as readonly string[])
      .map(parseGrant)
      .some(({ grantee, privilege }) => grantee === role && privilege === 'CREATE')
  );
}
