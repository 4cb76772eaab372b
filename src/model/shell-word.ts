/** A path, a name or what an option takes, as one word of a POSIX shell: quoted where that is needed, else as it is. */
export function shellPath(path: string): string {
  return /^[\w./@][\w./@=-]*$/.test(path) ? path : shellWord(path);
}

/** Quotes a file's name as one word of a POSIX shell: hints hold commands, and a name may come from a stranger's pull request. */
export function shellWord(name: string): string {
  return `'${name.replaceAll("'", "'\\''")}'`;
}
