import type { Act, Rule, Subject, Verdict } from '../../model/rule.ts';
import type { ObjectEvent } from '../../model/trace.ts';
import { splitIdentifier } from '../../postgres/identifier.ts';
import { byKind } from '../../sql/nodes.ts';
import { isSame, type Named, namedBy, namedByList, shown } from '../../sql/relations.ts';
import { isGenerated } from '../reading/column-types.ts';
import { codeWord, eventsInside } from '../reading/inner-code.ts';
import { isExisting, isObjectMadeHere, isTypeMadeHere } from '../reading/tables.ts';
import { alterations, foreignAlterations, statementsOf } from '../reading/trees.ts';

export const dropColumn: Rule = {
  id: 'drop-column',
  group: 'data',
  severity: 'warning',
  summary: 'A column is dropped: its data goes, and code that still names it fails.',
  descendsFrom: ['squawk:ban-drop-column', 'strong_migrations:remove_column', 'atlas:DS103'],
  *judge(subject) {
    for (const { act, table, command } of alterations(subject)) {
      if (command.subtype !== 'AT_DropColumn' || !isExisting(act, table)) continue;
      const [dropped, ...along] = droppedBy(act, table, command.name ?? '');
      // Nobody uses a column that the migration itself has added.
      if (dropped !== undefined && isObjectMadeHere(subject, act, dropped.key)) continue;
      const gone = along
        .filter(({ identity }) => !identity.includes(`_${command.name}_not_null`))
        .map(({ type, identity }) => `${type} ${identity}`);
      const at = shown(table);
      const isComputed = isGenerated(subject, act, table, command.name ?? '');
      yield {
        act,
        focus: command.name,
        message: isComputed
          ? `code that still names \`${command.name}\` of ${at} fails once it is dropped`
          : `dropping \`${command.name}\` of ${at} loses what is in it, and code that still names it fails`,
        notes: [
          ...(isComputed ? ['It is generated: what it holds can be computed again.'] : []),
          ...(gone.length === 0 ? [] : [`With it go: ${gone.slice(0, 8).join(', ')}.`]),
        ],
        hint: 'Deploy code that no longer names it first, and drop it in a later migration. ORMs name every column that they know, also in SELECT.',
      };
    }
    for (const { act, table, command } of foreignAlterations(subject)) {
      if (command.subtype !== 'AT_DropColumn' || !isExisting(act, table)) continue;
      yield {
        act,
        focus: command.name,
        message: `code that still names \`${command.name}\` of the foreign table ${shown(table)} fails once it is dropped`,
        hint: 'Deploy code that no longer names it first. What is stored on the other server stays.',
      };
    }
    yield* attributes(subject);
    for (const { act, event } of eventsInside(subject, 'drop', 'table column')) {
      const parts = splitIdentifier(event.identity);
      const table = namedByList(parts.slice(0, -1));
      if (!isExisting(act, table) || isObjectMadeHere(subject, act, event.key)) continue;
      yield {
        act,
        focus: parts.at(-1),
        message: `${codeWord(act)} drops \`${parts.at(-1)}\` of ${shown(table)}: what is in it is lost, and code that still names it fails`,
      };
    }
  },
};

/** A column that was seen to go, and what the server dropped along with it: it tells of the column first. */
function droppedBy({ seen }: Act, table: Named, column: string): readonly ObjectEvent[] {
  const drops = (seen?.events ?? []).filter(({ action }) => action === 'drop');
  const first = drops.findIndex(({ type, identity, implied }) => {
    const parts = splitIdentifier(identity);
    const isIt = parts.at(-1) === column && isSame(namedByList(parts.slice(0, -1)), table);
    return type === 'table column' && implied !== true && isIt;
  });
  if (first === -1) return [];
  const end = drops.findIndex(({ implied }, i) => i > first && implied !== true);
  return drops.slice(first, end === -1 ? drops.length : end);
}

/** Attributes of composite types that earlier migrations made: columns of such a type lose what they hold in them. */
function* attributes(subject: Subject): Iterable<Verdict> {
  for (const { act, node } of statementsOf(subject, 'AlterTableStmt', /^ALTER TYPE\b/)) {
    const type = namedBy(node.relation);
    if (node.objtype !== 'OBJECT_TYPE' || isTypeMadeHere(subject, act, type)) continue;
    for (const item of node.cmds ?? []) {
      const { subtype, name = '' } = byKind(item).AlterTableCmd ?? {};
      if (subtype !== 'AT_DropColumn' || isSkipped(act, name)) continue;
      yield {
        act,
        focus: name,
        message: `dropping \`${name}\` of type ${shown(type)} loses what every column of that type holds in it, and code that still names it fails`,
        hint: 'Deploy code that no longer names it first, and keep what may be asked for again in a column of its own.',
      };
    }
  }
}

/** Whether IF EXISTS found no such attribute. */
function isSkipped({ ran, seen }: Act, name: string): boolean {
  return (
    ran &&
    (seen?.notices ?? []).some(
      ({ message }) => message.startsWith(`column "${name}"`) && message.endsWith(', skipping'),
    )
  );
}
