/** One thing that judges look at, on every object that it applies to; `{it}` stands for the object. */
export interface Aspect {
  readonly section: number;
  readonly category: string;
  readonly indicator: string;
  readonly criterion: string;
  /** Three observations, the most important first: the score is how many of them hold. */
  readonly observations: readonly [string, string, string];
  /** What is seen when none of them holds. */
  readonly failure: string;
}

export interface Section {
  readonly number: number;
  readonly title: string;
  readonly weight: number;
}

/** A skill with what its marking scheme is made of: every aspect is judged on every object. */
export interface SkillCatalogue {
  readonly code: string;
  readonly name: string;
  readonly source: string;
  readonly sections: readonly Section[];
  readonly objects: readonly { readonly code: string; readonly name: string }[];
  readonly aspects: readonly Aspect[];
}

/** What an indicator says about the work, whatever the skill. */
export const qualityIndicators = [
  { code: 'ACC', description: 'Accuracy: the result matches the specification within the given tolerance.' },
  { code: 'FIN', description: 'Finish: the result looks and feels like a product handed to a customer.' },
  { code: 'REL', description: 'Reliability: the result keeps working under repetition and bad input.' },
  { code: 'SAF', description: 'Safety: people, data and equipment are protected at every step.' },
  { code: 'USE', description: 'Usability: a person who has never seen the result can use it at once.' },
  { code: 'DOC', description: 'Documentation: a colleague can take over from what is written down.' },
] as const;

/** Three people per role. */
export const people = [
  { email: 'ines.duarte@example.org', name: 'Ines Duarte', role: 'ADMIN' },
  { email: 'tomasz.wrona@example.org', name: 'Tomasz Wrona', role: 'ADMIN' },
  { email: 'leila.haddad@example.org', name: 'Leila Haddad', role: 'ADMIN' },
  { email: 'marco.bianchi@example.org', name: 'Marco Bianchi', role: 'SCM' },
  { email: 'aiko.tanabe@example.org', name: 'Aiko Tanabe', role: 'SCM' },
  { email: 'samuel.okafor@example.org', name: 'Samuel Okafor', role: 'SCM' },
  { email: 'greta.lindqvist@example.org', name: 'Greta Lindqvist', role: 'SA' },
  { email: 'paulo.ferreira@example.org', name: 'Paulo Ferreira', role: 'SA' },
  { email: 'nadia.benali@example.org', name: 'Nadia Benali', role: 'SA' },
] as const;
