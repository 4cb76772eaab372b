import { join } from 'node:path';
import type { RuleSettings } from '../model/rule-settings.ts';
import type { ProjectSettings } from '../model/settings.ts';

/** What a project without a configuration says; nothing is kept between runs. */
export const plainSettings: ProjectSettings = {
  overrides: {},
  engine: 'native',
  superuser: false,
  extensions: {},
  roles: [],
  setup: '',
  schema: undefined,
  renames: [],
  cache: false,
  cacheDir: undefined,
};

/** How the rules judge a project without a configuration. */
export function plainRules(dir: string): RuleSettings {
  return {
    preset: 'recommended',
    policies: {},
    levels: {},
    allowances: [],
    ownRules: [],
    baseline: join(dir, 'strata-baseline.json'),
    writesBaseline: false,
    sizes: undefined,
    since: undefined,
    today: '2026-11-20',
  };
}
