import { quoteIdentifier } from '../../src/postgres/identifier.ts';
import type { DiffCase } from './cases.ts';

/** Making a database, and reading it once, takes longer than what a case is about: so many share one, each in a schema of its own. */
const atMost = 8;

/** What belongs to the whole database or server, calls objects by their schema, or looks for them when it runs. */
const needsItsOwn =
  /\b(public|schemas?|extension|event trigger|publication|subscription|database|language|foreign data|server|cast|transform|role|default privileges|access method|search_path|function|procedure|concurrently|add value|nextval)\b/i;

/** Groups cases of the same sort (their kind, where none is told) that can share a database; every other is a group of its own. */
export function grouped(cases: readonly DiffCase[], sortOf = kindOf): readonly (readonly DiffCase[])[] {
  const groups: DiffCase[][] = [];
  const open = new Map<string, DiffCase[]>();
  for (const subject of cases) {
    const sort = sortOf(subject);
    const begun = canShare(subject) ? open.get(sort) : undefined;
    if (begun !== undefined && begun.length < atMost) {
      begun.push(subject);
      continue;
    }
    const group = [subject];
    groups.push(group);
    if (canShare(subject)) open.set(sort, group);
  }
  return groups;
}

export function kindOf({ name }: DiffCase): string {
  return name.replace(/\/.*/, '');
}

function canShare({ before, after, rows = '', renames, isDifferent }: DiffCase): boolean {
  const sql = `${before}\n${after}\n${rows}`;
  return renames.length === 0 && isDifferent === true && sql.length < 4000 && !needsItsOwn.test(sql);
}

/** One case of all these: a case that is alone stays as it is. */
export function together(cases: readonly DiffCase[]): DiffCase {
  const [first] = cases;
  if (first === undefined || cases.length === 1) return first as DiffCase;
  const places = cases.map(({ name }, at) => `c${at}_${name.replace(/^.*\//, '')}`.slice(0, 63));
  const within = (at: number) => `SET search_path = ${quoteIdentifier(places[at] as string)};\n`;
  const all = (textOf: (subject: DiffCase) => string) =>
    cases.map((subject, at) => `${within(at)}${textOf(subject)}\n;\n`).join('');
  const schemas = places.map((place) => `CREATE SCHEMA ${quoteIdentifier(place)};\n`).join('');
  const asked = (textOf: (subject: DiffCase) => readonly string[]) =>
    cases.flatMap((subject, at) => [within(at), ...textOf(subject)]);
  return {
    name: cases.map(({ name }) => name).join(', '),
    before: schemas + all(({ before }) => before),
    after: schemas + all(({ after }) => after),
    rows: all(({ rows = '' }) => rows),
    survives: asked(({ survives = [] }) => survives),
    survived: asked(({ survived, survives = [] }) => survived ?? survives),
    renames: [],
    differsIn: places,
  };
}
