/**
 * A text of Liquibase's formatted SQL without the changesets that it does not run on PostgreSQL: blanks stand in their place, so that
 * every position stays true. Any other text as it is. Contexts and labels count for nothing, as where Liquibase is given none.
 * https://docs.liquibase.com/concepts/changelogs/sql-format.html
 */
export function ownChangesets(text: string): string {
  if (!/^\s*--[ \t]*liquibase[ \t]+formatted[ \t]+sql\b/i.test(text)) return text;
  return text
    .split(/^(?=[ \t]*--[ \t]*changeset[ \t])/im)
    .map((part, index) => (index === 0 || isRun(part) ? part : part.replace(/[^\r\n]/g, ' ')))
    .join('');
}

/** Whether a changeset runs on PostgreSQL by the attributes in its first line: `dbms:h2,mysql`, `dbms:"!h2"`, `ignore:true`. */
function isRun(changeset: string): boolean {
  const [line = ''] = changeset.split('\n', 1);
  if (/\signore:"?true\b/i.test(line)) return false;
  const [, quoted, bare] = /\sdbms:(?:["']([^"']*)["']|(\S*))/i.exec(line) ?? [];
  const named = (quoted ?? bare ?? '').toLowerCase().split(',');
  const databases = named.map((name) => name.trim()).filter((name) => name !== '');
  if (databases.includes('all')) return true;
  if (databases.includes('none') || databases.includes('!postgresql')) return false;
  return databases.includes('postgresql') || databases.every((name) => name.startsWith('!'));
}
