import type { Act, Rule } from '../../model/rule.ts';
import { silenceOf } from '../../sql/handlers.ts';
import { codeWord, functionsCalled } from '../reading/inner-code.ts';

export const swallowedFailure: Rule = {
  id: 'swallowed-failure',
  group: 'history',
  severity: 'warning',
  summary:
    'Code that a migration runs catches every failure of a change and says nothing, or no more than a notice: the migration counts as applied, and the change may not be there.',
  descendsFrom: [],
  *judge(subject) {
    for (const act of subject.acts) {
      const codes = act.head.startsWith('DO') ? [act.text] : functionsCalled(subject, act);
      const silences = codes.flatMap((code) => silenceOf(code) ?? []);
      const isSilent = silences.includes('nothing');
      if (silences.length === 0) continue;
      yield {
        act,
        focus: 'OTHERS',
        // Whoever wrote the notice has thought of the failure.
        ...(isSilent ? {} : { severity: 'info' as const }),
        message: `${codeWord(act)} hides every failure of what it changes: WHEN OTHERS catches it and ${isSilent ? 'says nothing' : 'says no more than a notice, and the migration counts as applied'}`,
        hint: hintFor(act),
      };
    }
  },
};

function hintFor({ head }: Act): string {
  const place = head.startsWith('DO') ? '' : ' in the function';
  return `Name the failure that is expected${place}, such as WHEN duplicate_object, or tell of it: RAISE WARNING '%', SQLERRM;`;
}
