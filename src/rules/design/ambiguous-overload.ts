import { type Act, compareActs, type Rule, type Subject } from '../../model/rule.ts';
import type { Fact } from '../../model/schema.ts';
import { bareName, signatureOf, withoutSignature } from '../../postgres/identifier.ts';
import { parenthesised, splitList } from '../../postgres/lists.ts';
import { factsOf, placeOf, routineIdentity, textOf } from '../reading/facts.ts';

/** https://www.postgresql.org/docs/18/sql-createfunction.html#SQL-CREATEFUNCTION-NOTES */
export const ambiguousOverload: Rule = {
  id: 'ambiguous-overload',
  group: 'design',
  severity: 'warning',
  summary:
    'Two functions of one name take the same arguments, one of them since it has defaults for the rest: calls with these fail as ambiguous. CREATE OR REPLACE with one more argument replaces nothing, and makes the second.',
  descendsFrom: [],
  *judge(subject) {
    const routines = readRoutines(subject);
    for (const [i, later] of routines.entries()) {
      const earlier = routines.slice(0, i).find((one) => sharedArguments(one, later) !== undefined);
      if (earlier === undefined) continue;
      const name = withoutSignature(later.fact.name);
      yield {
        act: later.act,
        focus: bareName(name),
        message: `a call of ${name}(${sharedArguments(earlier, later)?.join(', ')}) fails: it may mean ${earlier.fact.name} as well as ${later.fact.name}`,
        hint: [
          'Where the new one is to take the place of the old one, drop that in the same migration:',
          { code: `DROP ${earlier.fact.kind.toUpperCase()} ${earlier.fact.name};` },
        ],
      };
    }
  },
};

interface Routine {
  readonly fact: Fact;
  readonly act: Act;
  /** Types of its arguments. */
  readonly types: readonly string[];
  /** How many of them have no default. */
  readonly required: number;
}

/** The functions and procedures that the history makes, as they were made; those with VARIADIC are left out. */
function readRoutines(subject: Subject): readonly Routine[] {
  return [...factsOf(subject, 'function'), ...factsOf(subject, 'procedure')]
    .flatMap((fact): readonly Routine[] => {
      const act = placeOf(subject, routineIdentity(fact.name));
      if (act === undefined || /\bVARIADIC\b/.test(textOf(fact, 'arguments'))) return [];
      const types = splitList(parenthesised(signatureOf(fact.name), 0).inside);
      return [{ fact, act, types, required: types.length - Number(fact.definition.defaults ?? 0) }];
    })
    .sort((a, b) => compareActs(a.act, b.act));
}

/** The arguments of a call that both take; undefined where there is none. */
function sharedArguments(a: Routine, b: Routine): readonly string[] | undefined {
  if (withoutSignature(a.fact.name) !== withoutSignature(b.fact.name)) return undefined;
  const given = Math.max(a.required, b.required);
  if (given > Math.min(a.types.length, b.types.length)) return undefined;
  const shared = a.types.slice(0, given);
  return shared.every((type, i) => type === b.types[i]) ? shared : undefined;
}
