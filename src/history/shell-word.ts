/** Quotes a file's name as one word of a POSIX shell: hints hold commands, and a name may come from a stranger's pull request. */
export function shellWord(name: string): string {
  return `'${name.replaceAll("'", "'\\''")}'`;
}
