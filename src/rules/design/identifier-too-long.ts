import { escaped } from '../../model/patterns.ts';
import type { Rule } from '../../model/rule.ts';
import { tokens } from '../../sql/scan.ts';

export const identifierTooLong: Rule = {
  id: 'identifier-too-long',
  group: 'design',
  severity: 'warning',
  summary: 'A name is longer than 63 bytes: PostgreSQL cuts it off, and two long names may become one.',
  descendsFrom: ['squawk:identifier-too-long'],
  *judge(subject) {
    for (const act of subject.acts) {
      const told = new Set<string>();
      for (const { message, code } of act.seen?.notices ?? []) {
        const [, name, cut] = /^identifier "(.+)" will be truncated to "(.+)"$/s.exec(message) ?? [];
        if (code === '42622' && name !== undefined && cut !== undefined) told.add(name);
      }
      if (!act.ran && /^(CREATE|ALTER|DROP|COMMENT)\b/.test(act.head)) {
        for (const { kind, start, end } of tokens(act.text)) {
          const name = kind === 'quoted' ? act.text.slice(start + 1, end - 1) : act.text.slice(start, end);
          if (/^(word|quoted)$/.test(kind) && bytes(name) > 63) told.add(name);
        }
      }
      for (const name of told) {
        // What goes over lines is no name: a quote before it is not closed.
        if (name.includes('\n')) continue;
        // The server reads all of a query before it runs the first statement of it.
        const inSame = subject.acts.find((other) => other.at === act.at && other.text.includes(name));
        const holder = inSame ?? act;
        yield {
          act: holder,
          focus: name,
          ...(isGivenByTools(holder.text, name) ? { severity: 'info' as const } : {}),
          message: `\`${name}\` has ${bytes(name)} bytes; PostgreSQL keeps 63`,
          hint: 'Choose a shorter name: tools that look for the whole one will not find it.',
        };
      }
    }
  },
};

/** Constraints and indexes are named by tools, and looked for by nobody: only tables and columns are in code. */
function isGivenByTools(text: string, name: string): boolean {
  return new RegExp(
    `\\b(?:CONSTRAINT|INDEX(?:\\s+CONCURRENTLY)?)(?:\\s+IF(?:\\s+NOT)?\\s+EXISTS)?\\s+"?${escaped(name)}`,
    'i',
  ).test(text);
}

function bytes(text: string): number {
  return new TextEncoder().encode(text).length;
}
