import { changeFirst, type Hint } from '../../model/hint.ts';
import { hasWord } from '../../model/patterns.ts';
import { similarNames } from '../../model/similar-names.ts';
import { upperFirst } from '../../model/words.ts';
import { quoteIdentifier } from '../../postgres/identifier.ts';
import { type Named, shown } from '../../sql/relations.ts';
import { type Explanation, type Failure, focusPlace } from '../failure.ts';
import {
  type Chapter,
  hasStory,
  identityAt,
  type Life,
  lastName,
  lifeWords,
  namedAs,
  pastWords,
} from '../story.ts';
import {
  bornLater,
  dropBefore,
  firstOf,
  lastRename,
  laterRename,
  livesNamed,
  namesNow,
  type Sought,
  standsNow,
} from './lives.ts';
import { isPlaceholderName, tell as tellPlaceholder } from './placeholder.ts';
import { skippedCreate } from './skipped.ts';
import { nameBehind, tableInHint } from './table-in-hint.ts';

/** What the server could not find. */
interface Missing extends Sought {
  readonly rule: string;
  /** `table`, `column`, `function` ... as a person says it. */
  readonly word: string;
  /** The name as the server gave it, where that says a schema. */
  readonly shown?: string;
  /** A sentence: what to do when no migration makes it. */
  readonly remedy: Hint;
  /** The argument types of a call, as the server prints them. */
  readonly call?: string;
  /** The extension that brings it, where that is well known. */
  readonly extension?: string | undefined;
}

type Told = Pick<Explanation, 'message' | 'notes' | 'hint' | 'neverMade'>;

/** A missing object, as it is told of. */
interface Case {
  readonly failure: Failure;
  readonly missing: Missing;
  /** It in words: the kind, its name and its table. */
  readonly subject: string;
  /** Of objects that bore the name, in the schema that is meant. */
  readonly lives: readonly Life[];
  /** Of those that bore it in another schema. */
  readonly elsewhere: readonly Life[];
}

/** Explains a missing object by its story: it was renamed or dropped, is made later or in another schema, or is never made. */
export function explainMissing(failure: Failure, missing: Missing): Explanation {
  const [table] = missing.tables;
  const of = table !== undefined && missing.tables.length === 1 ? ` of \`${tableWords(table)}\`` : '';
  const subject = `${missing.word} \`${missing.shown ?? missing.name}\`${of}`;
  const lives = livesNamed(failure, missing);
  const elsewhere = livesNamed(failure, { ...missing, schema: undefined }).filter(
    (life) => !lives.includes(life),
  );
  if (lives.length === 0 && elsewhere.length === 0 && isPlaceholderName(missing.name))
    return tellPlaceholder(missing.name);
  const one: Case = { failure, missing, subject, lives, elsewhere };
  const told =
    explainRenamed(one) ??
    explainDropped(one) ??
    explainLater(one) ??
    explainElsewhere(one) ??
    explainSkipped(one) ??
    explainExtension(one) ??
    explainNever(one);
  return { rule: missing.rule, focus: missing.name, ...told };
}

function tableWords({ schema, name }: Named): string {
  return schema === undefined || schema === 'public' ? name : `${schema}.${name}`;
}

function explainRenamed({ failure, missing, subject, lives }: Case): Told | undefined {
  const renamed = firstOf(lives, (life) => lastRename(life, missing, failure));
  if (renamed === undefined) return undefined;
  const { chapter, now, life } = renamed;
  const { file, line } = focusPlace(failure, missing.name);
  return {
    message: `${subject} was renamed to \`${now}\` ${pastWords(chapter, failure.at)}`,
    notes: [lifeWords(life, failure.at)],
    hint: `Write \`${quoteIdentifier(now)}\` instead of \`${quoteIdentifier(missing.name)}\` in ${file}, line ${line}.`,
  };
}

function explainDropped({ failure, missing, subject, lives }: Case): Told | undefined {
  if (lives.some((life) => identityAt(life, failure.at) !== undefined)) return undefined;
  const dropped = firstOf(lives, (life) => dropBefore(life, failure));
  if (dropped === undefined) return undefined;
  const { chapter, life } = dropped;
  const again = `Leave the statement out, or make ${missing.word} \`${missing.name}\` again before it.`;
  return {
    message: `${subject} was dropped ${pastWords(chapter, failure.at)}`,
    notes: hasStory(life) ? [lifeWords(life, failure.at)] : [],
    hint: ifExists(failure) ?? again,
  };
}

/** It is there, but not where, or not as, the statement looks for it. */
function explainElsewhere(one: Case): Told | undefined {
  const { failure, missing, subject, lives, elsewhere } = one;
  const found = firstOf([...lives, ...elsewhere], (life) => standsNow(life, failure));
  if (found === undefined) return undefined;
  const { life, identity } = found;
  const own = lastName(life.type, identity);
  const notes = [lifeWords(life, failure.at)];
  if (own.toLowerCase() !== missing.name.toLowerCase()) return explainNamedLater(one, life, own);
  const { schema } = missing;
  const there = namedAs(life.type, identity);
  if (schema !== undefined && there.schema !== schema && life.type !== 'table column') {
    return {
      message: `${missing.word} \`${missing.name}\` does not exist in schema \`${schema}\`, but \`${identity}\` does`,
      notes,
      hint: `Name the one that is meant: \`${identity}\`, or create \`${missing.call ?? shown({ schema, name: missing.name })}\`.`,
    };
  }
  if (own !== missing.name) {
    return {
      message: `${subject} does not exist, but \`${quoteIdentifier(own)}\` does: names without quotes are read in lower case`,
      notes,
      hint: `Write \`${quoteIdentifier(own)}\`${own === own.toLowerCase() ? '' : ', with the double quotes'}.`,
    };
  }
  if (life.type === 'table column') return undefined;
  if (missing.call !== undefined && (there.schema === 'public' || schema !== undefined)) {
    return {
      message: `no ${missing.word} \`${missing.name}\` takes these arguments; there is \`${identity}\``,
      notes: [`The call is \`${missing.call}\`.`, ...notes],
      hint: `Call \`${identity}\` with values of its types (cast them: value::type), or create the other form.`,
    };
  }
  return {
    message: `${subject} is not found here, but \`${identity}\` exists`,
    notes: [...notes, 'Its schema is not in the search_path of this statement.'],
    hint: `Name it in full: \`${identity}\`.`,
  };
}

/** The object exists under another name, and gets this one only by a later rename. */
function explainNamedLater({ failure, missing, subject }: Case, life: Life, own: string): Told | undefined {
  const rename = laterRename(life, missing, failure);
  if (rename === undefined) return undefined;
  const isHere = rename.migration === failure.at.migration;
  const where = isHere
    ? `further down in this migration, at line ${rename.line}`
    : `later, by ${rename.name} (line ${rename.line})`;
  return {
    message: `${subject} does not exist yet: \`${quoteIdentifier(own)}\` gets that name ${where}`,
    notes: [lifeWords(life, failure.at)],
    hint: `Where another ${missing.word} \`${quoteIdentifier(missing.name)}\` is meant, create it in a migration that runs before; where this one is, write \`${quoteIdentifier(own)}\`.`,
  };
}

/** The column is defined in a CREATE TABLE IF NOT EXISTS that did nothing, because the table existed. */
function explainSkipped({ failure, missing, subject }: Case): Told | undefined {
  const [table, ...others] = missing.tables;
  if (!missing.types.includes('table column') || table === undefined || others.length > 0) return undefined;
  const skipped = skippedCreate(failure, table, (sql) => hasWord(sql, missing.name));
  if (skipped === undefined) return undefined;
  return {
    message: `${subject} does not exist: the CREATE TABLE IF NOT EXISTS that names it did nothing`,
    notes: skipped.notes,
    hint: `Add the column instead: ALTER TABLE ${tableInHint(failure, table.name)} ADD COLUMN IF NOT EXISTS ${quoteIdentifier(missing.name)} …;`,
  };
}

function explainLater({ failure, missing, subject, lives }: Case): Told | undefined {
  const later = firstOf(lives, (life) => bornLater(life, failure));
  if (later === undefined) return undefined;
  return tellLater(failure, later.chapter, `${subject} is`, {
    focus: missing.name,
    wish: `create ${missing.word} \`${missing.name}\` before it is used`,
  });
}

function tellLater(
  failure: Failure,
  chapter: Chapter,
  subject: string,
  { focus, wish }: { focus: string; wish: string },
): Told {
  const distance = chapter.migration - failure.at.migration;
  if (distance === 0) {
    return {
      message: `${subject} only created further down in this migration, at line ${chapter.line}`,
      notes: [],
      hint: `Move the statement of line ${focusPlace(failure, focus).line} below the one of line ${chapter.line}.`,
    };
  }
  const howFar = distance === 1 ? 'the next migration' : `${distance} migrations later`;
  const isByName = failure.history.runner !== 'drizzle';
  return {
    message: `${subject} first created by ${chapter.name} (line ${chapter.line}), ${howFar}`,
    notes: [
      isByName
        ? `Migrations run in the order of their names: ${failure.migration.name} comes before ${chapter.name}.`
        : `Drizzle runs migrations in the order of its journal: ${failure.migration.name} comes before ${chapter.name}.`,
    ],
    hint: isByName
      ? `Rename ${failure.migration.name} so that it sorts after ${chapter.name}, or ${wish}.`
      : `${upperFirst(wish)}.`,
  };
}

/** Nobody creates it by its own name, since it comes with an extension. */
function explainExtension({ failure, missing, subject }: Case): Told | undefined {
  const { extension } = missing;
  if (extension === undefined) return undefined;
  const create = `CREATE EXTENSION IF NOT EXISTS ${quoteIdentifier(extension)};`;
  const lives = failure.story.lives.filter((life) => life.type === 'extension' && life.names.has(extension));
  const later = firstOf(lives, (life) => bornLater(life, failure));
  if (later !== undefined) {
    const wish = `create the extension before it is used: ${create.slice(0, -1)}`;
    return tellLater(failure, later.chapter, `${subject} comes with extension \`${extension}\`, which is`, {
      focus: missing.name,
      wish,
    });
  }
  const there = lives.find((life) => identityAt(life, failure.at) !== undefined);
  if (there !== undefined) {
    const schema = schemaOfExtension(failure, there);
    return {
      message: `${subject} is not found, although extension \`${extension}\` is there`,
      notes: ['The extension may lie in a schema that is not in the search_path of this statement.'],
      hint:
        schema === undefined
          ? `Name it in full, with the schema of the extension before it: \`\\dx ${extension}\` tells which it is.`
          : `Name it in full: \`${schema}.${quoteIdentifier(missing.name)}\`.`,
    };
  }
  return {
    message: `${subject} does not exist: it comes with extension \`${extension}\`, which no migration creates`,
    notes: [],
    hint: [
      'Create the extension first, in this migration or an earlier one:',
      { code: create },
      `Or, where your server has it anyway, write that line into the file that \`setup\` of strata.config.ts names.`,
    ],
  };
}

/** As the statement that made the extension writes it; undefined where it leaves that to the search_path. */
function schemaOfExtension({ history }: Failure, { chapters: [made] }: Life): string | undefined {
  if (made?.action !== 'create') return undefined;
  const text = history.migrations[made.migration]?.up.text.slice(made.start, made.end) ?? '';
  return nameBehind(text, 'SCHEMA');
}

function explainNever({ failure, missing, subject }: Case): Told {
  const near = similarNames(missing.name, namesNow(failure, missing)).map(
    (name) => `\`${quoteIdentifier(name)}\``,
  );
  // No event tells of constraints that come with CREATE TABLE or ALTER TABLE.
  const isUnknown = missing.types.includes('table constraint');
  const never = isUnknown ? ' at this point' : ': no migration creates it';
  const remedy = ifExists(failure) ?? missing.remedy;
  const alike = near.length < 2 ? [] : [`Names that exist at this point and look alike: ${near.join(', ')}.`];
  return {
    message: `${subject} does not exist${never}`,
    notes: [...alike, ...ofStandIns(failure, missing)],
    hint:
      near.length === 1
        ? changeFirst(remedy, (words) => `Did you mean ${near[0]}? Otherwise: ${lowerFirst(words)}`)
        : remedy,
    ...(isUnknown ? {} : { neverMade: { word: missing.word, name: missing.shown ?? missing.name } }),
  };
}

/** Part of an extension may be missing only here, where a stand-in takes its place. */
function ofStandIns({ story }: Failure, missing: Missing): readonly string[] {
  const isBrought = missing.types.some((type) => type === 'function' || type === 'type');
  if (!isBrought || story.standIns.length === 0) return [];
  return [`Extensions that are only stood in for here, and may lack it: ${story.standIns.join(', ')}.`];
}

/** For a DROP: the statement as it passes with and without its object. */
function ifExists({ head, text }: Failure): Hint | undefined {
  if (!head.startsWith('DROP') || /\bIF\s+EXISTS\b/i.test(text)) return undefined;
  const kind = /^DROP\s+(?:(?:MATERIALIZED|FOREIGN|EVENT|ACCESS|TEXT|USER)\s+)?\w+(?:\s+CONCURRENTLY)?/i;
  const mended = text.replace(kind, (words) => `${words} IF EXISTS`).replaceAll(/\s+/g, ' ');
  return ['Leave the statement out, or let it pass where there is nothing to drop:', { code: `${mended};` }];
}

function lowerFirst(text: string): string {
  return /^[A-Z][a-z]/.test(text) ? `${text.charAt(0).toLowerCase()}${text.slice(1)}` : text;
}
