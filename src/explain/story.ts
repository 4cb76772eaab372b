import type { History } from '../model/migration.ts';
import type { ObjectEvent, Trace } from '../model/trace.ts';
import { splitIdentifier, splitOn, withoutSignature } from '../postgres/identifier.ts';
import { type Named, namedByIdentity, namedByList } from '../sql/relations.ts';

/** Where in a history something happened: `migration` and `statement` order moments, `file` and `line` name them. */
interface Moment {
  /** 0-based. */
  readonly migration: number;
  readonly name: string;
  /** 1-based. */
  readonly statement: number;
  readonly file: string;
  readonly line: number;
}

/** One thing that happened to an object. */
export interface Chapter extends Moment {
  readonly action: ObjectEvent['action'];
  readonly identity: string;
  readonly was?: string;
  /** The statement's range in its migration's text. */
  readonly start: number;
  readonly end: number;
}

/** One object from its making to its end. */
export interface Life {
  readonly type: string;
  readonly chapters: readonly Chapter[];
  /** Every last name part it ever bore, in lower case. */
  readonly names: ReadonlySet<string>;
}

/** The lives of all objects of a history. */
export interface Story {
  readonly lives: readonly Life[];
  /** The same by each name of `Life.names`. */
  readonly byName: ReadonlyMap<string, readonly Life[]>;
  /** Extensions that it used and that are only stood in for. */
  readonly standIns: readonly string[];
}

/** Reads the life of every object off a trace: who made, renamed, changed and dropped it, and where. */
export function tellStory(history: History, trace: Trace): Story {
  const lives = new Map<string, { type: string; chapters: Chapter[]; names: Set<string> }>();
  for (const [index, told] of trace.migrations.entries()) {
    const migration = history.migrations[index];
    if (migration === undefined) break;
    for (const statement of told.statements) {
      for (const event of statement.events) {
        const life = lives.get(event.key) ?? { type: event.type, chapters: [], names: new Set<string>() };
        lives.set(event.key, life);
        life.names.add(lastName(event.type, event.identity).toLowerCase());
        if (event.was !== undefined) life.names.add(lastName(event.type, event.was).toLowerCase());
        life.chapters.push({
          migration: index,
          name: told.migration,
          statement: statement.index,
          file: migration.up.file,
          line: statement.line,
          action: event.action,
          identity: event.identity,
          start: statement.start,
          end: statement.end,
          ...(event.was === undefined ? {} : { was: event.was }),
        });
      }
    }
  }
  const all = [...lives.values()];
  return { lives: all, byName: indexNames(all), standIns: trace.standIns.map(({ extension }) => extension) };
}

function indexNames(lives: readonly Life[]): ReadonlyMap<string, readonly Life[]> {
  const byName = new Map<string, Life[]>();
  for (const life of lives) {
    for (const name of life.names) {
      const namesakes = byName.get(name);
      if (namesakes === undefined) byName.set(name, [life]);
      else namesakes.push(life);
    }
  }
  return byName;
}

/** The name by which people call an object: `email` of `public.users.email`, `f` of `public.f(integer)`. */
export function lastName(type: string, identity: string): string {
  const own = onTypes.has(type) ? (splitOn(identity)?.[0] ?? identity) : identity;
  return splitIdentifier(withoutSignature(own)).at(-1) ?? own;
}

/** The last name of an object and the schema that it lies in; what is part of a table lies in the table's. */
export function namedAs(type: string, identity: string): Named {
  const table = tableOf(type, identity);
  return table === undefined
    ? namedByIdentity(withoutSignature(identity))
    : { schema: table.schema, name: lastName(type, identity) };
}

/** Types whose identity is `name on table`. */
const onTypes: ReadonlySet<string> = new Set([
  'trigger',
  'policy',
  'rule',
  'table constraint',
  'index column',
]);

/** The table of a column, or of what stands on a table, as the identity has it; undefined of all else. */
export function tableOf(type: string, identity: string): Named | undefined {
  if (type === 'table column') return namedByList(splitIdentifier(identity).slice(0, -1));
  const table = onTypes.has(type) ? splitOn(identity)?.[1] : undefined;
  return table === undefined ? undefined : namedByIdentity(table);
}

export function isBefore(
  a: Pick<Moment, 'migration' | 'statement'>,
  b: Pick<Moment, 'migration' | 'statement'>,
): boolean {
  return a.migration < b.migration || (a.migration === b.migration && a.statement < b.statement);
}

/** The identity of an object at a moment; undefined where it does not exist then. */
export function identityAt(life: Life, at: Pick<Moment, 'migration' | 'statement'>): string | undefined {
  let identity: string | undefined;
  for (const chapter of life.chapters) {
    if (!isBefore(chapter, at)) break;
    identity = chapter.action === 'drop' ? undefined : chapter.identity;
  }
  return identity;
}

/** `20260115_rename_scores, line 4`. */
export function momentWords(moment: Pick<Moment, 'name' | 'line'>): string {
  return `${moment.name}, line ${moment.line}`;
}

/** `by 2_names (line 4), which runs before this migration`, or `further up in this migration (line 4)`. */
export function pastWords(moment: Moment, at: Pick<Moment, 'migration'>): string {
  return moment.migration === at.migration
    ? `further up in this migration (line ${moment.line})`
    : `by ${moment.name} (line ${moment.line}), which runs before this migration`;
}

const pastTense = { create: 'created', alter: 'altered', drop: 'dropped', rename: 'renamed' } as const;

/** `created in 1_init, line 3; renamed from a to b in 2_names, line 4; dropped in …`. Plain alterations are left out. */
export function lifeWords(life: Life, at: Pick<Moment, 'migration' | 'statement'>): string {
  const told = life.chapters
    .filter(({ action }) => action !== 'alter')
    .map((chapter) => {
      const names = chapter.was === undefined ? '' : movedWords(life.type, chapter.was, chapter.identity);
      const when = isBefore(chapter, at) ? '' : ' (later)';
      return `${pastTense[chapter.action]}${names} in ${momentWords(chapter)}${when}`;
    });
  return `Its story: ${told.join('; ')}.`;
}

/** A new name, or the same name in another schema. */
function movedWords(type: string, was: string, identity: string): string {
  const [before, after] = [lastName(type, was), lastName(type, identity)];
  return before === after ? ` from \`${was}\` to \`${identity}\`` : ` from \`${before}\` to \`${after}\``;
}

/** Whether there is more to tell of a life than its beginning. */
export function hasStory(life: Life): boolean {
  return life.chapters.filter(({ action }) => action !== 'alter').length > 1;
}
