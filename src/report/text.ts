import type { CodeFrame } from '../model/finding.ts';
import { isSecretName, secretMask } from '../postgres/secrets.ts';

/** A text on one line of no more than `width` signs. */
export function clipped(text: string, width: number): string {
  const line = text.replaceAll(/\s+/g, ' ');
  return line.length > width ? `${line.slice(0, width - 1).trimEnd()}…` : line;
}

/** Breaks a paragraph at spaces so that no line is longer than `width`; existing line breaks are kept. */
export function wrap(text: string, width: number, indent = ''): string {
  return text
    .split('\n')
    .flatMap((line) => wrapLine(line, Math.max(20, width - indent.length)))
    .map((line) => (line === '' ? '' : indent + line))
    .join('\n');
}

function wrapLine(line: string, width: number): string[] {
  const lines: string[] = [];
  let current = '';
  for (const word of line.split(/(?<=\S) (?=\S)/)) {
    if (current !== '' && current.length + 1 + word.length > width) {
      lines.push(current);
      current = word;
    } else current = current === '' ? word : `${current} ${word}`;
  }
  return [...lines, current];
}

/** What stands under the marked line of a code frame: blanks up to the place, then carets to its end, or to the end of the line. */
export function marksUnder(line: string, { column, length }: Pick<CodeFrame, 'column' | 'length'>) {
  return {
    blank: line.slice(0, column - 1).replaceAll(/[^\t]/g, ' '),
    carets: '^'.repeat(Math.max(1, Math.min(length, line.length - column + 1))),
  };
}

/**
 * Spells out invisible characters, those that change the direction of text, and those that control a terminal, so that no name
 * can pass for another.
 */
export function visible(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Bidi_Control}\u200B\u2060\uFEFF]/gu, (sign) =>
    '\t\r\n'.includes(sign) ? sign : `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/**
 * A text without the secrets of the connection strings in it, URLs and `key=value` pairs, also of URLs that were taken for a path
 * (`postgres:/user:...`). It is for what is printed of arguments: a URL may stand where a folder or a file is expected, and logs
 * are kept.
 */
export function withoutPasswords(text: string): string {
  return text
    .replaceAll(/\b(postgres(?:ql)?:\/{1,2}[^\s:@/?]*):\S*@/gi, `$1:${secretMask}@`)
    .replaceAll(/([?&])([^\s=&?]+)=[^\s&]*/g, (pair, sign: string, name: string) =>
      isSecretName(name) ? `${sign}${name}=${secretMask}` : pair,
    )
    .replaceAll(
      /(?<![?&\w%])(\w+)(\s*=\s*)('(?:[^'\\]|\\.)*'|(?:[^\s\\]|\\.)+)/gs,
      (_, name: string, sign: string, value: string) =>
        `${name}${sign}${isSecretName(name) ? secretMask : withoutPasswords(value)}`,
    );
}
