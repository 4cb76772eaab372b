import { objectId } from '../../model/object-id.ts';
import { once } from '../../model/once.ts';
import type { Rule, Subject } from '../../model/rule.ts';
import type { Fact } from '../../model/schema.ts';
import { bareName, identifiersIn, qualifiedPattern, withoutSignature } from '../../postgres/identifier.ts';
import { isSame, namedByIdentity } from '../../sql/relations.ts';
import {
  actsOn,
  factOf,
  factsOf,
  isAssumed,
  isOwn,
  placeOf,
  routineIdentity,
  textOf,
} from '../reading/facts.ts';
import { grantChanges, granteesOf, isAbout, isOfApi, namesPublic, rolesNamed } from '../reading/rights.ts';

export const definerOpenToAll: Rule = {
  id: 'definer-open-to-all',
  group: 'design',
  severity: 'info',
  summary:
    "A SECURITY DEFINER function of `public` reads or changes tables with its owner's rights, does not ask who calls it, and may be called by PUBLIC or `anon`, though no GRANT says so: every role may call a new function.",
  descendsFrom: [],
  *judge(subject) {
    for (const kind of ['function', 'procedure'] as const) {
      for (const routine of factsOf(subject, kind)) {
        const { name } = routine;
        const identity = routineIdentity(name);
        if (routine.schema !== 'public' || !isOwn(subject, identity) || isAssumed(subject, identity))
          continue;
        if (!isOpenDefiner(subject, routine)) continue;
        const callers = callersOf(subject, routine);
        if (callers.length === 0) continue;
        const roles = callers.join(', ');
        yield {
          act:
            actsOn(subject, identity).findLast(({ head }) => head.startsWith('CREATE')) ??
            placeOf(subject, identity),
          focus: bareName(withoutSignature(name)),
          message: `${roles} may call ${kind} ${name}, which works on tables with its owner's rights and does not ask who calls it`,
          hint: [
            { code: `REVOKE EXECUTE ON ${kind.toUpperCase()} ${name} FROM ${roles};` },
            'and grant EXECUTE to the roles that need it.',
          ],
        };
      }
    }
  },
};

/** Whether a routine works on tables as its owner, and for whoever calls it. */
function isOpenDefiner(subject: Subject, routine: Fact): boolean {
  const source = textOf(routine, 'source');
  return (
    /^ .*\bSECURITY DEFINER\b/m.test(source) &&
    !/trigger$/.test(textOf(routine, 'result')) &&
    worksOnTables(subject, source) &&
    !asksWhoCalls(subject, source) &&
    // Policies and the like call it as whoever reads the table.
    !isUsed(subject, routine)
  );
}

const relation = new RegExp(
  String.raw`\b(?:FROM|JOIN|INTO|UPDATE|TRUNCATE|TABLE)\s+(?:ONLY\s+)?(${qualifiedPattern})`,
  'gi',
);

/** Whether the text of a routine reads or changes a table of the history or its platform. */
function worksOnTables(subject: Subject, source: string): boolean {
  const names = [...source.matchAll(relation)].map(([, name = '']) => namedByIdentity(name));
  return names.some(
    (name) =>
      /^(auth|storage|vault)$/.test(name.schema ?? '') ||
      tableNames(subject).some((table) => isSame(table, name)),
  );
}

const tableNames = once((subject: Subject) =>
  [...(subject.schema?.facts.values() ?? [])]
    .filter(({ kind }) => kind === 'table' || kind === 'view')
    .map(({ name }) => namedByIdentity(name)),
);

const asking =
  /\bauth\.\w+\s*\(|\bcurrent_setting\s*\(|\bsession_user\b|\bhas_\w+_privilege\s*\(|\bpg_has_role\s*\(/i;

/** Whether the text of a routine asks who calls it, by itself or by a function of the history that does. */
function asksWhoCalls(subject: Subject, source: string): boolean {
  if (asking.test(source)) return true;
  const names = identifiersIn(source.slice(source.indexOf('\n')));
  return askingNames(subject).some((name) => names.has(name));
}

const askingNames = once((subject: Subject) =>
  factsOf(subject, 'function')
    .filter((fact) => asking.test(textOf(fact, 'source')))
    .map(({ name }) => bareName(withoutSignature(name))),
);

/** Whether a policy, a view or anything else of the schema calls a routine. */
function isUsed(subject: Subject, { id }: Fact): boolean {
  return users(subject).has(id);
}

const users = once(
  (subject: Subject): ReadonlySet<string> =>
    new Set(
      [...(subject.schema?.facts.values() ?? [])].flatMap(({ kind, dependsOn }) =>
        kind === 'acl' || kind === 'comment' ? [] : dependsOn,
      ),
    ),
);

/** Those among PUBLIC and `anon` who may call a routine without a GRANT that says so. */
function callersOf(subject: Subject, routine: Fact): readonly string[] {
  const isMeant = grantChanges(subject).some(
    ({ node }) =>
      node.is_grant === true &&
      isAbout(node, routine.name) &&
      (namesPublic(node.grantees) || includesAnybody(rolesNamed(node.grantees))),
  );
  if (isMeant) return [];
  const acl = factOf(subject, objectId('acl', routine.id));
  const revoked = (acl?.definition.revoked as readonly string[] | undefined) ?? [];
  const isOpen = !revoked.some((entry) => entry.startsWith('PUBLIC '));
  const granted = granteesOf(subject, routine, ['EXECUTE']).filter((role) => includesAnybody([role]));
  return [...new Set([...(isOpen ? ['PUBLIC'] : []), ...granted])];
}

/** Whether one of the roles is that of who asks an API without an account. */
function includesAnybody(roles: readonly string[]): boolean {
  return roles.some((role) => isOfApi(role) && role.endsWith('anon'));
}
