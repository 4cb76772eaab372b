import type { Act, Rule, Subject, Verdict } from '../../model/rule.ts';
import type { Fact } from '../../model/schema.ts';
import { bareName, withoutSignature } from '../../postgres/identifier.ts';
import { actsOn, factsOf, isOwn, laterOf, placeOf, routineIdentity, textOf } from '../reading/facts.ts';

export const securityDefinerPath: Rule = {
  id: 'security-definer-path',
  group: 'design',
  severity: 'warning',
  summary:
    'A SECURITY DEFINER function has no search_path of its own, or one with pg_temp in front: whoever calls it chooses which tables and functions it finds, with the rights of its owner.',
  descendsFrom: [],
  *judge(subject) {
    for (const kind of ['function', 'procedure'] as const) {
      for (const routine of factsOf(subject, kind)) {
        const source = textOf(routine, 'source');
        const head = source.slice(0, bodyStart(source));
        const path = /^ SET search_path TO (.*)$/m.exec(head)?.[1]?.split(', ');
        if (!/^ .*\bSECURITY DEFINER\b/m.test(head) || (path !== undefined && !hasTemporaryFirst(path)))
          continue;
        if (!isOwn(subject, routineIdentity(routine.name))) continue;
        yield path === undefined
          ? callersPath(subject, kind, routine)
          : temporaryFirst(subject, kind, routine, path);
      }
    }
  },
};

function callersPath(subject: Subject, kind: string, { name }: Fact): Verdict {
  const identity = routineIdentity(name);
  return {
    act: laterOf(placeOf(subject, identity, 'SECURITY DEFINER'), placeOfReset(subject, identity)),
    focus: bareName(withoutSignature(name)),
    message: `${kind} ${name} runs with its owner's rights under its caller's search_path`,
    hint: [
      { code: `ALTER ${kind.toUpperCase()} ${name} SET search_path = '';` },
      'Its body must then name every table with its schema.',
    ],
  };
}

/** https://www.postgresql.org/docs/18/sql-createfunction.html#SQL-CREATEFUNCTION-SECURITY */
function temporaryFirst(subject: Subject, kind: string, { name }: Fact, path: readonly string[]): Verdict {
  const others = path.filter((schema) => !isTemporary(schema));
  return {
    act: placeOf(subject, routineIdentity(name), 'pg_temp'),
    focus: 'pg_temp',
    message: `${kind} ${name} runs with its owner's rights and finds temporary tables of its caller before those that are meant`,
    hint: {
      code: `ALTER ${kind.toUpperCase()} ${name} SET search_path = ${[...others, 'pg_temp'].join(', ')};`,
    },
  };
}

function hasTemporaryFirst(path: readonly string[]): boolean {
  return path.slice(0, -1).some(isTemporary);
}

/** Whether an entry of a search_path, as pg_get_functiondef quotes it, means the session's own schema. */
function isTemporary(schema: string): boolean {
  return schema === "'pg_temp'";
}

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
