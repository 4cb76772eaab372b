import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { directory } from '../../../test/strata.ts';
import { findProjects } from '../detect/detect.ts';
import { readHistory } from '../read.ts';
import { layOut } from '../write.ts';
import { linesChecksum } from './flyway.ts';
import { flywayLocations, readFlywayConfig } from './flyway-config.ts';

test('a checksum is the CRC-32 of the lines without their ends, with a sign', () => {
  // The check value of CRC-32, 0xCBF43926.
  for (const text of ['123456789', '123\n456\n789\n', '123\r\n456789\r\n', '1234\r56789'])
    expect(linesChecksum(text)).toBe(-873187034);
});

test.each([
  ['flyway.conf', 'flyway.table=HISTORY\n', '"HISTORY"', 'public'],
  ['flyway.conf', 'flyway.schemas=app, other\n', '"app"."flyway_schema_history"', 'app'],
  [
    'src/main/resources/application.properties',
    'spring.flyway.default-schema = shop\nspring.flyway.table = done\n',
    '"shop"."done"',
    'shop',
  ],
  ['flyway.toml', '[flyway]\ntable = "done"\nschemas = ["app", "b"]\n', '"app"."done"', 'app'],
  ['flyway.conf', `flyway.schemas=\${SCHEMA}\n`, undefined, 'public'],
])('%s names the ledger: %s', (file, text, ledgerTable, schema) => {
  using project = directory({ [file]: text });
  const config = readFlywayConfig(project.path);
  expect(config.ledgerTable).toBe(ledgerTable);
  expect(config.placeholders.get('flyway:defaultschema')).toBe(schema);
});

test('a text is left as it is where Flyway is told so, for all scripts or for one', async () => {
  const text = (quote: string) => `SELECT '${quote}';\n`;
  const read = async (files: Readonly<Record<string, string>>) => {
    using project = directory({ 'sql/V1__a.sql': text(`\${flyway:table} #[Name]`), ...files });
    const { projects } = await findProjects(project.path);
    const { migrations, findings } = await readHistory(projects[0]!);
    return { up: migrations[0]?.up.text, rules: findings.map(({ rule }) => rule) };
  };
  const untouched = { up: text(`\${flyway:table} #[Name]`), rules: [] };
  expect((await read({})).up).toBe(text('flyway_schema_history #[Name]'));
  expect(await read({ 'flyway.conf': 'flyway.placeholderReplacement=false\n' })).toEqual(untouched);
  expect(await read({ 'sql/V1__a.sql.conf': 'placeholderReplacement=false\n' })).toEqual(untouched);
  expect(
    await read({
      'src/main/resources/application.yml':
        'spring:\n  flyway:\n    placeholder-prefix: "#["\n    placeholder-suffix: "]"\n    placeholders:\n      name: shop\n',
    }),
  ).toEqual({ up: text(`\${flyway:table} shop`), rules: [] });
  expect(
    await read({ 'flyway.toml': '[flyway]\nplaceholderPrefix = "#["\nplaceholderSuffix = "]"\n' }),
  ).toEqual({
    ...untouched,
    rules: ['unknown-placeholder'],
  });
  expect((await read({ 'flyway.toml': '[flyway\n' })).rules).toEqual(['invalid-configuration']);
});

test('what is written with a dollar sign and braces is read back as it was written', async () => {
  const draft = { up: [`SELECT '\${flyway:table}';\n`], down: ['SELECT 1;\n'], lost: [], isAlone: false };
  using project = directory({ 'sql/V1__a.sql': 'SELECT 1;\n' });
  const { projects } = await findProjects(project.path);
  const { files, notes } = layOut(await readHistory(projects[0]!), 'b', [draft], new Date(0));
  expect(files.map(({ file }) => file)).toEqual(['sql/V2__b.sql', 'sql/U2__b.sql', 'sql/V2__b.sql.conf']);
  expect(notes).toEqual([expect.stringContaining('V2__b.sql holds what Flyway takes for a placeholder')]);
  for (const { file, text } of files) writeFileSync(path.join(project.path, file), text);
  expect((await readHistory(projects[0]!)).migrations[1]?.up.text).toBe(draft.up[0]);
});

test('locations stand behind an equals sign or a colon, as in any file of properties', () => {
  for (const line of [
    'flyway.locations=filesystem:sql,more',
    'spring.flyway.locations : sql, more',
    'quarkus.flyway.locations = sql,more',
  ])
    expect(flywayLocations('flyway.conf', `${line}\n`)).toEqual(['sql', 'more']);
});
