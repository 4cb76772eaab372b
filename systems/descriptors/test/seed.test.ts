import type pg from 'pg';
import { describe, expect, test } from 'vitest';
import { testSeedAgain } from '../../shared/seeds.ts';
import { seedSql } from '../seed/seed.ts';
import { database, sqlFile } from './database.ts';

const seed = sqlFile('seed/seed.sql');

async function everything(client: pg.Client): Promise<unknown> {
  const { rows } = await client.query(`
    SELECT (SELECT json_agg(r ORDER BY r."id") FROM "User" r) AS users,
           (SELECT json_agg(r ORDER BY r."id") FROM "Skill" r) AS skills,
           (SELECT json_agg(r ORDER BY r."id") FROM "QualityIndicator" r) AS indicators,
           (SELECT json_agg(r ORDER BY r."id") FROM "WSOSSection" r) AS sections,
           (SELECT json_agg(r ORDER BY r."id") FROM "Descriptor" r) AS descriptors`);
  return rows[0];
}

describe('the seed', () => {
  test('is what its generator writes', () => {
    expect(seed).toBe(seedSql());
  });

  test('holds three people per role, two skills with all their weight, and 228 imported descriptors', async () => {
    await using db = await database();
    const client = await db.connect();
    await client.query(seed);
    const { rows } = await client.query(`
      SELECT (SELECT json_object_agg(role, n) FROM (SELECT role, count(*) n FROM "User" GROUP BY role) r) AS people,
             (SELECT json_object_agg(s."code", w.weight) FROM "Skill" s
              JOIN (SELECT "skillId", sum("weight") weight FROM "WSOSSection" GROUP BY 1) w ON w."skillId" = s."id") AS weights,
             (SELECT count(*)::int FROM "Descriptor" WHERE "createdById" IS NULL AND "batchStatus" IS NULL) AS imported,
             (SELECT count(DISTINCT "score3")::int FROM "Descriptor") AS texts,
             (SELECT count(*)::int FROM "Descriptor" WHERE "qualityIndicatorId" IS NULL) AS unrated`);
    expect(rows[0]).toEqual({
      people: { ADMIN: 3, SCM: 3, SA: 3 },
      weights: { '17': 100, '04': 100 },
      imported: 228,
      texts: expect.any(Number),
      unrated: 0,
    });
    expect(rows[0].texts).toBeGreaterThan(80);
  });

  testSeedAgain({
    database,
    load: (client) => client.query(seed),
    everything,
    edits: `
      UPDATE "User" SET "email" = 'ines.d@example.org' WHERE "name" = 'Ines Duarte';
      UPDATE "Skill" SET "code" = '17b', "name" = 'Web Development' WHERE "code" = '17';
      UPDATE "QualityIndicator" SET "reviewStatus" = 'REJECTED' WHERE "code" = 'DOC';
      DELETE FROM "WSOSSection" WHERE "title" = 'Communication and interpersonal skills';
      UPDATE "WSOSSection" SET "weight" = 25 WHERE "title" = 'Layout';
      UPDATE "Descriptor" SET "code" = 'A1-01b', "score3" = 'Reworded.' WHERE "code" = 'A1-01';
      DELETE FROM "Descriptor" WHERE "code" = 'A1-02'`,
  });
});
