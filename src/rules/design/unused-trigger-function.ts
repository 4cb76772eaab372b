import type { Rule } from '../../model/rule.ts';
import { bareName, withoutSignature } from '../../postgres/identifier.ts';
import { factsOf, isOwn, placeOf, routineIdentity, textOf } from '../reading/facts.ts';

export const unusedTriggerFunction: Rule = {
  id: 'unused-trigger-function',
  group: 'design',
  severity: 'info',
  summary: 'A trigger function has no trigger: what it was written for does not happen.',
  descendsFrom: [],
  *judge(subject) {
    const used = new Set(factsOf(subject, 'trigger').flatMap(({ dependsOn }) => dependsOn));
    for (const routine of factsOf(subject, 'function')) {
      if (textOf(routine, 'result') !== 'trigger' || used.has(routine.id)) continue;
      const name = withoutSignature(routine.name);
      const identity = routineIdentity(routine.name);
      if (!isOwn(subject, identity)) continue;
      yield {
        act: placeOf(subject, identity, bareName(name)),
        focus: bareName(name),
        message: `no trigger calls ${routine.name}`,
        hint: 'Create the trigger that it was written for, or drop the function.',
      };
    }
  },
};
