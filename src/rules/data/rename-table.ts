import type { Act, Rule } from '../../model/rule.ts';
import { bareName } from '../../postgres/identifier.ts';
import { type Named, namedBy, namedByIdentity, shown } from '../../sql/relations.ts';
import { codeWord } from '../reading/inner-code.ts';
import { lastingRenames } from '../reading/renames.ts';
import { isExisting, isIdle, madeAt } from '../reading/tables.ts';
import { statementsOf } from '../reading/trees.ts';

/** ALTER INDEX renames whatever bears the name. */
const renaming = /^ALTER (FOREIGN TABLE|TABLE|MATERIALIZED VIEW|VIEW|INDEX)\b/;

export const renameTable: Rule = {
  id: 'rename-table',
  group: 'data',
  severity: 'warning',
  summary:
    'A table is renamed or moved to another schema: code that runs under the old name fails from that moment on.',
  descendsFrom: ['squawk:renaming-table', 'strong_migrations:rename_table', 'atlas:BC101'],
  *judge(subject) {
    const told = new Set<string>();
    for (const { act, node } of statementsOf(subject, 'RenameStmt', renaming)) {
      const table = namedBy(node.relation);
      if (
        !/^OBJECT_(TABLE|VIEW|MATVIEW|FOREIGN_TABLE|INDEX)$/.test(node.renameType ?? '') ||
        isIdle(act) ||
        (node.renameType === 'OBJECT_INDEX' ? !renamesRelation(act) : isOtherRelation(act, table)) ||
        !isExisting(act, table)
      )
        continue;
      told.add(keyOf(act, table));
      // The old name may be taken again at once: tables that change places break nobody.
      if (madeAt(act, table) !== undefined) continue;
      const now = shown({ schema: table.schema, name: node.newname ?? '' });
      yield {
        act,
        focus: table.name,
        message: `code that names ${shown(table)} fails once it is called ${now}`,
        hint: [
          'Leave a view under the old name until no code uses it, in the same transaction:',
          { code: `CREATE VIEW ${shown(table)} AS SELECT * FROM ${now};` },
        ],
      };
    }
    for (const { act, node } of statementsOf(subject, 'AlterObjectSchemaStmt', renaming)) {
      const table = namedBy(node.relation);
      if (node.relation === undefined || isIdle(act) || !isExisting(act, table)) continue;
      if (isOtherRelation(act, table)) continue;
      told.add(keyOf(act, table));
      yield {
        act,
        focus: table.name,
        message: `code that looks for ${shown(table)} where it was fails once it is in schema \`${node.newschema}\``,
        hint: 'Leave a view in its old place until no code uses it.',
      };
    }
    // What code composes, its text does not tell.
    for (const { act, was, identity } of lastingRenames(subject, relations, /^(DO|CALL|SELECT)\b/)) {
      const table = namedByIdentity(was);
      if (told.has(keyOf(act, table))) continue;
      yield {
        act,
        focus: table.name,
        message: `code that names ${was} fails once ${codeWord(act)} calls it ${identity}`,
        hint: [
          'Leave a view under the old name until no code uses it, in the same transaction:',
          { code: `CREATE VIEW ${was} AS SELECT * FROM ${identity};` },
        ],
      };
    }
  },
};

const relations: ReadonlySet<string> = new Set(['table', 'view', 'materialized view', 'foreign table']);

/** A relation that a statement renames, be it one inside of a block. */
function keyOf({ at, index }: Act, { name }: Named): string {
  return `${at} ${index} ${name}`;
}

/** Whether an ALTER INDEX was seen to rename something that statements name. */
function renamesRelation({ seen }: Act): boolean {
  return (seen?.events ?? []).some(({ action, type }) => action === 'rename' && relations.has(type));
}

/** Whether what ALTER TABLE was seen to rename is an index or a sequence, whose names it takes as well. */
function isOtherRelation({ seen }: Act, { name }: Named): boolean {
  return (seen?.events ?? []).some(
    ({ type, identity, was }) => /^(index|sequence)$/.test(type) && bareName(was ?? identity) === name,
  );
}
