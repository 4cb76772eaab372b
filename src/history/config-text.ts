import path from 'node:path';
import { parse, TomlError } from 'smol-toml';
import type { Finding } from '../model/finding.ts';
import { readBytes } from './file-bytes.ts';

/** The whole text of a configuration, without byte-order mark, or null when it cannot be read. */
export function readConfigText(file: string): string | null {
  try {
    return readBytes(file)
      .toString('utf8')
      .replace(/^\ufeff/, '');
  } catch {
    return null;
  }
}

/** What a TOML file says; nothing where it is no TOML. */
export function tomlTable(text: string): Readonly<Record<string, unknown>> {
  try {
    return parse(text);
  } catch {
    return {};
  }
}

/** Tells of a TOML file, named relative to `dir`, of which nothing is known since it is no TOML. */
export function observeToml(dir: string, file: string): readonly Finding[] {
  try {
    parse(readConfigText(path.join(dir, file)) ?? '');
    return [];
  } catch (error) {
    if (!(error instanceof TomlError)) throw error;
    const [reason = ''] = error.message.replace('Invalid TOML document: ', '').split('\n');
    return [
      {
        rule: 'invalid-configuration',
        severity: 'warning',
        message: `${file} is no valid TOML: ${reason}`,
        notes: ['Strata knows nothing of what it says, and goes on as if it said nothing.'],
        hint: 'Mend it there: its own tool refuses it as well.',
        where: { file, line: error.line, column: error.column },
      },
    ];
  }
}
