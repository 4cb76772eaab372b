import { expect, test } from 'vitest';
import { directory } from '../../../test/strata.ts';
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

test('locations stand behind an equals sign or a colon, as in any file of properties', () => {
  for (const line of ['flyway.locations=filesystem:sql,more', 'spring.flyway.locations : sql, more'])
    expect(flywayLocations('flyway.conf', `${line}\n`)).toEqual(['sql', 'more']);
});
