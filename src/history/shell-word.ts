/** The same where quotes are needed; a plain path stays as it is. */
export function shellPath(path: string): string {
  return /^[\w./@-]+$/.test(path) && !path.startsWith('-') ? path : shellWord(path);
}

/** Quotes a file's name as one word of a POSIX shell: hints hold commands, and a name may come from a stranger's pull request. */
export function shellWord(name: string): string {
  return `'${name.replaceAll("'", "'\\''")}'`;
}
