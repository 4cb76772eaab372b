import { defineConfig } from 'pgstrata/config';

export default defineConfig({
  layout: 'prisma',
  seeds: ['seed/*.sql'],
  failOn: 'warning',
  policies: {
    // Teams move over one scenario at a time: the old application must find everything that it knew.
    additiveOnly: { since: '20251006083000_planning_mode' },
    // They carry no foreign key, so that "Scenario" and "Initiative" are neither locked nor bound by the new tables.
    softReferences: [
      { from: 'token_supplies.scenario_id', to: 'Scenario.id' },
      { from: 'token_demands.scenario_id', to: 'Scenario.id' },
      { from: 'token_demands.initiative_id', to: 'Initiative.id' },
    ],
    foreignKeysIndexed: true,
  },
  allow: [
    {
      rule: 'enum-type',
      about: 'PlanningMode',
      because:
        'A scenario is planned in one of two ways until all have moved; then the column goes, and the type with it.',
    },
  ],
});
