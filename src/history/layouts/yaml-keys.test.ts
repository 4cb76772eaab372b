import { expect, it } from 'vitest';
import { yamlKeys } from './yaml-keys.ts';

it('tells values by their dotted paths', () => {
  const text = `# Spring
spring:
  datasource.url: jdbc:postgresql://localhost/app # local
  flyway:
    table: "history"
    locations:
      - classpath:db/migration
      - 'filesystem:extra'
    schemas:
    - app
    - audit
    placeholders:
      app-user: 'shop # 1'
      empty:
server:
  port: 8080
---
spring:
  config:
    activate:
      on-profile: test
  flyway:
    enabled: false
---
spring.flyway.url: jdbc:h2:mem
`;
  expect(Object.fromEntries(yamlKeys(text))).toEqual({
    'spring.datasource.url': 'jdbc:postgresql://localhost/app',
    'spring.flyway.table': 'history',
    'spring.flyway.locations': 'classpath:db/migration,filesystem:extra',
    'spring.flyway.schemas': 'app,audit',
    'spring.flyway.placeholders.app-user': 'shop # 1',
    'server.port': '8080',
    'spring.flyway.url': 'jdbc:h2:mem',
  });
});
