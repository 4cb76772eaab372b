/** The source of a regular expression that matches a text as it stands. */
export function escaped(text: string): string {
  return text.replaceAll(/[\\^$.|?*+()[\]{}]/g, '\\$&');
}

/** The source of a regular expression for a pattern in which `*` stands for any run of characters. */
export function starred(pattern: string): string {
  return pattern.split('*').map(escaped).join('.*');
}
