import type { Rule, Subject } from '../../model/rule.ts';
import type { Fact } from '../../model/schema.ts';
import { laterOf, ownTables } from '../reading/facts.ts';
import { isTrusted } from '../reading/rights.ts';
import {
  isFor,
  type Policy,
  type PolicyCommand,
  policiesOf,
  policyCommands,
} from '../reading/row-security.ts';

export const permissivePolicies: Rule = {
  id: 'permissive-policies',
  group: 'design',
  severity: 'info',
  summary:
    'Several permissive policies hold for the same role and command: each is evaluated for every row, and one that lets it pass is enough.',
  descendsFrom: [],
  *judge(subject) {
    for (const table of ownTables(subject)) {
      const [first, ...more] = overlaps(subject, table);
      if (first === undefined) continue;
      yield {
        act: first.policies.map(({ act }) => act).reduce(laterOf),
        focus: first.policies.map(({ name }) => name),
        message: `${namesOf(first)} of ${table.name} are ${first.policies.length === 2 ? 'both' : 'all'} permissive for ${placesOf(first)}: a row passes where one of them lets it`,
        notes: more.map((one) => `So are ${namesOf(one)} for ${placesOf(one)}.`),
        hint: 'Join them into one policy with OR, or make those AS RESTRICTIVE that must hold beside the others.',
      };
    }
  },
};

/** Policies that are all evaluated for a role, with the commands for which they are. */
interface Overlap {
  readonly policies: readonly Policy[];
  readonly role: string;
  readonly commands: string[];
}

function overlaps(subject: Subject, table: Fact): readonly Overlap[] {
  const policies = policiesOf(subject, table).filter(
    ({ isRestrictive, roles }) => !isRestrictive && !roles.every(isTrusted),
  );
  const found = new Map<string, Overlap>();
  // Every role first: what is said of it need not be said of each.
  const roles = [...new Set(['PUBLIC', ...policies.flatMap((policy) => policy.roles)])];
  for (const role of roles) {
    for (const command of policyCommands) {
      const together = policies.filter((one) => one.commands.includes(command) && isFor(one, role));
      // What lets every row pass says plainly what is meant, and spares the others from being evaluated.
      if (together.length < 2 || together.some((one) => isOpenFor(one, command))) continue;
      const key = together.map(({ name }) => name).join('\n');
      const known = found.get(key);
      if (known === undefined) found.set(key, { policies: together, role, commands: [command] });
      else if (known.role === role) known.commands.push(command);
    }
  }
  return [...found.values()];
}

function isOpenFor({ using, check }: Policy, command: PolicyCommand): boolean {
  return (command === 'INSERT' && check !== '' ? check : using) === 'true';
}

function namesOf({ policies }: Overlap): string {
  return policies.map(({ name }) => `\`${name}\``).join(' and ');
}

function placesOf({ role, commands }: Overlap): string {
  return `${commands.join(', ')}${role === 'PUBLIC' ? '' : ` by ${role}`}`;
}
