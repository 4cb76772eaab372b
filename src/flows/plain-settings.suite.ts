import { join } from 'node:path';
import type { RuleSettings } from '../model/rule-settings.ts';
import type { ProjectSettings } from '../model/settings.ts';
import type { DeployOptions } from './deploy.ts';
import type { DriftOptions } from './drift/judge-drift.ts';

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

/** The options of a deploy without any special wish; it does not wait for other deployers. */
export function plainDeploy(dir: string, url: string): DeployOptions {
  return {
    cwd: dir,
    dir,
    url,
    settingsOf: async () => plainSettings,
    allow: [],
    dryRun: false,
    plan: undefined,
    to: undefined,
    outOfOrder: false,
    retry: undefined,
    done: undefined,
    settle: undefined,
    rehearse: true,
    limits: { lockTimeoutMs: 500, statementTimeoutMs: 0, lockRetries: 1 },
    waitMs: 0,
    onProgress: () => {},
  };
}

/** The same for drift: it allows no difference. */
export function plainDrift(dir: string, url: string): DriftOptions {
  return {
    cwd: dir,
    dir,
    url,
    settingsOf: async () => plainSettings,
    ignoresOf: async () => [],
    today: '2026-11-20',
  };
}
