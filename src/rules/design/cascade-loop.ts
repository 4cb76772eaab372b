import type { Rule, Subject } from '../../model/rule.ts';
import { bareName } from '../../postgres/identifier.ts';
import { ownTables } from '../reading/facts.ts';
import { type ForeignKey, foreignKeysOf } from '../reading/keys.ts';
import { placeOfConstraint } from '../reading/places.ts';

export const cascadeLoop: Rule = {
  id: 'cascade-loop',
  group: 'design',
  severity: 'warning',
  summary: 'ON DELETE CASCADE leads back to where it began: one delete may take a whole table with it.',
  descendsFrom: [],
  *judge(subject) {
    const cascades = readCascades(subject);
    const told = new Set<string>();
    const starts = [...cascades.values()].flat().sort((a, b) => (a.fact.id < b.fact.id ? -1 : 1));
    for (const start of starts) {
      const circle = findCircle(start, cascades);
      if (circle === undefined) continue;
      const key = circle
        .map(({ fact }) => fact.id)
        .sort()
        .join();
      if (told.has(key)) continue;
      told.add(key);
      const name = bareName(start.fact.name);
      const tables = circle.map(({ referenced }) => referenced);
      const reach = reached(start.referenced, cascades);
      yield {
        act: placeOfConstraint(subject, start.fact),
        focus: [name, ...start.columns.map(bareName)],
        // A tree that goes with its root, and takes nothing else along, is often meant.
        ...(circle.length === 1 && reach.length === 1 ? { severity: 'info' as const } : {}),
        message:
          circle.length === 1
            ? `deleting a row of ${start.table} deletes every row below it, through foreign key \`${name}\` to itself`
            : `ON DELETE CASCADE goes in a circle: ${[...tables, tables[0]].join(' → ')}`,
        notes:
          reach.length === 1
            ? []
            : [
                `One DELETE FROM ${start.referenced} may take rows of: ${reach.slice(0, 12).join(', ')}${reach.length > 12 ? ` and ${reach.length - 12} more tables` : ''}.`,
              ],
        hint: 'Let one key of the circle be ON DELETE RESTRICT or SET NULL, and delete deliberately.',
      };
    }
  },
};

/** Keys that cascade, by the table that they refer to. */
type Cascades = ReadonlyMap<string, readonly ForeignKey[]>;

function readCascades(subject: Subject): Cascades {
  const found = new Map<string, ForeignKey[]>();
  for (const table of ownTables(subject)) {
    for (const key of foreignKeysOf(subject, table)) {
      if (key.onDelete !== 'CASCADE') continue;
      const list = found.get(key.referenced) ?? [];
      found.set(key.referenced, list);
      list.push(key);
    }
  }
  return found;
}

/** The shortest way from the referenced table of `start` along cascades back to itself, `start` first. */
function findCircle(start: ForeignKey, cascades: Cascades): readonly ForeignKey[] | undefined {
  // Each table that a delete comes to, by the key that it came along.
  const came = new Map<string, ForeignKey>([[start.table, start]]);
  for (const here of came.keys()) {
    if (here === start.referenced) return wayTo(here, came, start);
    for (const next of cascades.get(here) ?? []) if (!came.has(next.table)) came.set(next.table, next);
  }
  return undefined;
}

function wayTo(
  table: string,
  came: ReadonlyMap<string, ForeignKey>,
  start: ForeignKey,
): readonly ForeignKey[] {
  const way: ForeignKey[] = [];
  for (let key = came.get(table); key !== undefined; key = came.get(key.referenced)) {
    way.unshift(key);
    if (key === start) break;
  }
  return way;
}

/** Every table that a delete in one may take rows of, sorted. */
function reached(table: string, cascades: Cascades): readonly string[] {
  const found = new Set([table]);
  for (const here of found) for (const key of cascades.get(here) ?? []) found.add(key.table);
  return [...found].sort();
}
