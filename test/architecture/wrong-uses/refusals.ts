import type { WrongUse } from './wrong-use.ts';

const given = `
import { Refusal } from './src/platform/refusal.ts';
import type { Sentences } from './src/texts/refusal-sentences.ts';
import type { Voice } from './src/texts/voice.ts';
export declare const voice: Voice;
export declare const sentences: Sentences;
export { Refusal };
`;

export const wrongRefusals: readonly WrongUse[] = [
  {
    refuses: 'a refusal with a code that no house has',
    source: `${given}
export const right = new Refusal('missing', 'plan.unknown');
export const wrong = new Refusal('missing', 'plan.unknwon'); // wrong`,
    code: 'TS2345',
    message: 'plan.unknwon',
  },
  {
    refuses: 'a refusal of a kind that there is not',
    source: `${given}
export const wrong = new Refusal('gone', 'plan.unknown'); // wrong`,
    code: 'TS2345',
    message: 'RefusalKind',
  },
  {
    refuses: 'a refusal without the details of its sentence',
    source: `${given}
export const right = new Refusal('busy', 'invite.paused', { minutes: 5 });
export const wrong = new Refusal('busy', 'invite.paused'); // wrong`,
    code: 'TS2345',
    message: 'invite.paused',
  },
  {
    refuses: 'a refusal with the details of another one',
    source: `${given}
export const wrong = new Refusal('busy', 'invite.paused', { count: 5 }); // wrong`,
    code: 'TS2345',
  },
  {
    refuses: 'a language without a sentence for one of the codes',
    source: `${given}
const { 'plan.unknown': _plan, ...others } = sentences;
export const wrong: Sentences = others; // wrong`,
    code: 'TS2741',
    message: `Property '"plan.unknown"' is missing`,
  },
  {
    refuses: 'a sentence for a code that no house has',
    source: `${given}
export const right: Sentences = { ...sentences, 'plan.unknown': () => 'There is no such plan.' };
export const wrong: Sentences = { ...sentences, 'plan.lost': () => 'There is no such plan.' }; // wrong`,
    code: 'TS2353',
    message: 'plan.lost',
  },
  {
    refuses: 'asking for the sentence of a code that there is not',
    source: `${given}
export const right = voice.refusal('plan.unknown', {});
export const wrong = voice.refusal('plan.lost', {}); // wrong`,
    code: 'TS2345',
    message: 'plan.lost',
  },
  {
    refuses: 'comparing a caught refusal with a code that there is not',
    source: `${given}
export const isTaken = (error: unknown) =>
  error instanceof Refusal && error.code === 'panel.takne'; // wrong`,
    code: 'TS2367',
    message: 'no overlap',
  },
];
