import type { Rule } from '../../model/rule.ts';
import { quoteIdentifier } from '../../postgres/identifier.ts';
import { byKind, stringsOf } from '../../sql/nodes.ts';
import { namedByList, shown } from '../../sql/relations.ts';
import { isTypeMadeHere } from '../reading/tables.ts';
import { statementsOf } from '../reading/trees.ts';
import { oneLine } from '../reading/wording.ts';

/** ALTER DOMAIN ... SET NOT NULL, as the parser says it. */
const notNullSet = 'O';

export const domainConstraint: Rule = {
  id: 'domain-constraint',
  group: 'data',
  severity: 'info',
  summary:
    'A domain gets a constraint: adding it reads every column of that type in every table, and changing it later does so again.',
  descendsFrom: ['squawk:ban-alter-domain-with-add-constraint', 'squawk:ban-create-domain-with-constraint'],
  *judge(subject) {
    for (const { act, node } of statementsOf(subject, 'AlterDomainStmt', /^ALTER DOMAIN\b/)) {
      const named = namedByList(stringsOf(node.typeName));
      if (isTypeMadeHere(subject, act, named)) continue;
      const domain = shown(named);
      if (node.subtype === notNullSet) {
        yield {
          act,
          severity: 'warning',
          focus: 'NULL',
          message: `making domain ${domain} NOT NULL reads every row of every table that uses it while writers wait`,
          hint: {
            code: `ALTER DOMAIN ${domain} ADD CONSTRAINT … CHECK (VALUE IS NOT NULL) NOT VALID;\nALTER DOMAIN ${domain} VALIDATE CONSTRAINT …;`,
          },
        };
        continue;
      }
      const constraint = byKind(node.def).Constraint;
      if (constraint === undefined || constraint.skip_validation === true) continue;
      yield {
        act,
        severity: 'warning',
        focus: constraint.conname ?? 'CONSTRAINT',
        message: `adding a constraint to domain ${domain} reads every row of every table that uses it while writers wait`,
        hint:
          constraint.conname === undefined || constraint.contype === 'CONSTR_NOTNULL'
            ? {
                code: `ALTER DOMAIN ${domain} ADD CONSTRAINT … CHECK (…) NOT VALID;\nALTER DOMAIN ${domain} VALIDATE CONSTRAINT …;`,
              }
            : {
                code: `${oneLine(act.text)} NOT VALID;\nALTER DOMAIN ${domain} VALIDATE CONSTRAINT ${quoteIdentifier(constraint.conname)};`,
              },
      };
    }
    for (const { act, node } of statementsOf(subject, 'CreateDomainStmt', /^CREATE DOMAIN\b/)) {
      const constraints = (node.constraints ?? []).map((item) => byKind(item).Constraint);
      if (!constraints.some((constraint) => /CHECK|NOTNULL/.test(constraint?.contype ?? ''))) continue;
      const domain = shown(namedByList(stringsOf(node.domainname)));
      yield {
        act,
        focus: namedByList(stringsOf(node.domainname)).name,
        message: `the constraint of domain ${domain} can later be changed only for all its columns at once`,
        hint: 'Where it may change, put a CHECK on each table instead.',
      };
    }
  },
};
