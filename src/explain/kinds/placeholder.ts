import type { Explanation, Failure } from '../failure.ts';

/** How programs mark what they fill in before they send a file. */
const forms: readonly RegExp[] = [
  // psql; not a cast
  /(?<!:):(?:'[^'\n]+'|"[^"\n]+"|[A-Za-z_]\w*)/g,
  /\$\{[^}\n]+\}|\$<[^>\n]+>|\$\([^)\n]+\)|\$\/[^/\n]+\/|\$\[[^\]\n]+\]/g,
  /\{\{.*?\}\}|\{%.*?%\}|<%.*?%>|#\{[^}\n]+\}|(?<!\$)\{[A-Za-z_][\w.]*\}/g,
  /%\(\w+\)s|%[A-Z][A-Z_]+%|@@?[A-Z][A-Z_]+@@?|%[sI](?!\w)/g,
];
/** Names of this form are placeholders as well, although PostgreSQL reads them as ordinary names. */
const name = /^(?:__\w+__|\{\w+\})$/;

/** A syntax error at a placeholder that a program replaces before it runs the file. */
export function templateFile(failure: Failure): Explanation | undefined {
  const { error, migration } = failure;
  if (error.offset === undefined) return undefined;
  const found = placeholderAt(migration.up.text, error.offset);
  return found === undefined ? undefined : tell(found);
}

/** A missing thing whose name is one. */
export function isPlaceholderName(text: string): boolean {
  return name.test(text);
}

/** A control tag of a template, which chooses what is written: no value can be given for it. */
const control =
  /^(?:\{\{[-~]?|\{%[-+]?|<%[-_]?)\s*(?:[#/^]|(?:if|elsif|elseif|elif|else|end\w*|range|for|foreach|each|with|define|template|block|include|extends|macro|set|unless)\b)/;

/** What is to be said where a file is no SQL yet. */
export function tell(placeholder: string): Explanation {
  if (control.test(placeholder))
    return {
      rule: 'template-file',
      message: `\`${placeholder}\` is a template's own statement: a program writes out the SQL before it runs this file`,
      notes: ['PostgreSQL is asked as the file stands, and cannot read it.'],
      hint: 'Let the program write out its SQL, and check the folder of that.',
      focus: placeholder,
    };
  const key = placeholder.includes("'") ? JSON.stringify(placeholder) : `'${placeholder}'`;
  return {
    rule: 'template-file',
    message: `\`${placeholder}\` is a placeholder: a program fills it in before it runs this file`,
    notes: ['PostgreSQL is asked as the file stands, and cannot read it.'],
    hint: `Say in strata.config.ts what it stands for: placeholders: { ${key}: '…' }`,
    focus: placeholder,
  };
}

/** The placeholder that the offset lies in, right before or right behind. */
function placeholderAt(text: string, offset: number): string | undefined {
  const lineStart = text.lastIndexOf('\n', offset - 1) + 1;
  const lineEnd = text.indexOf('\n', offset);
  const line = text.slice(lineStart, lineEnd === -1 ? text.length : lineEnd);
  const at = offset - lineStart;
  for (const form of forms) {
    for (const match of line.matchAll(form)) {
      if (match.index <= at && at <= match.index + match[0].length) return match[0];
    }
  }
  return undefined;
}
