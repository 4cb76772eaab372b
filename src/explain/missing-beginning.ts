import type { Finding } from '../model/finding.ts';
import type { History } from '../model/migration.ts';

/** Fewer can be told one by one. */
const many = 6;

/**
 * Migrations that upgrade a database which something else creates fail at nearly every object. These findings become one, where
 * already the first migration misses something.
 */
export function joinMissingBeginning(findings: readonly Finding[], history: History): readonly Finding[] {
  const missing = findings.filter(({ neverMade }) => neverMade !== undefined);
  const [first] = missing;
  if (first === undefined || missing.length < many || first.migration !== history.migrations[0]?.name)
    return findings;
  const told = missing
    .slice(0, 12)
    .flatMap(({ neverMade = [], where }) =>
      neverMade.map(({ word, name }) => `${word} \`${name}\` at ${where?.file}:${where?.line}`),
    );
  const more = missing.length > told.length ? [`… and ${missing.length - told.length} more.`] : [];
  const beginning: Finding = {
    ...first,
    rule: 'missing-beginning',
    message: `the history begins in the middle: ${missing.length} objects that its migrations need are created by none of them`,
    notes: [`First needed: ${told.join('; ')}.`, ...more],
    neverMade: missing.flatMap(({ neverMade = [] }) => neverMade),
    hint: "Where these files upgrade a database that something else creates, say in strata.config.ts which SQL makes it as it was before the first of them: setup: 'path/to/schema.sql'. Where nothing does: strata check --assume assumes it. Otherwise restore the migrations that come first.",
  };
  const gathered = new Set(missing);
  return findings.flatMap((finding) =>
    finding === first ? [beginning] : gathered.has(finding) ? [] : [finding],
  );
}
