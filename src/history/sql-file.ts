import { isUtf8 } from 'node:buffer';
import { createHash } from 'node:crypto';
import path from 'node:path';
import { endOfBlockComment } from '../model/block-comment.ts';
import type { Finding } from '../model/finding.ts';
import type { Hint } from '../model/hint.ts';
import type { SqlText } from '../model/migration.ts';
import { shellWord } from '../model/shell-word.ts';
import { absenceOf } from './absence.ts';
import { readBytes } from './file-bytes.ts';

/** A file of SQL as it was read. One that could not be read has an empty text and a finding. */
export interface SqlFile {
  /** Relative to the project's directory. */
  readonly file: string;
  /** Name of the migration that it belongs to. */
  readonly migration: string;
  /** Decoded, without byte-order mark, line ends as in the file. */
  readonly text: string;
  /** SHA-256 of the file's bytes, hex. */
  readonly hash: string;
  readonly lineEnds: 'lf' | 'crlf' | 'mixed';
  readonly isReadable: boolean;
  readonly findings: readonly Finding[];
}

/** Which file to read, for which migration. */
interface SqlSource {
  readonly file: string;
  readonly migration: string;
}

/** Reads files of SQL, in the order given. What is wrong with one is among its findings; nothing is thrown. */
export async function readSqlFiles(dir: string, sources: readonly SqlSource[]): Promise<readonly SqlFile[]> {
  // Handing hundreds of small files to threads costs more than reading them: twice the time on two busy cores.
  return sources.map((source) => toSqlFile(source, () => readBytes(path.join(dir, source.file))));
}

/** Reads one file of SQL that is no migration of its own, by its absolute path. */
export function readSqlFile(file: string): SqlFile {
  return toSqlFile({ file, migration: file }, () => readBytes(file));
}

/** A file of SQL from its bytes, wherever they come from. What is wrong with it is among its findings; nothing is thrown. */
export function toSqlFile(source: SqlSource, read: () => Buffer): SqlFile {
  try {
    return decode(source, read());
  } catch (error) {
    return unreadable(source, error as NodeJS.ErrnoException);
  }
}

/** The whole of a file as one run of SQL. */
export function wholeText(file: SqlFile): SqlText {
  return { file: file.file, text: file.text, firstLine: 1 };
}

/** The part of a file from `start` (the first column of a line) up to `end`. */
export function partOf(file: SqlFile, start: number, end: number): SqlText {
  return { file: file.file, text: file.text.slice(start, end), firstLine: lineAt(file.text, start) };
}

/**
 * The text below the line that marks the way up, and below the one that marks the way down if that comes later. Statements that
 * stand above both are a part of the way up: left out, nobody would miss them.
 */
export function partsBelow(
  file: SqlFile,
  up: { readonly index: number },
  down: { readonly index: number } | null,
): { readonly up: SqlText; readonly down?: SqlText } {
  const { text } = file;
  const isDownFirst = down !== null && down.index < up.index;
  const start = isDownFirst || isEmptySql(text.slice(0, up.index)) ? nextLine(text, up.index) : 0;
  if (down === null || isDownFirst) return { up: partOf(file, start, text.length) };
  return {
    up: partOf(file, start, down.index),
    down: partOf(file, nextLine(text, down.index), text.length),
  };
}

/** The 1-based line on which the character at `offset` stands. */
export function lineAt(text: string, offset: number): number {
  let line = 1;
  for (let at = text.indexOf('\n'); at !== -1 && at < offset; at = text.indexOf('\n', at + 1)) line++;
  return line;
}

/** Where the line after the one at `offset` begins; the end of the text when there is none. */
export function nextLine(text: string, offset: number): number {
  const end = text.indexOf('\n', offset);
  return end === -1 ? text.length : end + 1;
}

/** Whether a text holds nothing but white space, comments and semicolons. */
export function isEmptySql(text: string): boolean {
  const blank = /[\s;]+|--[^\n]*/y;
  let at = 0;
  while (at < text.length) {
    blank.lastIndex = at;
    if (blank.test(text)) {
      at = blank.lastIndex;
    } else if (text.startsWith('/*', at)) {
      at = endOfBlockComment(text, at);
    } else {
      return false;
    }
  }
  return true;
}

/** Archives that are no text, by their first bytes, with the command that turns each into SQL. */
const archives: readonly (readonly [string, string, (file: string) => string])[] = [
  ['PGDMP', 'an archive of pg_dump (its custom format)', (file) => `pg_restore -f restored.sql ${file}`],
  ['\x1f\x8b', 'compressed with gzip', (file) => `gunzip -c ${file} > plain.sql`],
];

function decode(source: SqlSource, bytes: Buffer): SqlFile {
  const archive = archives.find(([magic]) => bytes.subarray(0, magic.length).toString('latin1') === magic);
  if (archive !== undefined) {
    const [, what, command] = archive;
    return unread(source, `${source.file} is ${what}, not SQL`, [
      'Make SQL of it:',
      { code: command(shellWord(source.file)) },
    ]);
  }
  const { text, findings } = decodeBytes(source, bytes);
  return {
    ...source,
    text,
    hash: createHash('sha256').update(bytes).digest('hex'),
    lineEnds: lineEndsOf(text),
    isReadable: true,
    findings,
  };
}

function decodeBytes(source: SqlSource, bytes: Buffer): { text: string; findings: readonly Finding[] } {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return decodeUtf16(source, bytes, 'utf-16le', true);
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return decodeUtf16(source, bytes, 'utf-16be', true);
  const wide = bytes.includes(0) ? wideEncoding(bytes) : undefined;
  if (wide !== undefined) return decodeUtf16(source, bytes, wide, false);
  if (!isUtf8(bytes)) {
    if (bytes.includes(0)) throw new Error('it holds bytes that are not text');
    return decodeLegacy(source, bytes);
  }
  const findings: Finding[] = [];
  let text = bytes.toString('utf8');
  if (text.startsWith('\ufeff')) {
    text = text.slice(1);
    findings.push({
      rule: 'byte-order-mark',
      severity: 'warning',
      message: `${source.file} begins with a byte-order mark`,
      notes: [
        'PostgreSQL takes the mark for a letter: sent as it is, the first statement is a syntax error.',
        'Strata rehearses the text without it.',
      ],
      hint: ['Take it away:', { code: `sed -i '1s/^\\xEF\\xBB\\xBF//' ${shellWord(source.file)}` }],
      where: { file: source.file, line: 1, column: 1 },
      migration: source.migration,
    });
  }
  const nul = text.indexOf('\0');
  if (nul === -1) return { text, findings };
  const file = shellWord(source.file);
  const removal = ['Take it out:', { code: `tr -d '\\000' < ${file} > fixed.sql && mv fixed.sql ${file}` }];
  findings.push(wrongEncoding(source, text, nul, 'holds a NUL character', removal));
  // Positions stay true, and the rest is judged.
  return { text: text.replaceAll('\0', ' '), findings };
}

/** UTF-16 without a mark, told by the empty halves of its letters. */
function wideEncoding(bytes: Buffer): 'utf-16le' | 'utf-16be' | undefined {
  const empty = [0, 0];
  const asked = bytes.subarray(0, 2000);
  asked.forEach((byte, at) => {
    if (byte === 0) empty[at % 2]! += 1;
  });
  const [high = 0, low = 0] = empty.map((count) => count / (asked.length / 2));
  if (low > 0.7 && high < 0.1) return 'utf-16le';
  return high > 0.7 && low < 0.1 ? 'utf-16be' : undefined;
}

function decodeUtf16(source: SqlSource, bytes: Buffer, encoding: 'utf-16le' | 'utf-16be', isMarked: boolean) {
  const text = new TextDecoder(encoding).decode(bytes);
  const name = encoding.toUpperCase();
  // Under a name that says the order of the bytes, iconv keeps the mark, which says the same.
  const from = isMarked ? 'UTF-16' : name;
  const what = `is encoded in ${name}, not in UTF-8`;
  return { text, findings: [wrongEncoding(source, '', 0, what, saveAsUtf8(source, from))] };
}

/** Reports the first byte that is not UTF-8, and reads the file as Windows-1252 so that the rest can be judged. */
function decodeLegacy(source: SqlSource, bytes: Buffer) {
  const text = new TextDecoder('windows-1252').decode(bytes);
  const offset = firstInvalid(bytes);
  const byte = bytes[offset]!.toString(16).toUpperCase().padStart(2, '0');
  const what = `is not valid UTF-8 (byte 0x${byte})`;
  return {
    text,
    findings: [wrongEncoding(source, text, offset, what, saveAsUtf8(source, 'WINDOWS-1252'))],
  };
}

function saveAsUtf8(source: SqlSource, from: string): Hint {
  const file = shellWord(source.file);
  return [
    'Save it as UTF-8 without byte-order mark:',
    { code: `iconv -f ${from} -t UTF-8 ${file} > fixed.sql && mv fixed.sql ${file}` },
  ];
}

function wrongEncoding(source: SqlSource, text: string, offset: number, what: string, hint: Hint): Finding {
  return {
    rule: 'encoding',
    severity: 'error',
    message: `${source.file} ${what}`,
    notes: [
      'Runners send files as UTF-8: PostgreSQL refuses the bytes, or stores other letters than were meant.',
      'Strata rehearses a decoded copy.',
    ],
    hint,
    where: {
      file: source.file,
      line: lineAt(text, offset),
      column: offset - text.lastIndexOf('\n', offset - 1),
    },
    migration: source.migration,
  };
}

/** The first byte that is not UTF-8. Called only for bytes that hold one. */
function firstInvalid(bytes: Buffer): number {
  const lossy = bytes.toString('utf8');
  let offset = 0;
  let from = 0;
  for (let at = lossy.indexOf('\ufffd'); at !== -1; at = lossy.indexOf('\ufffd', from)) {
    offset += Buffer.byteLength(lossy.slice(from, at));
    // The replacement character itself may stand in a file, correctly encoded.
    if (bytes.readUIntBE(offset, Math.min(3, bytes.length - offset)) !== 0xefbfbd) return offset;
    offset += 3;
    from = at + 1;
  }
  return 0;
}

function lineEndsOf(text: string): SqlFile['lineEnds'] {
  if (!text.includes('\r\n')) return 'lf';
  const bare = /(?<!\r)\n/.test(text);
  return bare ? 'mixed' : 'crlf';
}

const reasons: Readonly<Record<string, string>> = {
  EISDIR: 'it is a directory',
  EACCES: 'this user may not read it',
  EPERM: 'this user may not read it',
};

function unreadable(source: SqlSource, error: NodeJS.ErrnoException): SqlFile {
  const { code = '', path: place } = error;
  const absence = /^(?:ENOENT|ENOTDIR|ELOOP)$/.test(code)
    ? absenceOf(place ?? source.file, error)
    : undefined;
  const reason = absence === undefined ? (reasons[code] ?? error.message) : `it ${absence}`;
  return unread(
    source,
    `${source.file} cannot be read: ${reason}`,
    code === 'EACCES' || code === 'EPERM'
      ? ['Allow it:', { code: `chmod u+r ${shellWord(source.file)}` }]
      : ['Restore the file from version control:', { code: `git checkout -- ${shellWord(source.file)}` }],
    absence === 'does not exist' ? 'missing-migration-file' : 'unreadable-migration',
  );
}

function unread(source: SqlSource, message: string, hint: Hint, rule = 'unreadable-migration'): SqlFile {
  return {
    ...source,
    text: '',
    hash: createHash('sha256').digest('hex'),
    lineEnds: 'lf',
    isReadable: false,
    findings: [
      {
        rule,
        severity: 'error',
        message,
        notes: ['The migration was not rehearsed; what comes after it may fail for that reason alone.'],
        hint,
        where: { file: source.file, line: 1, column: 1 },
        migration: source.migration,
      },
    ],
  };
}
