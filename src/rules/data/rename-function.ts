import type { Rule } from '../../model/rule.ts';
import { bareName } from '../../postgres/identifier.ts';
import { factsOf, routineIdentity, textOf } from '../reading/facts.ts';
import { lastingRenames } from '../reading/renames.ts';

export const renameFunction: Rule = {
  id: 'rename-function',
  group: 'data',
  severity: 'info',
  summary:
    'A function or procedure is renamed or moved: code and bodies of functions that call it under the old name fail.',
  descendsFrom: [],
  *judge(subject) {
    // Triggers follow by themselves, and nothing else calls their functions.
    const ofTriggers = new Set(
      factsOf(subject, 'function')
        .filter((fact) => /^(event_)?trigger$/.test(textOf(fact, 'result')))
        .map(({ name }) => routineIdentity(name)),
    );
    for (const { act, was, identity } of lastingRenames(subject, types, heads)) {
      if (ofTriggers.has(identity)) continue;
      yield {
        act,
        focus: bareName(was.slice(0, was.indexOf('('))),
        message: `code that calls ${was} fails once it is ${identity}`,
        hint: 'Leave a function under the old name that calls the new one, until no code uses it.',
      };
    }
  },
};

const types: ReadonlySet<string> = new Set(['function', 'procedure', 'aggregate']);
const heads = /^(ALTER (FUNCTION|PROCEDURE|ROUTINE|AGGREGATE)|DO|CALL|SELECT)\b/;
