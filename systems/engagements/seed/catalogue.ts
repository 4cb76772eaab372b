/** A tenant as the seed knows it. */
export interface TenantCatalogue {
  readonly slug: string;
  readonly name: string;
  readonly domain: string;
  /** What its engagements look at. */
  readonly areas: readonly string[];
  /** What its observations are about. */
  readonly systems: readonly string[];
}

export const tenants: readonly TenantCatalogue[] = [
  {
    slug: 'harbour-savings-bank',
    name: 'Harbour Savings Bank',
    domain: 'harbour-savings.example',
    areas: [
      'Retail lending',
      'Treasury operations',
      'Payment processing',
      'Anti-money-laundering monitoring',
      'Branch cash handling',
      'Vendor management',
      'Identity and access management',
      'Model risk',
    ],
    systems: [
      'the core banking system',
      'the card platform',
      'the treasury workstation',
      'the loan origination portal',
    ],
  },
  {
    slug: 'northfield-university',
    name: 'Northfield University',
    domain: 'northfield.example',
    areas: [
      'Research grants',
      'Student fees',
      'Laboratory safety',
      'Procurement',
      'Payroll',
      'Campus network',
      'Library collections',
      'Student records',
    ],
    systems: ['the student register', 'the grants ledger', 'the payroll system', 'the laboratory inventory'],
  },
  {
    slug: 'valley-health-trust',
    name: 'Valley Health Trust',
    domain: 'valley-health.example',
    areas: [
      'Patient data protection',
      'Pharmacy stock',
      'Theatre scheduling',
      'Medical device maintenance',
      'Overtime and locums',
      'Infection control',
      'Clinical coding',
      'Charity funds',
    ],
    systems: ['the patient record', 'the pharmacy robot', 'the rota system', 'the imaging archive'],
  },
];

/** First and last names; the tenants take turns. */
export const names: readonly string[] = [
  'Amara Okoye',
  'Bjorn Halvorsen',
  'Celia Marques',
  'Dmitri Volkov',
  'Elif Kaplan',
  'Farah Siddiqui',
  'Giulia Conti',
  'Henrik Lund',
  'Imani Wanjiru',
  'Jorge Salas',
  'Keiko Mori',
  'Leon Fuchs',
  'Mirela Pop',
  'Nils Berger',
  'Oona Virtanen',
  'Pavel Dvorak',
  'Quentin Moreau',
  'Rosa Benitez',
  'Sunil Rao',
  'Tove Nygaard',
  'Usha Menon',
  'Viktor Horvat',
  'Wanda Zielinska',
  'Yusra Nasser',
];

/** How many people of a tenant have each role. */
export const roles = [
  ['CAE', 1],
  ['MANAGER', 2],
  ['AUDITOR', 3],
  ['AUDITEE', 2],
] as const;

/** What is wrong; `{it}` is a system. */
export const findings: readonly (readonly [title: string, severity: string, again: string])[] = [
  [
    'Privileged access to {it} is not reviewed',
    'HIGH',
    'Privileged access to {it} is still not reviewed every quarter',
  ],
  [
    'Accounts of leavers stay active in {it}',
    'CRITICAL',
    'Accounts of leavers stay active in {it} for more than a week',
  ],
  [
    'Changes to {it} are released by those who wrote them',
    'HIGH',
    'Changes to {it} are again released by those who wrote them',
  ],
  [
    'Restoring {it} from a backup was never tried',
    'MEDIUM',
    'Restoring {it} from a backup was not tried this year',
  ],
  ['Reconciliations of {it} are late', 'MEDIUM', 'Reconciliations of {it} are late in two of three months'],
  ['The owner of {it} is not named', 'LOW', 'The owner of {it} is not named in the new register'],
  ['Interfaces of {it} are not monitored', 'MEDIUM', 'Interfaces of {it} are monitored on working days only'],
  [
    'The contract for {it} has no right to audit',
    'LOW',
    'The renewed contract for {it} has no right to audit',
  ],
  [
    'Personal data in {it} is kept without limit',
    'HIGH',
    'Personal data in {it} is kept beyond the new limit',
  ],
  [
    'Exceptions in {it} are approved after the fact',
    'MEDIUM',
    'Exceptions in {it} are approved after the fact, now by mail',
  ],
];

/** Codes and titles of what every tenant has to comply with. */
export const requirements: readonly (readonly [code: string, title: string])[] = [
  ['GOV-1', 'The audit charter is approved by the board'],
  ['GOV-2', 'The chief audit executive reports to the audit committee'],
  ['PLAN-1', 'The plan is based on a documented assessment of risk'],
  ['PLAN-2', 'The plan is reviewed when risks change'],
  ['ENG-1', 'Objectives and scope are agreed before fieldwork'],
  ['ENG-2', 'Work papers support every conclusion'],
  ['ENG-3', 'Work is supervised and the supervision is documented'],
  ['REP-1', 'Results are communicated in time'],
  ['REP-2', 'Errors in a report are corrected towards all who received it'],
  ['MON-1', 'Disposition of results is followed up'],
  ['MON-2', 'Accepted risks are escalated'],
  ['QA-1', 'There is an internal assessment every year'],
];
