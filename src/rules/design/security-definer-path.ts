import type { Act, Rule, Subject } from '../../model/rule.ts';
import { bareName, withoutSignature } from '../../postgres/identifier.ts';
import { actsOn, factsOf, isOwn, laterOf, placeOf, routineIdentity, textOf } from '../reading/facts.ts';

export const securityDefinerPath: Rule = {
  id: 'security-definer-path',
  group: 'design',
  severity: 'warning',
  summary:
    'A SECURITY DEFINER function has no search_path of its own: whoever calls it chooses which tables and functions it finds, with the rights of its owner.',
  descendsFrom: [],
  *judge(subject) {
    for (const kind of ['function', 'procedure'] as const) {
      for (const routine of factsOf(subject, kind)) {
        const source = textOf(routine, 'source');
        const head = source.slice(0, bodyStart(source));
        if (!/^ .*\bSECURITY DEFINER\b/m.test(head) || /^ SET search_path\b/m.test(head)) continue;
        const identity = routineIdentity(routine.name);
        if (!isOwn(subject, identity)) continue;
        yield {
          act: laterOf(placeOf(subject, identity, 'SECURITY DEFINER'), placeOfReset(subject, identity)),
          focus: bareName(withoutSignature(routine.name)),
          message: `${kind} ${routine.name} runs with its owner's rights under its caller's search_path`,
          hint: [
            { code: `ALTER ${kind.toUpperCase()} ${routine.name} SET search_path = '';` },
            'Its body must then name every table with its schema.',
          ],
        };
      }
    }
  },
};

const resetting = /\bRESET\s+(?:ALL|"?search_path"?)\s*$/i;

/** The last statement that took the function its settings away; undefined where none did. */
function placeOfReset(subject: Subject, identity: string): Act | undefined {
  return actsOn(subject, identity).findLast(
    ({ head, text }) => head.startsWith('ALTER') && resetting.test(text),
  );
}

/** Where the options of a function end and its body begins. */
function bodyStart(source: string): number {
  const found = /^(AS \$|BEGIN ATOMIC|RETURN )/m.exec(source);
  return found?.index ?? source.length;
}
