import type { Disagreement } from '../../src/declared/disagreement.ts';
import { foreignKeyText, indexKeyOf } from '../../src/declared/prisma/keys.ts';
import type { Fact } from '../../src/model/schema.ts';
import { splitIdentifier } from '../../src/postgres/identifier.ts';

/** Disagreements in the words in which `judgedLines` reads Prisma's summary. */
export function linesOf(disagreements: readonly Disagreement[]): readonly string[] {
  return disagreements.flatMap((one) => {
    const { kind, what, name, history, declared, aspects } = one;
    const [own, table] = splitIdentifier(name).toReversed();
    if (what === 'table') return [`${kind === 'extra' ? '-' : '+'} table ${own}`];
    if (what === 'enum')
      return kind === 'different' ? [`* enum ${own}`] : [`${kind === 'missing' ? '+' : '-'} enum ${own}`];
    if (what === 'column')
      return [`${table} ${kind === 'missing' ? '+' : kind === 'extra' ? '-' : '*'} column ${own}`];
    if (what !== 'constraint' && what !== 'index') return [];
    const of = splitIdentifier((declared ?? history)?.parent?.slice('table:'.length) ?? '').at(-1);
    if (kind === 'renamed') return [`${of} * renamed`];
    if (aspects.includes('condition')) return [];
    return [
      ...(history === undefined ? [] : [`${of} - ${keyLine(history)}`]),
      ...(declared === undefined ? [] : [`${of} + ${keyLine(declared)}`]),
    ];
  });
}

/** What a plan leaves alone on purpose. */
export function keptLines(disagreements: readonly Disagreement[]): readonly string[] {
  return linesOf(disagreements.filter(({ ids }) => ids.length === 0));
}

function keyLine(fact: Fact): string {
  const foreign = foreignKeyText(fact);
  if (foreign !== undefined)
    return `foreign key ${foreign.slice(0, foreign.indexOf(')') + 1).replaceAll('"', '')}`;
  const key = indexKeyOf(fact)!;
  const word = { primary: 'primary key', unique: 'unique index', index: 'index' }[key.kind];
  return `${word} (${key.elements.map(({ column }) => column.replaceAll('"', '')).join(', ')})`;
}

/** Prisma's summary, a line for each thing that it names. */
export function judgedLines(summary: string): readonly string[] {
  const lines: string[] = [];
  let heading = '';
  for (const line of summary.split('\n')) {
    const whole = /^\[([+-])\] (?:Added|Removed) (table|enum|schema)s$/.exec(line);
    const changed = /^\[\*\] Changed the `(.*)` (table|enum)$/.exec(line);
    if (whole !== null) heading = `${whole[1]} ${whole[2]}`;
    else if (changed !== null) heading = changed[2] === 'table' ? `= ${changed[1]}` : '';
    if (changed?.[2] === 'enum') lines.push(`* enum ${changed[1]}`);
    const listed = /^ {2}- (.*)$/.exec(line)?.[1];
    if (listed !== undefined) lines.push(`${heading} ${listed}`);
    const item = /^ {2}\[(.)\] (.*)$/.exec(line);
    if (item !== null && heading.startsWith('= '))
      lines.push(...itemLine(heading.slice(2), item[1]!, item[2]!));
  }
  return withoutPartsOf(lines, '-');
}

/** Without the parts of tables that come (`+`) or go (`-`) in whole. */
export function withoutPartsOf(lines: readonly string[], sign: '+' | '-'): readonly string[] {
  const tables = lines.filter((line) => line.startsWith(`${sign} table `)).map((line) => line.slice(8));
  return lines.filter((line) => !tables.some((table) => line.startsWith(`${table} `)));
}

function itemLine(table: string, sign: string, text: string): readonly string[] {
  const column = /column `([^`]*)`/i.exec(text)?.[1];
  if (column !== undefined)
    return [`${table} ${/^(Added|Removed)/.test(text) ? sign : '*'} column ${column}`];
  if (text.startsWith('Renamed')) return [`${table} * renamed`];
  const key =
    /^(?:Added|Removed|Dropped the) (foreign key|unique index|index|primary key) on columns (\(.*\))$/.exec(
      text,
    );
  return key === null ? [`${table} ${sign} ${text}`] : [`${table} ${sign} ${key[1]} ${key[2]}`];
}
