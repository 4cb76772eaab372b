/** A version of a Flyway script by its numbers. Zeros at its end are left out: `1.0` and `1` are one version. */
export type FlywayVersion = readonly bigint[];

/** Reads `1_2` of a file's name, or `1.2` of the ledger. */
export function parseFlywayVersion(text: string): FlywayVersion {
  const parts = text.split(/[._]/).map((part) => BigInt(/^\d+$/.test(part) ? part : 0));
  return parts.slice(0, Math.max(1, parts.findLastIndex((part) => part !== 0n) + 1));
}

/** Negative where `a` comes before `b`, 0 where they are one version. */
export function compareFlywayVersions(a: FlywayVersion, b: FlywayVersion): number {
  for (let i = 0; i < Math.max(a.length, b.length); i += 1) {
    const [first, second] = [a[i] ?? 0n, b[i] ?? 0n];
    if (first !== second) return first < second ? -1 : 1;
  }
  return 0;
}
