import type { Rule, Subject } from '../model/rule.ts';
import type { Fact } from '../model/schema.ts';
import { lastPart, ownTables, placeOf } from './facts.ts';
import { type ForeignKey, foreignKeysOf } from './keys.ts';

export const cascadeLoop: Rule = {
  id: 'cascade-loop',
  group: 'design',
  severity: 'warning',
  summary: 'ON DELETE CASCADE leads back to where it began: one delete may take a whole table with it.',
  descendsFrom: [],
  *judge(subject) {
    const cascades = readCascades(subject);
    const told = new Set<string>();
    for (const start of cascades) {
      const circle = findCircle(start, cascades);
      if (circle === undefined) continue;
      const key = circle
        .map(({ fact }) => fact.id)
        .sort()
        .join();
      if (told.has(key)) continue;
      told.add(key);
      const name = lastPart(start.fact.name);
      const tables = circle.map(({ referenced }) => referenced);
      const reach = reached(start.referenced, cascades);
      yield {
        act: placeOf(subject, start.table, name) ?? placeOf(subject, start.table, start.columns[0]),
        focus: [name, ...start.columns.map(lastPart)],
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

function readCascades(subject: Subject): readonly ForeignKey[] {
  return ownTables(subject)
    .flatMap((table: Fact) => foreignKeysOf(subject, table))
    .filter(({ onDelete }) => onDelete === 'CASCADE');
}

/** The shortest way from the referenced table of `start` along cascades back to itself, `start` first. */
function findCircle(start: ForeignKey, cascades: readonly ForeignKey[]): readonly ForeignKey[] | undefined {
  const ways: (readonly ForeignKey[])[] = [[start]];
  const seen = new Set<string>();
  for (let way = ways.shift(); way !== undefined; way = ways.shift()) {
    const here = (way.at(-1) as ForeignKey).table;
    if (here === start.referenced) return way;
    if (seen.has(here)) continue;
    seen.add(here);
    for (const next of cascades) if (next.referenced === here) ways.push([...way, next]);
  }
  return undefined;
}

/** Every table that a delete in one may take rows of, sorted. */
export function reached(table: string, cascades: readonly ForeignKey[]): readonly string[] {
  const found = new Set([table]);
  const open = [table];
  for (let here = open.pop(); here !== undefined; here = open.pop()) {
    for (const key of cascades) {
      if (key.referenced !== here || found.has(key.table)) continue;
      found.add(key.table);
      open.push(key.table);
    }
  }
  return [...found].sort();
}
