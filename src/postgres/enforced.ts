/** Whether a constraint, as `pg_get_constraintdef` writes it, is enforced: a check and a foreign key need not be. */
export function isEnforced(definition: unknown): boolean {
  return !/ NOT ENFORCED$/.test(String(definition));
}
