/** A file's name as one word of a POSIX shell: hints hold commands, and names come from anybody's pull request. */
export function shellWord(name: string): string {
  return `'${name.replaceAll("'", "'\\''")}'`;
}
