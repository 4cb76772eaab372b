/** The expression of `CHECK ((n > 0)) NO INHERIT`, as pg_get_constraintdef writes it; undefined for any other constraint. */
export function readCheck(definition: string): string | undefined {
  return /^CHECK \((.*)\)( NO INHERIT)?$/s.exec(definition)?.[1];
}
