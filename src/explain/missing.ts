import type { Explanation, Failure } from './failure.ts';
import { nearNames } from './near.ts';
import { type Chapter, identityAt, isBefore, type Life, lastName, lifeWords, tableOf } from './story.ts';

/** What the server could not find. */
export interface Missing {
  readonly rule: string;
  /** `table`, `column`, `function` ... as a person says it. */
  readonly word: string;
  readonly name: string;
  /** Object types, as `pg_identify_object` names them, that it could be. */
  readonly types: readonly string[];
  /** For a column, constraint, policy or trigger: tables it may belong to, last name parts; empty: any. */
  readonly tables: readonly string[];
  /** What to do when no migration makes it. */
  readonly remedy: string;
}

/** Explains a missing object in time: renamed, dropped, made later, made under another schema, or never. */
export function explainMissing(failure: Failure, missing: Missing): Explanation {
  const of = missing.tables.length === 1 ? ` of \`${missing.tables[0]}\`` : '';
  const subject = `${missing.word} \`${missing.name}\`${of}`;
  const base = { rule: missing.rule, focus: missing.name };
  const lives = livesNamed(failure, missing);
  const renamed = firstOf(lives, (life) => lastRename(life, missing, failure));
  if (renamed !== undefined) {
    const { chapter, now } = renamed;
    return {
      ...base,
      message: `${subject} was renamed to \`${now}\` by ${chapter.name} (line ${chapter.line}), which runs before this migration`,
      notes: [lifeWords(renamed.life, failure.at)],
      hint: `Write \`${now}\` instead of \`${missing.name}\` in ${failure.migration.up.file}, line ${failure.statement.line}.`,
    };
  }
  const dropped = firstOf(lives, (life) => dropBefore(life, failure));
  if (dropped !== undefined) {
    return {
      ...base,
      message: `${subject} was dropped by ${dropped.chapter.name} (line ${dropped.chapter.line}), which runs before this migration`,
      notes: [lifeWords(dropped.life, failure.at)],
      hint: `Leave the statement out, or make ${missing.word} \`${missing.name}\` again before it.`,
    };
  }
  const later = firstOf(lives, (life) => bornLater(life, failure));
  if (later !== undefined) return { ...base, ...explainLater(failure, missing, subject, later.chapter) };
  const elsewhere = firstOf(lives, (life) => standsNow(life, failure));
  if (elsewhere !== undefined) {
    return {
      ...base,
      message: `${subject} is not found here, but \`${elsewhere.identity}\` exists`,
      notes: [
        lifeWords(elsewhere.life, failure.at),
        'Its schema is not in the search_path of this statement, or the argument types differ.',
      ],
      hint: `Name it in full: \`${elsewhere.identity}\`.`,
    };
  }
  const near = nearNames(missing.name, namesNow(failure, missing));
  return {
    ...base,
    message: `${subject} does not exist: no migration creates it`,
    notes:
      near.length === 0
        ? []
        : [`Names that exist at this point and look alike: ${near.map((n) => `\`${n}\``).join(', ')}.`],
    hint: near.length === 1 ? `Did you mean \`${near[0]}\`? Otherwise: ${missing.remedy}` : missing.remedy,
  };
}

function explainLater(
  failure: Failure,
  missing: Missing,
  subject: string,
  chapter: Chapter,
): Pick<Explanation, 'message' | 'notes' | 'hint'> {
  const distance = chapter.migration - failure.at.migration;
  if (distance === 0) {
    return {
      message: `${subject} is only created further down in this migration, at line ${chapter.line}`,
      notes: [],
      hint: `Move the statement at line ${failure.statement.line} below line ${chapter.line}.`,
    };
  }
  const howFar = distance === 1 ? 'the next migration' : `${distance} migrations later`;
  return {
    message: `${subject} is first created by ${chapter.name} (line ${chapter.line}), ${howFar}`,
    notes: [
      `Migrations run in the order of their names: ${failure.migration.name} comes before ${chapter.name}.`,
    ],
    hint: `Rename ${failure.migration.name} so that it sorts after ${chapter.name}, or create ${missing.word} \`${missing.name}\` before it is used.`,
  };
}

function livesNamed(failure: Failure, missing: Missing): readonly Life[] {
  const name = missing.name.toLowerCase();
  return failure.story.lives.filter(
    (life) =>
      missing.types.includes(life.type) && life.names.has(name) && isOfTables(failure, life, missing.tables),
  );
}

function isOfTables(failure: Failure, life: Life, tables: readonly string[]): boolean {
  if (tables.length === 0) return true;
  const wanted = new Set(tables.flatMap((table) => formerNames(failure, table)));
  return life.chapters.some(({ identity }) => {
    const table =
      life.type === 'table column'
        ? tableOf(identity)
        : lastName('table', identity.split(' on ').at(-1) ?? '');
    return wanted.has(table.toLowerCase());
  });
}

/** A table's other names, since a column's early chapters may lie under one of them. */
function formerNames(failure: Failure, table: string): readonly string[] {
  const name = table.toLowerCase();
  return [
    name,
    ...failure.story.lives
      .filter((life) => life.type === 'table' && life.names.has(name))
      .flatMap(({ names }) => [...names]),
  ];
}

function firstOf<T>(lives: readonly Life[], find: (life: Life) => T | undefined): T | undefined {
  for (const life of lives) {
    const found = find(life);
    if (found !== undefined) return found;
  }
  return undefined;
}

function lastRename(life: Life, missing: Missing, failure: Failure) {
  const identity = identityAt(life, failure.at);
  if (identity === undefined) return undefined;
  const now = lastName(life.type, identity);
  if (now.toLowerCase() === missing.name.toLowerCase()) return undefined;
  const chapter = life.chapters.findLast(
    (c) =>
      c.was !== undefined &&
      isBefore(c, failure.at) &&
      lastName(life.type, c.was).toLowerCase() === missing.name.toLowerCase(),
  );
  return chapter === undefined ? undefined : { life, chapter, now };
}

function dropBefore(life: Life, failure: Failure) {
  const chapter = life.chapters.findLast((c) => isBefore(c, failure.at));
  return chapter?.action === 'drop' ? { life, chapter } : undefined;
}

function bornLater(life: Life, failure: Failure) {
  const first = life.chapters[0];
  return first !== undefined && !isBefore(first, failure.at) && first.action !== 'drop'
    ? { life, chapter: first }
    : undefined;
}

function standsNow(life: Life, failure: Failure) {
  const identity = identityAt(life, failure.at);
  return identity === undefined ? undefined : { life, identity };
}

function namesNow(failure: Failure, missing: Missing): readonly string[] {
  return failure.story.lives
    .filter((life) => missing.types.includes(life.type) && isOfTables(failure, life, missing.tables))
    .flatMap((life) => {
      const identity = identityAt(life, failure.at);
      return identity === undefined ? [] : [lastName(life.type, identity)];
    });
}
