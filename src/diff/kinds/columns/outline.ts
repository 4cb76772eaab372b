import { objectId } from '../../../model/object-id.ts';
import type { Fact, Schema } from '../../../model/schema.ts';
import { freeName, generatedName } from '../../../postgres/generated-name.ts';
import { bareName, quoteIdentifier, quoteLiteral, splitLast } from '../../../postgres/identifier.ts';
import { readKey } from '../../../postgres/key.ts';
import { conversionOf } from '../../../postgres/types/type-change.ts';

/**
 * How to change a column's type without blocking the table while it is rewritten: a second column, kept in sync by a trigger,
 * filled in batches and swapped in at the end. An outline for people, over several deploys; the plan's own step does it at once.
 */
export function expandAndContract(before: Fact, after: Fact, schema: Schema): readonly string[] {
  const [table, column] = splitLast(after.name);
  const bare = bareName(column);
  const next = freeName(bare, 'next', (name) => schema.facts.has(objectId('column', `${table}.${name}`)));
  const keeper = quoteIdentifier(generatedName([bareName(table), bare], 'next'));
  const [was, is] = [String(before.definition.type), String(after.definition.type)];
  const key = keyOf(table, schema);
  const convert = (value: string) => {
    const using = conversionOf(was, is, value).replace(/^ USING /, '');
    return using === '' ? value : using;
  };
  const users = usersOf(after, schema);
  return [
    `To change ${after.name} while ${table} stays in use, over several deploys instead of the next statement:`,
    `1. ALTER TABLE ${table} ADD COLUMN ${next} ${is};`,
    `2. CREATE FUNCTION ${keeper}() RETURNS trigger LANGUAGE plpgsql AS ${quoteLiteral(
      `BEGIN NEW.${next} := ${convert(`NEW.${column}`)}; RETURN NEW; END`,
    )};`,
    `   CREATE TRIGGER ${keeper} BEFORE INSERT OR UPDATE ON ${table} FOR EACH ROW EXECUTE FUNCTION ${keeper}();`,
    `3. In batches, each its own transaction: UPDATE ${table} SET ${column} = ${column} WHERE ${key} BETWEEN $1 AND $2;`,
    ...(users.length === 0
      ? []
      : [
          `4. On ${next}, what ${column} has: ${users.join(', ')} (indexes CONCURRENTLY, constraints NOT VALID first).`,
        ]),
    `${users.length === 0 ? 4 : 5}. In one transaction: DROP TRIGGER ${keeper} ON ${table}; DROP FUNCTION ${keeper}();`,
    `   ALTER TABLE ${table} DROP COLUMN ${column}; ALTER TABLE ${table} RENAME COLUMN ${next} TO ${column};`,
  ];
}

/** The first column of the primary key, by which rows are taken in batches; `ctid` where there is none. */
function keyOf(table: string, { facts }: Schema): string {
  for (const { kind, parent, definition } of facts.values()) {
    if (kind !== 'constraint' || parent !== `table:${table}` || definition.type !== 'primary') continue;
    const column = readKey(String(definition.definition))?.columns[0];
    if (column !== undefined) return column;
  }
  return 'ctid';
}

/** Names of what uses the column and would be dropped with it: its default, NOT NULL, indexes, constraints. */
function usersOf(column: Fact, { facts }: Schema): readonly string[] {
  const users = column.definition.notNull ? ['NOT NULL'] : [];
  for (const fact of facts.values()) {
    if (fact.kind === 'default' && fact.parent === column.id) users.push('its default');
    const stands = fact.dependsOn.includes(column.id) || fact.goesWith.includes(column.id);
    if (stands && ['index', 'constraint', 'view', 'policy', 'trigger', 'statistics'].includes(fact.kind))
      users.push(
        fact.kind === 'constraint' || fact.kind === 'policy' ? String(splitLast(fact.name)[1]) : fact.name,
      );
  }
  return users;
}
