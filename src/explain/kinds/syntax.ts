import { reservedWords } from '../../postgres/keywords.ts';
import { blank } from '../../sql/locate.ts';
import { tokens } from '../../sql/scan.ts';
import type { Explanation, Failure } from '../failure.ts';
import { templateFile } from './placeholder.ts';

/** 42601: what the parser could not read. */
export function syntaxError(failure: Failure): Explanation {
  const [message = ''] = failure.error.message.split('\n');
  const told = endedText(failure) ?? templateFile(failure);
  if (told !== undefined) return told;
  const foreign = foreignSyntax(failure);
  const unclosed = /^unterminated (.+?) at or near/.exec(message)?.[1];
  if (unclosed !== undefined) {
    return {
      rule: 'syntax-error',
      message: `${article(unclosed)} that begins here is never closed`,
      notes: ['Everything up to the end of the file belongs to it.'],
      hint: closings.find(([word]) => unclosed.includes(word))?.[1] ?? 'Close it.',
    };
  }
  const near = /^syntax error at or near "(.+?)"$/.exec(message)?.[1];
  const isEnd = message === 'syntax error at end of input';
  if (near !== undefined) {
    return {
      rule: 'syntax-error',
      message: `syntax error at or near \`${near}\``,
      notes: [],
      hint: foreign ?? mend(failure, near),
      focus: near,
    };
  }
  return {
    rule: 'syntax-error',
    message: isEnd
      ? 'the statement ends too early: syntax error at end of input'
      : `syntax error: ${message}`,
    notes: [],
    hint:
      foreign ??
      (isEnd
        ? 'Look for an open parenthesis or a missing END, or a semicolon too early.'
        : (failure.error.hint ?? 'Look at the marked place and what stands right before it.')),
  };
}

/** A text right before the error and joined to it: a quote inside of the text was not doubled, and has ended it. */
function endedText({ error, migration, statement }: Failure): Explanation | undefined {
  const { text } = migration.up;
  const { offset } = error;
  if (offset === undefined || !/^[\w"{}$\\]/.test(text.slice(offset, offset + 1))) return undefined;
  const [before] = [...tokens(text, statement.start, offset)].slice(-1);
  if (before?.kind !== 'string' || before.end !== offset) return undefined;
  return {
    rule: 'syntax-error',
    message: `the text ${clipped(text.slice(before.start, before.end))} ends at a quote that stands inside of it`,
    notes: ['What follows is read as SQL, up to the next quote.'],
    hint: "A quote inside a text is written twice: 'it''s'.",
  };
}

function clipped(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ');
  return line.length <= 60 ? line : `${line.slice(0, 30)} … ${line.slice(-28)}`;
}

/** 54001: more levels than the server's stack has room for. */
export function tooDeep({ error }: Failure): Explanation {
  return {
    rule: 'failed-statement',
    message: `this statement is nested too deeply: ${error.message}`,
    notes: [],
    hint: 'Divide it, or write it flatter: one literal in place of many that || joins, VALUES in place of UNION ALL.',
  };
}

function article(thing: string): string {
  return /^[aeiou]/.test(thing) ? `an ${thing}` : `a ${thing}`;
}

const closings: readonly (readonly [string, string])[] = [
  ['dollar', 'End it with the same mark that opens it ($$ or $name$).'],
  ['identifier', 'End the name with a double quote.'],
  ['comment', 'End the comment with */ (comments nest: each /* needs its own).'],
  ['string', "End it with a quote; a quote inside is written twice: 'it''s'."],
];

/** The most common cause of a syntax error at such a place. */
function mend({ error, migration, statement }: Failure, near: string): string {
  if (near.startsWith('\ufeff'))
    return 'A byte-order mark stands here, as where files were joined: PostgreSQL takes it for a letter. Take it out.';
  const { text } = migration.up;
  const at = error.offset ?? statement.start;
  let depth = 0;
  let before = '';
  for (const { start, end } of tokens(text, statement.start, at)) {
    before = text.slice(start, end);
    if (before === '(') depth += 1;
    if (before === ')') depth -= 1;
  }
  if (before === ',' && /^[);]$/.test(near)) return `Take out the comma before \`${near}\`.`;
  if (near === ';' && depth > 0) return 'A parenthesis is still open: close it before the semicolon.';
  if (
    /^(create|alter|drop|insert|update|delete|comment|grant|select|do|set)$/i.test(near) &&
    isLineStart(text, at)
  )
    return `The statement before \`${near}\` has no end: put a semicolon after \`${before}\`.`;
  if (reservedWords.has(near.toLowerCase()) && /^[(,.]$|^(add|column|table|rename|to)$/i.test(before))
    return `\`${near}\` is a reserved word: as a name it needs double quotes, "${near}".`;
  return `Look at \`${near}\` and what stands right before it: often a missing comma, a comma too much, or an unquoted reserved word.`;
}

function isLineStart(text: string, at: number): boolean {
  return text.slice(text.lastIndexOf('\n', at - 1) + 1, at).trim() === '';
}

/** Words of other databases and tools that turn up in PostgreSQL migrations. */
const foreignWords: readonly (readonly [RegExp, string])[] = [
  [
    /\bAUTO_?INCREMENT\b/i,
    'AUTO_INCREMENT is MySQL or SQLite; PostgreSQL writes GENERATED ALWAYS AS IDENTITY.',
  ],
  [/`/, 'Backticks are MySQL; PostgreSQL quotes names with double quotes.'],
  [/\bENGINE\s*=\s*\w+/i, 'ENGINE and CHARSET are MySQL; PostgreSQL has no table engines: take them out.'],
  [/\bUNSIGNED\b/i, 'UNSIGNED is MySQL; PostgreSQL writes CHECK (… >= 0).'],
  [
    /\[\w+\]\s*\.\s*\[|^\s*GO\s*$/im,
    'Names in square brackets and GO are SQL Server; PostgreSQL quotes names with double quotes and ends statements with a semicolon.',
  ],
  [/\bIDENTITY\s*\(\s*\d/i, 'IDENTITY(1,1) is SQL Server; PostgreSQL writes GENERATED ALWAYS AS IDENTITY.'],
  [
    /\bNVARCHAR2?\b|\bVARCHAR2\b|\bNUMBER\s*\(/i,
    'VARCHAR2, NVARCHAR and NUMBER are of other databases; PostgreSQL has text, varchar and numeric.',
  ],
  [
    /\bON\s+UPDATE\s+CURRENT_TIMESTAMP\b/i,
    'ON UPDATE CURRENT_TIMESTAMP is MySQL; PostgreSQL does this with a BEFORE UPDATE trigger.',
  ],
  [
    /\bCREATE\s+POLICY\s+IF\s+NOT\s+EXISTS\b/i,
    'CREATE POLICY knows no IF NOT EXISTS: write DROP POLICY IF EXISTS before it.',
  ],
  [
    /\bADD\s+CONSTRAINT\s+IF\s+NOT\s+EXISTS\b/i,
    'ADD CONSTRAINT knows no IF NOT EXISTS: write DROP CONSTRAINT IF EXISTS before it.',
  ],
  [
    /\bCREATE\s+TYPE\s+IF\s+NOT\s+EXISTS\b/i,
    'CREATE TYPE knows no IF NOT EXISTS: catch duplicate_object in a DO block.',
  ],
  [
    /\bCREATE\s+(CONSTRAINT\s+)?TRIGGER\s+IF\s+NOT\s+EXISTS\b/i,
    'CREATE TRIGGER knows no IF NOT EXISTS: write CREATE OR REPLACE TRIGGER.',
  ],
  [
    /\bCREATE\s+(ROLE|USER|DATABASE)\s+IF\s+NOT\s+EXISTS\b/i,
    'Roles and databases know no IF NOT EXISTS: ask pg_roles in a DO block first.',
  ],
  [/^\s*\\/m, 'Lines that begin with a backslash are commands of psql; no server understands them.'],
];

function foreignSyntax({ text, body }: Failure): string | undefined {
  if (mergeMarks.test(text))
    return 'The file holds the marks of an unfinished git merge: settle it, and take the marks out.';
  const code = codeIn(body ?? text);
  return foreignWords.find(([pattern]) => pattern.test(code))?.[1];
}

const mergeMarks = /^\s*(<<<<<<<|=======|>>>>>>>)/m;

/** A text without its comments, literals and quoted names; lines stay lines. */
function codeIn(text: string): string {
  let code = '';
  let at = 0;
  for (const { kind, start, end } of tokens(text)) {
    const isCode = kind === 'word' || kind === 'number' || kind === 'symbol';
    code += blank(text.slice(at, start)) + (isCode ? text.slice(start, end) : blank(text.slice(start, end)));
    at = end;
  }
  return code;
}
