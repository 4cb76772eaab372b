import { expect, test } from 'vitest';
import { decodeSql } from './decode.ts';

const bytes = (text: string, encoding: BufferEncoding = 'utf8') => Buffer.from(text, encoding);

test('a file is UTF-8, with or without a byte-order mark', () => {
  expect(decodeSql(bytes("SELECT 'Größe';"), 'a.sql')).toBe("SELECT 'Größe';");
  expect(decodeSql(bytes("\ufeffSELECT 'Größe';"), 'a.sql')).toBe("SELECT 'Größe';");
});

test('what a shell on Windows writes is UTF-16 with a byte-order mark', () => {
  expect(decodeSql(bytes("\ufeffSELECT 'Größe';", 'utf16le'), 'a.sql')).toBe("SELECT 'Größe';");
  const bigEndian = bytes("\ufeffSELECT 'Größe';", 'utf16le').swap16();
  expect(decodeSql(bigEndian, 'a.sql')).toBe("SELECT 'Größe';");
});

test.each([
  ['LATIN1', 'Gr\xf6\xdfe', 'Größe'],
  ['WIN1251', '\xcc\xee\xf1\xea\xe2\xe0', 'Москва'],
  ['KOI8R', '\xed\xcf\xd3\xcb\xd7\xc1', 'Москва'],
  ['LATIN9', '\xa4', '€'],
  ['ISO_8859_5', '\xbc\xde', 'Мо'],
  ['SJIS', '\x93\x8c\x8b\x9e', '東京'],
  ['EUC_JP', '\xc5\xec\xb5\xfe', '東京'],
])('a file may say that it is written in %s', (encoding, raw, text) => {
  const head = `-- a dump\nSET client_encoding = '${encoding}';\n`;
  expect(decodeSql(bytes(`${head}-- ${raw}`, 'latin1'), 'a.sql')).toBe(`${head}-- ${text}`);
});

test('the encoding that a function sets for itself is not that of its file', () => {
  const text =
    "CREATE FUNCTION f() RETURNS text LANGUAGE sql\n  SET client_encoding TO 'LATIN1'\n  AS $$ SELECT 'Größe' $$;";
  expect(decodeSql(bytes(text), 'a.sql')).toBe(text);
});

test.each([
  ['that breaks off', bytes('\ufeffSELECT 1;', 'utf16le').subarray(0, -1), 'is not written in UTF-16'],
  ['of four bytes a letter', Buffer.from([0xff, 0xfe, 0, 0, 0x41, 0, 0, 0]), 'holds a NUL character'],
])('UTF-16 %s is refused', (_, file, message) => {
  expect(() => decodeSql(file, 'a.sql')).toThrow(message);
});

test('a dump of a database without encoding is read as UTF-8', () => {
  const text = "SET client_encoding = 'SQL_ASCII';\n-- Größe";
  expect(decodeSql(bytes(text), 'a.sql')).toBe(text);
});

test('what is no UTF-8 and names no encoding is refused with its line', () => {
  expect(() => decodeSql(bytes("SELECT 1;\nSELECT 'Gr\xf6\xdfe';", 'latin1'), 'a.sql')).toThrow(
    expect.objectContaining({
      message: 'is not written in UTF-8',
      where: { file: 'a.sql', line: 2, column: 11 },
      hint: expect.stringContaining('SET client_encoding'),
    }),
  );
});

test('an archive of pg_dump is named as one', () => {
  expect(() => decodeSql(bytes('PGDMP\x01\x0e', 'latin1'), 'a.dump')).toThrow(
    'a.dump is an archive of pg_dump, not SQL',
  );
});

test('a NUL character is refused at its place', () => {
  expect(() => decodeSql(bytes('SELECT 1;\nSELECT \0;'), 'a.sql')).toThrow(
    expect.objectContaining({
      message: 'holds a NUL character, which PostgreSQL takes nowhere',
      where: { file: 'a.sql', line: 2, column: 8 },
    }),
  );
});
