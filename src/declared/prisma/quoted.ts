/** A text as Prisma writes it: between double quotes, with JSON's escapes. */
export function quoted(text: string): string {
  return JSON.stringify(text);
}

/** The text behind what a schema has between its double quotes; what no escape of JSON's explains stays as it is. */
export function unquoted(written: string): string {
  try {
    return String(JSON.parse(`"${written}"`));
  } catch {
    return written;
  }
}
