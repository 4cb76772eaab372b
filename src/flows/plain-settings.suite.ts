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
