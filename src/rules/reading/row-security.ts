import { once } from '../../model/once.ts';
import type { Act, Subject } from '../../model/rule.ts';
import type { Fact } from '../../model/schema.ts';
import { bareName, lastPart } from '../../postgres/identifier.ts';
import { childrenOf, factOf, factsOf, placeOf, textOf } from './facts.ts';

/** What a policy may be about. */
export const policyCommands = ['SELECT', 'INSERT', 'UPDATE', 'DELETE'] as const;
export type PolicyCommand = (typeof policyCommands)[number];

/** A row security policy of a table. */
export interface Policy {
  /** Unquoted. */
  readonly name: string;
  readonly commands: readonly PolicyCommand[];
  /** It is written FOR ALL, or for nothing in particular. */
  readonly isForAll: boolean;
  readonly isRestrictive: boolean;
  /** As SQL writes them; `PUBLIC` is every role. */
  readonly roles: readonly string[];
  /** As PostgreSQL writes it; empty where there is none. */
  readonly using: string;
  readonly check: string;
  /** Undefined where a platform made it. */
  readonly act: Act | undefined;
}

const policiesIn = once((subject: Subject) =>
  once((table: Fact): readonly Policy[] =>
    childrenOf(subject, table.id, 'policy').map((fact) => readPolicy(subject, table, fact)),
  ),
);

/** The policies of a table, by name. */
export function policiesOf(subject: Subject, table: Fact): readonly Policy[] {
  return policiesIn(subject)(table);
}

function readPolicy(subject: Subject, table: Fact, fact: Fact): Policy {
  const command = policyCommands.find((one) => one === fact.definition.command);
  return {
    name: bareName(fact.name),
    commands: command === undefined ? policyCommands : [command],
    isForAll: command === undefined,
    isRestrictive: fact.definition.restrictive === true,
    roles: (fact.definition.roles as readonly string[] | undefined) ?? ['PUBLIC'],
    using: textOf(fact, 'using'),
    check: textOf(fact, 'check'),
    act:
      placeOf(subject, `${lastPart(fact.name)} on ${table.name}`, bareName(fact.name)) ??
      placeOf(subject, table.name),
  };
}

/** The tables that have policies, also those of a platform: a history may add its own to them. Sorted by name. */
export const tablesWithPolicies = once((subject: Subject): readonly Fact[] => {
  const parents = new Set(factsOf(subject, 'policy').flatMap(({ parent }) => parent ?? []));
  return [...parents].flatMap((parent) => factOf(subject, parent) ?? []);
});

/** Whether a policy is evaluated for a role. */
export function isFor({ roles }: Policy, role: string): boolean {
  return roles.includes('PUBLIC') || roles.includes(role);
}

/** Whether the policies of a table let a role read every row. */
export function isReadableBy(subject: Subject, table: Fact, role: string): boolean {
  const policies = policiesOf(subject, table).filter(
    (one) => one.commands.includes('SELECT') && (isFor(one, role) || one.isRestrictive),
  );
  return (
    policies.some(({ isRestrictive, using }) => !isRestrictive && using === 'true') &&
    !policies.some(({ isRestrictive }) => isRestrictive)
  );
}
