/** The name of a ledger's table as a configuration spells it, quoted so that nothing of it is folded. */
export function ledgerName(...parts: readonly string[]): string {
  return parts.map((part) => `"${part.replaceAll('"', '""')}"`).join('.');
}
