import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { formats } from '../src/cli/outputs.ts';
import { checkShape } from './json-shape.ts';
import { directory, strata } from './strata.ts';

const bad = { 'db/migrations/001_init.sql': 'CREATE TABLE t (a nope);\n' };
const outside = {
  GITHUB_WORKSPACE: undefined,
  CI_PROJECT_DIR: undefined,
  GITHUB_STEP_SUMMARY: undefined,
};

describe.concurrent('strata check --output', () => {
  test('writes every file that is named, as its ending or its prefix says, beside the text', async () => {
    using project = directory(bad);
    const files = {
      'out/report.html': '<!doctype html>',
      'out/report.sarif': '"version": "2.1.0"',
      'out/summary.md': '## ❌ Strata: 1 error',
      'out/junit.xml': '<testsuites',
      'out/report.json': '"version": 1',
      'out/report.txt': '1 error',
    };
    const words = Object.keys(files).flatMap((file) => ['--output', file]);
    const gitlab = ['--output', 'gitlab:out/gl-code-quality-report.json'];
    const { code, stdout } = await strata(['check', ...words, ...gitlab], {
      cwd: project.path,
      env: outside,
    });
    expect(code).toBe(1);
    expect(stdout).toContain('db/migrations/001_init.sql:1:19');
    const read = (file: string) => readFileSync(join(project.path, file), 'utf8');
    for (const [file, words] of Object.entries(files)) expect(read(file)).toContain(words);
    expect(JSON.parse(read('out/gl-code-quality-report.json'))).toHaveLength(1);
    expect(checkShape.parse(JSON.parse(read('out/report.json'))).ok).toBe(false);
  });

  test('names files from the top of the checkout for those who read them there', async () => {
    using project = directory(bad);
    const { stdout } = await strata(['check', '--format', 'github'], {
      cwd: join(project.path, 'db'),
      env: { ...outside, GITHUB_WORKSPACE: project.path },
    });
    expect(stdout).toMatch(/^::error file=db\/migrations\/001_init\.sql,line=1,col=19,/m);
  });

  test('text from a migration cannot control the terminal, also where standard output is named', async () => {
    using project = directory({ 'db/migrations/001_init.sql': 'CREATE TABLE t (a "no\u001b[2Jpe");\n' });
    const { stdout } = await strata(['check', '--output', 'text:-'], {
      cwd: project.path,
      env: outside,
    });
    expect(stdout).not.toContain('\u001b[2J');
  });

  test("adds to a job's summary, where other steps write as well, and to standard output", async () => {
    using project = directory(bad);
    const summary = join(project.path, 'summary');
    writeFileSync(summary, 'of the step before\n');
    const words = ['check', '--output', `markdown:${summary}`, '--output', 'github:-'];
    const { stdout } = await strata(words, {
      cwd: project.path,
      env: { ...outside, GITHUB_STEP_SUMMARY: summary },
    });
    expect(readFileSync(summary, 'utf8')).toMatch(/^of the step before\n## ❌ Strata: 1 error/);
    expect(stdout).toContain('1 project, 1 migration');
    expect(stdout).toMatch(/^::error /m);
  });

  test.each([
    ['report.pdf', 'The format cannot be told from the name'],
    ['html:db/migrations', 'the report db/migrations cannot be written'],
  ])('2: %s', async (output, message) => {
    using project = directory(bad);
    const { code, stderr } = await strata(['check', '--output', output], { cwd: project.path });
    expect(stderr).toContain(message);
    expect(code).toBe(2);
  });

  test.each(formats)('--format %s prints it', async (format) => {
    using project = directory(bad);
    const { code, stdout } = await strata(['check', '--format', format], { cwd: project.path, env: outside });
    expect(code).toBe(1);
    expect(stdout.length).toBeGreaterThan(100);
  });
});
