import type { WrongUse } from './wrong-use.ts';

const given = `
import { z } from 'zod';
import { type BotContext, defineDialogue } from './src/features/users/context.ts';
import { plain } from './src/telegram/screens/html.ts';
const screen = () => ({ text: plain('?') });
const origin = async (ctx: BotContext) => ctx.toast('');
const about = z.object({ userId: z.number() });
const answers = z.object({ days: z.number(), reason: z.string().optional() });
const days = { read: Number, screen };
const reason = { read: (text: string) => text, screen, when: () => true };
export { z, defineDialogue, origin, about, answers, days, reason };
`;

export const wrongDialogues: readonly WrongUse[] = [
  {
    refuses: 'a question without a screen',
    source: `${given}
defineDialogue({
  id: 'x', about, answers, origin, async done() {},
  questions: {
    days: { read: Number }, // wrong
    reason,
  },
});`,
    code: 'TS2322',
    message: "'screen' is missing",
  },
  {
    refuses: 'an answer that no question asks for',
    source: `${given}
defineDialogue({
  id: 'x', about, answers, origin, async done() {},
  questions: { reason }, // wrong
});`,
    code: 'TS2741',
    message: "'days' is missing",
  },
  {
    refuses: 'a question that reads another answer than its own',
    source: `${given}
defineDialogue({
  id: 'x', about, answers, origin, async done() {},
  questions: {
    days: { screen, read: (text: string) => text }, // wrong
    reason,
  },
});`,
    code: 'TS2322',
    message: "'string' is not assignable",
  },
  {
    refuses: 'an answer that may be missing from a question that is always asked',
    source: `${given}
defineDialogue({
  id: 'x', about, answers, origin, async done() {},
  questions: {
    days,
    reason: { screen, read: (text: string) => text }, // wrong
  },
});`,
    code: 'TS2322',
    message: "'when' is missing",
  },
  {
    refuses: 'a question that is not always asked for an answer that may not be missing',
    source: `${given}
defineDialogue({
  id: 'x', about, answers, origin, async done() {},
  questions: {
    days: { ...days, when: () => false }, // wrong
    reason,
  },
});`,
    code: 'TS2322',
  },
  {
    refuses: 'an end that reads an unknown answer',
    source: `${given}
defineDialogue({
  id: 'x', about, answers, origin, questions: { days, reason },
  async done(ctx, { answers: given }) {
    ctx.toast(String(given.days));
    ctx.toast(given.weeks); // wrong
  },
});`,
    code: 'TS2339',
    message: "'weeks' does not exist",
  },
  {
    refuses: 'an end that takes for granted what may not have been asked',
    source: `${given}
defineDialogue({
  id: 'x', about, answers, origin, questions: { days, reason },
  async done(ctx, { answers: given }) {
    ctx.toast(given.reason); // wrong
  },
});`,
    code: 'TS2345',
    message: "'undefined' is not assignable",
  },
  {
    refuses: 'a beginning that does not say what it is about',
    source: `${given}
declare const ctx: BotContext;
const dialogue = defineDialogue({
  id: 'x', about, answers, origin, questions: { days, reason }, async done() {},
});
await dialogue.begin(ctx, { userId: 1 });
await dialogue.begin(ctx, {}); // wrong`,
    code: 'TS2741',
    message: "'userId' is missing",
  },
  {
    refuses: 'a dialogue that leads nowhere when it cannot be read',
    source: `${given}
export const lost = defineDialogue({ id: 'x', about, answers, questions: { days, reason }, async done() {} }); // wrong`,
    code: 'TS2741',
    message: "'origin' is missing",
  },
];
