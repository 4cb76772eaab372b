import {
  check,
  constraint,
  foreignKey,
  type Rule,
  restrict,
  trigger,
  uniqueIndex,
} from '../../shared/rules.ts';

const author = "'00000000-0000-4000-8000-000000000001'";
const other = "'00000000-0000-4000-8000-000000000002'";
const advisor = "'00000000-0000-4000-8000-000000000003'";
const web = "'00000000-0000-4000-8000-000000000017'";
const mechatronics = "'00000000-0000-4000-8000-000000000004'";
const layout = "'00000000-0000-4000-8000-000000000171'";
const assembly = "'00000000-0000-4000-8000-000000000041'";

function change(code: string, set: string): string {
  return `UPDATE "Descriptor" SET ${set} WHERE "code" = '${code}'`;
}

function section(skill: string, number: number, title: string, weight: number): string {
  return `INSERT INTO "WSOSSection" ("skillId", "number", "title", "weight") VALUES (${skill}, ${number}, '${title}', ${weight})`;
}

/** What a submission sets, without the one named column. */
function submission(without?: string): string {
  const values = { batchId: 'gen_random_uuid()', submittedAt: 'now()', wsosSectionId: layout };
  return Object.entries(values)
    .map(([column, value]) => `"${column}" = ${column === without ? 'NULL' : value}`)
    .join(', ');
}

const people: readonly Rule[] = [
  {
    title: 'an address is written in lower case',
    breaks: `INSERT INTO "User" ("email", "name", "role") VALUES ('Author@example.org', 'Marco again', 'SCM')`,
    code: check,
    ...constraint('User', 'User_email_lower_check'),
  },
  {
    title: 'an address belongs to one person',
    breaks: `INSERT INTO "User" ("email", "name", "role") VALUES ('author@example.org', 'Marco again', 'SCM')`,
    ...uniqueIndex('User_email_key'),
  },
  {
    title: 'the author of a descriptor stays',
    breaks: `DELETE FROM "User" WHERE "id" = ${author}`,
    code: restrict,
    ...constraint('Descriptor', 'Descriptor_createdById_fkey'),
  },
  {
    title: 'the reviewer of a descriptor stays',
    breaks: `DELETE FROM "User" WHERE "id" = ${advisor}`,
    code: restrict,
    ...constraint('Descriptor', 'Descriptor_reviewerId_fkey'),
  },
];

const skills: readonly Rule[] = [
  {
    title: 'a skill has a code of its own',
    breaks: `INSERT INTO "Skill" ("code", "name") VALUES ('17', 'Web again')`,
    ...uniqueIndex('Skill_code_key'),
  },
  {
    title: 'a descriptor belongs to a skill',
    breaks: change('draft', '"skillId" = gen_random_uuid()'),
    code: foreignKey,
    ...constraint('Descriptor', 'Descriptor_skillId_fkey'),
  },
  {
    title: 'a skill with sections stays',
    breaks: `DELETE FROM "Skill" WHERE "id" = ${mechatronics}`,
    code: restrict,
    ...constraint('WSOSSection', 'WSOSSection_skillId_fkey'),
  },
  {
    title: 'a quality indicator has a code of its own',
    breaks: `INSERT INTO "QualityIndicator" ("code", "description") VALUES ('USE', 'Usability again')`,
    ...uniqueIndex('QualityIndicator_code_key'),
  },
  {
    title: 'a quality indicator in use stays',
    breaks: `DELETE FROM "QualityIndicator" WHERE "code" = 'USE'`,
    code: restrict,
    ...constraint('Descriptor', 'Descriptor_qualityIndicatorId_fkey'),
  },
];

const sections: readonly Rule[] = [
  {
    title: 'a section number occurs once in a skill',
    breaks: section(web, 1, 'Layout again', 1),
    ...uniqueIndex('WSOSSection_skillId_number_key'),
  },
  {
    title: 'a section number is positive',
    breaks: section(web, 0, 'Before the first', 1),
    code: check,
    ...constraint('WSOSSection', 'WSOSSection_number_positive_check'),
  },
  {
    title: 'a section has a title',
    breaks: section(web, 3, ' ', 1),
    code: check,
    ...constraint('WSOSSection', 'WSOSSection_title_not_blank_check'),
  },
  {
    title: 'a section weighs something',
    breaks: section(web, 3, 'Weightless', 0),
    code: check,
    ...constraint('WSOSSection', 'WSOSSection_weight_positive_check'),
  },
  {
    title: 'a new section does not take the weights of a skill over 100',
    breaks: section(web, 3, 'Too much', 10.01),
    code: 'MD003',
    ...trigger('WSOSSection', 'WSOSSection_weights_within_100'),
  },
  {
    title: 'a heavier section does not take the weights of a skill over 100',
    breaks: `UPDATE "WSOSSection" SET "weight" = 70.01 WHERE "id" = ${layout}`,
    code: 'MD003',
    ...trigger('WSOSSection', 'WSOSSection_weights_within_100'),
  },
  {
    title: 'a section that moves in does not take the weights of a skill over 100',
    breaks: `UPDATE "WSOSSection" SET "skillId" = ${mechatronics} WHERE "number" = 2`,
    code: 'MD003',
    ...trigger('WSOSSection', 'WSOSSection_weights_within_100'),
  },
  {
    title: 'a section with descriptors stays',
    breaks: `DELETE FROM "WSOSSection" WHERE "id" = ${layout}`,
    code: restrict,
    ...constraint('Descriptor', 'Descriptor_wsosSectionId_skillId_fkey'),
  },
];

const texts: readonly Rule[] = [
  {
    title: 'a descriptor has a code',
    breaks: change('draft', `"code" = ' '`),
    code: check,
    ...constraint('Descriptor', 'Descriptor_code_not_blank_check'),
  },
  {
    title: 'a descriptor has a criterion',
    breaks: change('draft', `"criterion" = ''`),
    code: check,
    ...constraint('Descriptor', 'Descriptor_criterion_not_blank_check'),
  },
  {
    title: 'a code occurs once in a skill',
    breaks: change('draft', `"code" = 'imported'`),
    ...uniqueIndex('Descriptor_skillId_code_key'),
  },
  ...['"code"', '"criterion"', '"score3"', '"score2"', '"score1"', '"score0"', '"category"'].map(
    (column) => ({
      title: `an approved ${column} does not change`,
      breaks: change('approved', `${column} = 'reworded'`),
      code: 'MD002',
      ...trigger('Descriptor', 'Descriptor_approved_text_is_final', 'Descriptor_approved_is_final'),
    }),
  ),
  {
    title: 'an approved descriptor stays with its skill',
    breaks: change('approved', `"skillId" = ${mechatronics}, "wsosSectionId" = ${assembly}`),
    code: 'MD002',
    ...trigger('Descriptor', 'Descriptor_approved_text_is_final', 'Descriptor_approved_is_final'),
  },
  {
    title: 'an approved descriptor is not deleted',
    breaks: `DELETE FROM "Descriptor" WHERE "code" = 'approved'`,
    code: 'MD002',
    ...trigger('Descriptor', 'Descriptor_approved_stays', 'Descriptor_approved_is_final'),
  },
];

const workflow: readonly Rule[] = [
  {
    title: 'a section belongs to the skill of its descriptor',
    breaks: change('draft', `"wsosSectionId" = ${assembly}`),
    code: foreignKey,
    ...constraint('Descriptor', 'Descriptor_wsosSectionId_skillId_fkey'),
  },
  {
    title: 'a written descriptor starts as a draft',
    breaks: `INSERT INTO "Descriptor" ("skillId", "code", "criterion", "score3", "score2", "score1", "score0", "category",
        "createdById", "batchStatus", "batchId", "submittedAt", "wsosSectionId")
      VALUES (${web}, 'new', 'New', '3', '2', '1', '0', 'Layout', ${author}, 'PENDING_REVIEW', gen_random_uuid(), now(), ${layout})`,
    code: 'MD001',
    ...trigger('Descriptor', 'Descriptor_status_moves_insert', 'Descriptor_status_moves'),
  },
  {
    title: 'a draft is not approved without review',
    breaks: change(
      'draft',
      `"batchStatus" = 'APPROVED', ${submission()}, "reviewerId" = ${advisor}, "reviewedAt" = now()`,
    ),
    code: 'MD001',
    ...trigger('Descriptor', 'Descriptor_status_moves_update', 'Descriptor_status_moves'),
  },
  {
    title: 'a draft has an author',
    breaks: `INSERT INTO "Descriptor" ("skillId", "code", "criterion", "score3", "score2", "score1", "score0", "category", "batchStatus")
      VALUES (${web}, 'new', 'New', '3', '2', '1', '0', 'Layout', 'DRAFT')`,
    code: check,
    ...constraint('Descriptor', 'Descriptor_author_and_status_check'),
  },
  {
    title: 'a descriptor with an author has a status',
    breaks: `INSERT INTO "Descriptor" ("skillId", "code", "criterion", "score3", "score2", "score1", "score0", "category", "createdById")
      VALUES (${web}, 'new', 'New', '3', '2', '1', '0', 'Layout', ${author})`,
    code: check,
    ...constraint('Descriptor', 'Descriptor_author_and_status_check'),
  },
  ...['batchId', 'submittedAt', 'wsosSectionId'].map((column) => ({
    title: `a submitted descriptor has its ${column}`,
    breaks: change('draft', `"batchStatus" = 'PENDING_REVIEW', ${submission(column)}`),
    code: check,
    ...constraint('Descriptor', 'Descriptor_submission_complete_check'),
  })),
  ...['APPROVED', 'RETURNED'].flatMap((status) => [
    {
      title: `${status} needs a reviewer`,
      breaks: change(
        'pending',
        `"batchStatus" = '${status}', "reviewedAt" = now(), "reviewComment" = 'Fine.'`,
      ),
      code: check,
      ...constraint('Descriptor', 'Descriptor_review_complete_check'),
    },
    {
      title: `${status} needs the time of the review`,
      breaks: change(
        'pending',
        `"batchStatus" = '${status}', "reviewerId" = ${advisor}, "reviewComment" = 'Fine.'`,
      ),
      code: check,
      ...constraint('Descriptor', 'Descriptor_review_complete_check'),
    },
    {
      title: `${status} needs a reviewer who is not the author`,
      breaks: change(
        'pending',
        `"batchStatus" = '${status}', "reviewerId" = ${author}, "reviewedAt" = now(), "reviewComment" = 'Fine.'`,
      ),
      code: check,
      ...constraint('Descriptor', 'Descriptor_reviewer_is_not_author_check'),
    },
  ]),
  ...['NULL', `' '`].map((comment) => ({
    title: `a return needs a comment, not ${comment}`,
    breaks: change(
      'pending',
      `"batchStatus" = 'RETURNED', "reviewerId" = ${advisor}, "reviewedAt" = now(), "reviewComment" = ${comment}`,
    ),
    code: check,
    ...constraint('Descriptor', 'Descriptor_return_has_comment_check'),
  })),
  {
    title: 'an author cannot hand a text to somebody else in order to approve it',
    breaks: change(
      'pending',
      `"createdById" = ${other}, "batchStatus" = 'APPROVED', "reviewerId" = ${author}, "reviewedAt" = now()`,
    ),
    code: 'MD004',
    ...trigger('Descriptor', 'Descriptor_author_is_fixed'),
  },
];

/** Every rule of the data model that one statement can break. */
export const rules: readonly Rule[] = [...people, ...skills, ...sections, ...texts, ...workflow];
