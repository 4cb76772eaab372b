import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Files of a minute and more. Vitest goes by their size until it knows better, and a small file may try hundreds of cases. */
const slowest = [
  'test/diff',
  'test/dump',
  'src/flows/plan',
  'test/incidents',
  'src/engine/pglite',
  'test/faults/deploy',
  'test/random/random',
].map((name) => `/${name}.test.ts`);

/** Begins with what takes longest, so that no core is idle while the last file runs. */
export class SlowestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification) => {
      const at = slowest.findIndex((name) => moduleId.endsWith(name));
      return at === -1 ? slowest.length : at;
    };
    return (await super.sort(files)).sort((a, b) => rank(a) - rank(b));
  }
}
