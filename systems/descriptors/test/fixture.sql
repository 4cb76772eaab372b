-- Two skills, two authors, an advisor, and one descriptor of skill 17 in every state, each reached by legal moves.
INSERT INTO "User" ("id", "email", "name", "role") VALUES
  ('00000000-0000-4000-8000-000000000001', 'author@example.org', 'Marco', 'SCM'),
  ('00000000-0000-4000-8000-000000000002', 'other@example.org', 'Aiko', 'SCM'),
  ('00000000-0000-4000-8000-000000000003', 'advisor@example.org', 'Greta', 'SA');

INSERT INTO "Skill" ("id", "code", "name") VALUES
  ('00000000-0000-4000-8000-000000000017', '17', 'Web Technologies'),
  ('00000000-0000-4000-8000-000000000004', '04', 'Mechatronics');

INSERT INTO "WSOSSection" ("id", "skillId", "number", "title", "weight") VALUES
  ('00000000-0000-4000-8000-000000000171', '00000000-0000-4000-8000-000000000017', 1, 'Layout', 60),
  ('00000000-0000-4000-8000-000000000172', '00000000-0000-4000-8000-000000000017', 2, 'Server-side development', 30),
  ('00000000-0000-4000-8000-000000000041', '00000000-0000-4000-8000-000000000004', 1, 'Mechanical assembly', 90);

INSERT INTO "QualityIndicator" ("id", "code", "description") VALUES
  ('00000000-0000-4000-8000-000000000091', 'USE', 'Usability');

INSERT INTO "Descriptor" ("skillId", "qualityIndicatorId", "code", "criterion", "score3", "score2", "score1", "score0", "category", "createdById", "batchStatus")
SELECT '00000000-0000-4000-8000-000000000017', '00000000-0000-4000-8000-000000000091', d.code, 'Keyboard operation of the ' || d.code || ' form',
       'Every action can be reached.', 'Nearly all.', 'The main action.', 'None.', 'Accessibility', d.author::uuid, d.status::"DescriptorBatchStatus"
FROM (VALUES
  ('imported', NULL, NULL),
  ('draft', '00000000-0000-4000-8000-000000000001', 'DRAFT'),
  ('pending', '00000000-0000-4000-8000-000000000001', 'DRAFT'),
  ('approved', '00000000-0000-4000-8000-000000000001', 'DRAFT'),
  ('returned', '00000000-0000-4000-8000-000000000001', 'DRAFT')
) AS d (code, author, status);

UPDATE "Descriptor"
SET "batchStatus" = 'PENDING_REVIEW',
    "batchId" = '00000000-0000-4000-8000-0000000000b1',
    "submittedAt" = '2026-02-05 09:00+00',
    "wsosSectionId" = '00000000-0000-4000-8000-000000000171'
WHERE "code" IN ('pending', 'approved', 'returned');

UPDATE "Descriptor"
SET "batchStatus" = CASE "code" WHEN 'approved' THEN 'APPROVED' ELSE 'RETURNED' END::"DescriptorBatchStatus",
    "reviewerId" = '00000000-0000-4000-8000-000000000003',
    "reviewedAt" = '2026-02-06 09:00+00',
    "reviewComment" = CASE "code" WHEN 'returned' THEN 'Say which keys.' END
WHERE "code" IN ('approved', 'returned');
