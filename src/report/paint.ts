/** Colours by meaning. Reporters receive the painter, so that they do not depend on a terminal. */
export interface Painter {
  readonly bad: (text: string) => string;
  readonly warn: (text: string) => string;
  readonly good: (text: string) => string;
  readonly dim: (text: string) => string;
  readonly strong: (text: string) => string;
  readonly name: (text: string) => string;
}

const plain = (text: string): string => text;

/** No colours at all. */
export const noPaint: Painter = {
  bad: plain,
  warn: plain,
  good: plain,
  dim: plain,
  strong: plain,
  name: plain,
};
