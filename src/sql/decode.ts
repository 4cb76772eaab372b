import { StrataError } from '../model/errors.ts';
import { indexLines, locate } from './locate.ts';
import { splitStatements } from './split.ts';

/**
 * The text of a file of SQL: UTF-8, UTF-16 where a byte-order mark says so, or the encoding that the file names as pg_dump does
 * (`SET client_encoding = 'LATIN1'`). Throws a `project` error for what is no text in any of these.
 * https://www.postgresql.org/docs/18/multibyte.html
 */
export function decodeSql(bytes: Uint8Array, file: string): string {
  const mark = [...bytes.subarray(0, 3)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  const wide = mark.startsWith('fffe') ? 'utf-16le' : mark.startsWith('feff') ? 'utf-16be' : undefined;
  const text = wide === undefined ? decodeNarrow(bytes, file, mark) : decodeAs(wide, bytes, file, 'UTF-16');
  const nul = text.indexOf('\0');
  if (nul === -1) return text;
  throw new StrataError('project', 'holds a NUL character, which PostgreSQL takes nowhere', {
    where: { file, ...locate(indexLines(text), nul) },
    hint: 'Take it out. If the whole file is UTF-16, save it as UTF-8.',
  });
}

function decodeNarrow(bytes: Uint8Array, file: string, mark: string): string {
  const plain = new TextDecoder('latin1').decode(bytes.subarray(0, 65_536));
  refuseArchives(plain, file);
  const said = encodingSaid(plain);
  return decodeAs(mark === 'efbbbf' ? 'utf-8' : labelOf(said), bytes, file, said);
}

/** What a statement of its own says; the same words among the options of a function are about that function. */
function encodingSaid(text: string): string | undefined {
  if (!/client_encoding/i.test(text)) return undefined;
  const own = splitStatements(text).statements.find(({ head }) => head.startsWith('SET CLIENT_ENCODING'));
  return own && /^SET\s+client_encoding\s*(?:=|TO)\s*'?([\w-]+)/i.exec(text.slice(own.start, own.end))?.[1];
}

function decodeAs(label: string, bytes: Uint8Array, file: string, said: string | undefined): string {
  try {
    return new TextDecoder(label, { fatal: true }).decode(bytes);
  } catch (cause) {
    throw notText(bytes, file, label, said, cause);
  }
}

function refuseArchives(start: string, file: string): void {
  if (!start.startsWith('PGDMP')) return;
  throw new StrataError('project', `${file} is an archive of pg_dump, not SQL`, {
    hint: `pg_restore --schema-only --file schema.sql ${file} makes SQL of it.`,
  });
}

function notText(
  bytes: Uint8Array,
  file: string,
  label: string,
  said: string | undefined,
  cause: unknown,
): StrataError {
  const text = new TextDecoder(label).decode(bytes);
  const at = Math.max(text.indexOf('\ufffd'), 0);
  return new StrataError('project', `is not written in ${said ?? 'UTF-8'}`, {
    where: { file, ...locate(indexLines(text), at) },
    hint: "Save it as UTF-8, or let it say its encoding as pg_dump does: SET client_encoding = 'LATIN1';",
    cause,
  });
}

/** PostgreSQL's names for encodings that the standard for the web names otherwise. https://encoding.spec.whatwg.org/ */
const renamed: Readonly<Record<string, string>> = {
  sqlascii: 'utf-8',
  unicode: 'utf-8',
  latin3: 'iso-8859-3',
  latin4: 'iso-8859-4',
  latin5: 'iso-8859-9',
  latin6: 'iso-8859-10',
  latin7: 'iso-8859-13',
  latin8: 'iso-8859-14',
  latin9: 'iso-8859-15',
  latin10: 'iso-8859-16',
  win866: 'ibm866',
  win874: 'windows-874',
  koi8: 'koi8-r',
  koi8r: 'koi8-r',
  koi8u: 'koi8-u',
  euccn: 'gbk',
  eucjp: 'euc-jp',
  euckr: 'euc-kr',
  uhc: 'euc-kr',
  sjis: 'shift_jis',
};

/** An unknown encoding is read as UTF-8, and refused where the text is not. */
function labelOf(said: string | undefined): string {
  const name = (said ?? 'utf8').toLowerCase().replaceAll(/[-_]/g, '');
  const label =
    renamed[name] ?? name.replace(/^win(?=125)/, 'windows-').replace(/^iso8859(?=\d)/, 'iso-8859-');
  try {
    return new TextDecoder(label).encoding;
  } catch {
    return 'utf-8';
  }
}
