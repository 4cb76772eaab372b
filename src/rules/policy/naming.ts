import type { Act, Rule, Subject } from '../../model/rule.ts';
import type { Fact } from '../../model/schema.ts';
import { bareName } from '../../postgres/identifier.ts';
import { actsOn, childrenOf, factsOf, isOwn, ownTables, placeOf, tableOf } from '../reading/facts.ts';
import { placeOfColumn, placeOfConstraint } from '../reading/places.ts';

export const naming: Rule = {
  id: 'naming',
  group: 'policy',
  severity: 'warning',
  summary: 'A name does not match the pattern of the policy `naming`.',
  descendsFrom: [],
  *judge(subject) {
    const { tables, columns, indexes, constraints, enums } = subject.policies.naming ?? {};
    const own = ownTables(subject);
    const of = (kind: 'column' | 'index' | 'constraint'): readonly Fact[] =>
      own.flatMap((table) => childrenOf(subject, table.id, kind));
    const asked: readonly (readonly [string, string | undefined, () => readonly Fact[]])[] = [
      ['table', tables, () => own],
      ['column', columns, () => of('column')],
      ['index', indexes, () => of('index')],
      ['constraint', constraints, () => of('constraint')],
      ['enum', enums, () => factsOf(subject, 'enum').filter(({ name }) => isOwn(subject, name))],
    ];
    for (const [what, pattern, facts] of asked) {
      if (pattern === undefined) continue;
      const wanted = new RegExp(pattern, 'u');
      for (const fact of facts()) {
        const name = bareName(fact.name);
        if (wanted.test(name)) continue;
        const owner = fact.parent === undefined ? '' : ` of ${tableOf(fact)}`;
        yield {
          act: placeOfName(subject, fact, name),
          focus: name,
          message: `the name of ${what} \`${name}\`${owner} does not match ${pattern}`,
        };
      }
    }
  },
};

/** Where an object got its name. */
function placeOfName(subject: Subject, fact: Fact, name: string): Act | undefined {
  if (fact.kind === 'column') return placeOfColumn(subject, fact);
  if (fact.kind === 'constraint') return placeOfConstraint(subject, fact);
  return actsOn(subject, fact.name).find(({ text }) => text.includes(name)) ?? placeOf(subject, fact.name);
}
