import { expect, test } from 'vitest';
import { mermaidDiagram } from './mermaid.ts';
import { sampleReport } from './sample.suite.ts';

test('a schema is a diagram of its tables, keys and references, under names that Mermaid takes', () => {
  const odd = `"<script>alert('x')</script> & ]]> \`\`\` ::error:: _0A,_|*_"`;
  expect(mermaidDiagram(sampleReport.projects[0]!.detail!.schema!)).toBe(`erDiagram
  ${odd} {
    integer the_id PK
    varchar(80) person FK "may be null"
    varchar(80) self FK "may be null"
  }
  "people" {
    integer id PK
    varchar(80) age "may be null"
    varchar(80) __script_alert(_x_)__script____]]________error____0A-____ "may be null"
  }
  "people" |o--o{ ${odd} : "person"
  ${odd} |o--o{ ${odd} : "self"
`);
});
