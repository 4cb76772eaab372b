/** The source of a regular expression that matches a text as it stands. */
export function escaped(text: string): string {
  return text.replaceAll(/[\\^$.|?*+()[\]{}]/g, '\\$&');
}

/** Whether a text is the URL of a database, and no file or folder. */
export function isDatabaseUrl(text: string): boolean {
  return /^postgres(ql)?:\/\//i.test(text);
}

/** The source of a regular expression for a pattern in which `*` stands for any run of characters. */
export function starred(pattern: string): string {
  return pattern.split('*').map(escaped).join('.*');
}

/** Whether a name stands in SQL, quoted or not, in any case, and not as part of another. */
export function hasWord(sql: string, word: string): boolean {
  return new RegExp(`(?<![\\w$])${escaped(word)}(?![\\w$])`, 'i').test(sql);
}
