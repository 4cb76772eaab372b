import { randomStream, stableUuid } from '../../shared/random.ts';
import type { SkillCatalogue } from './catalogue.ts';
import { people, qualityIndicators } from './catalogue.ts';
import { importedDescriptors } from './descriptors.ts';
import { mechatronics } from './mechatronics.ts';
import { webTechnologies } from './web.ts';

const skills: readonly SkillCatalogue[] = [webTechnologies, mechatronics];
const seed = 228;

/**
 * The text of seed.sql. Running it again changes nothing: what exists is never updated, and the sections and the
 * imported descriptors of a skill come together or, where somebody has already worked on them, not at all.
 */
export function seedSql(): string {
  const random = randomStream(seed);
  return [
    '-- Written by `npm run seed:write`; edit the catalogues beside this file instead.',
    insert(
      'User',
      ['id', 'email', 'name', 'role'],
      people.map((p) => [id('user', p.email), text(p.email), text(p.name), text(p.role)]),
    ),
    insert(
      'Skill',
      ['id', 'code', 'name'],
      skills.map((s) => [skillId(s), text(s.code), text(s.name)]),
    ),
    insert(
      'QualityIndicator',
      ['id', 'code', 'description', 'reviewStatus'],
      qualityIndicators.map((q) => [
        id('indicator', q.code),
        text(q.code),
        text(q.description),
        text('APPROVED'),
      ]),
    ),
    ...skills.map(sections),
    ...skills.map((skill) => descriptors(skill, random)),
  ]
    .join('\n\n')
    .concat('\n');
}

function insert(table: string, columns: readonly string[], rows: readonly (readonly string[])[]): string {
  const names = columns.map((column) => `"${column}"`).join(', ');
  return `INSERT INTO "${table}" (${names}) VALUES\n${tuples(rows)}\nON CONFLICT DO NOTHING;`;
}

function sections(skill: SkillCatalogue): string {
  const rows = skill.sections.map((s) => [
    id('section', `${skill.code}/${s.number}`),
    String(s.number),
    text(s.title),
    String(s.weight),
  ]);
  return `-- The weights of a skill belong together: a section is added only where there is none yet.
INSERT INTO "WSOSSection" ("id", "skillId", "number", "title", "weight")
SELECT s."id"::uuid, skill."id", s."number", s."title", s."weight"
FROM (VALUES
${tuples(rows)}
) AS s ("id", "number", "title", "weight")
JOIN "Skill" skill ON skill."id" = ${skillId(skill)}
WHERE NOT EXISTS (SELECT FROM "WSOSSection" w WHERE w."skillId" = skill."id");`;
}

function descriptors(skill: SkillCatalogue, random: () => number): string {
  const rows = importedDescriptors(skill, random).map((d) => [
    id('descriptor', `${skill.code}/${d.code}`),
    text(d.code),
    text(d.criterion),
    text(d.score3),
    text(d.score2),
    text(d.score1),
    text(d.score0),
    text(d.category),
    text(d.indicator),
  ]);
  return `-- Imported once: what people edited or removed since stays as they left it.
INSERT INTO "Descriptor" ("id", "skillId", "qualityIndicatorId", "code", "criterion", "score3", "score2", "score1", "score0", "category", "source")
SELECT d."id"::uuid, skill."id", q."id", d."code", d."criterion", d."score3", d."score2", d."score1", d."score0", d."category", ${text(skill.source)}
FROM (VALUES
${tuples(rows)}
) AS d ("id", "code", "criterion", "score3", "score2", "score1", "score0", "category", "indicator")
JOIN "Skill" skill ON skill."id" = ${skillId(skill)}
LEFT JOIN "QualityIndicator" q ON q."code" = d."indicator"
WHERE NOT EXISTS (SELECT FROM "Descriptor" o WHERE o."skillId" = skill."id" AND o."createdById" IS NULL)
ON CONFLICT DO NOTHING;`;
}

function tuples(rows: readonly (readonly string[])[]): string {
  return rows.map((row) => `  (${row.join(', ')})`).join(',\n');
}

function skillId(skill: SkillCatalogue): string {
  return id('skill', skill.code);
}

function id(kind: string, key: string): string {
  return text(stableUuid(`descriptors/${kind}/${key}`));
}

function text(value: string): string {
  return `'${value.replaceAll("'", "''")}'`;
}
