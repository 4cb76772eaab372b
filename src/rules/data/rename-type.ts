import type { Rule, Subject, Verdict } from '../../model/rule.ts';
import { bareName } from '../../postgres/identifier.ts';
import { namedBy, shown } from '../../sql/relations.ts';
import { lastingRenames } from '../reading/renames.ts';
import { isTypeMadeHere } from '../reading/tables.ts';
import { statementsOf } from '../reading/trees.ts';

export const renameType: Rule = {
  id: 'rename-type',
  group: 'data',
  severity: 'info',
  summary:
    'A type, a domain or an attribute of a type is renamed: code and bodies of functions that name the old one fail.',
  descendsFrom: [],
  *judge(subject) {
    for (const { act, was, identity } of lastingRenames(subject, types, heads)) {
      yield {
        act,
        focus: bareName(was),
        message: `code that names type ${was}, as in a cast, fails once it is called ${identity}`,
        hint,
      };
    }
    yield* attributes(subject);
  },
};

const types: ReadonlySet<string> = new Set(['type', 'domain']);
const heads = /^(ALTER (TYPE|DOMAIN)|DO|CALL|SELECT)\b/;
const hint =
  'Columns follow by themselves. Look for the old name in code and in the bodies of functions first.';

/** Attributes of composite types that earlier migrations made. No event tells of them. */
function* attributes(subject: Subject): Iterable<Verdict> {
  for (const { act, node } of statementsOf(subject, 'RenameStmt', /^ALTER TYPE\b/)) {
    if (node.renameType !== 'OBJECT_ATTRIBUTE') continue;
    const type = namedBy(node.relation);
    if (isTypeMadeHere(subject, act, type)) continue;
    yield {
      act,
      focus: node.subname,
      message: `code that names \`${node.subname}\` of type ${shown(type)} fails once it is called \`${node.newname}\``,
      hint,
    };
  }
}
