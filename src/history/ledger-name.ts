/** The name of a ledger's table as a configuration spells it, always quoted, so that upper case is kept. */
export function ledgerName(...parts: readonly string[]): string {
  return parts.map((part) => `"${part.replaceAll('"', '""')}"`).join('.');
}
