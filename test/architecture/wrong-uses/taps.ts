import type { WrongUse } from './wrong-use.ts';

const given = `
import { Composer } from 'telegraf';
import * as invites from './src/features/invites/taps.ts';
import * as panels from './src/features/panels/desk/taps.ts';
import type { BotContext } from './src/features/users/context.ts';
import type { Button } from './src/telegram/screens/buttons.ts';
import { hear } from './src/telegram/screens/taps.ts';
const composer = new Composer<BotContext>();
export { composer, hear, invites, panels, type Button };
`;

export const wrongTaps: readonly WrongUse[] = [
  {
    refuses: 'a button that carries something else',
    source: `${given}
invites.show(7);
invites.show('seven'); // wrong`,
    code: 'TS2345',
    message: "'string' is not assignable to parameter of type 'number'",
  },
  {
    refuses: 'a button that carries too little',
    source: `${given}
panels.editField(1, 'name');
panels.editField(1); // wrong`,
    code: 'TS2554',
  },
  {
    refuses: 'a button that carries a word there is not',
    source: `${given}
panels.editField(1, 'colour'); // wrong`,
    code: 'TS2345',
    message: '"colour"',
  },
  {
    refuses: 'a button of a kind that is only named',
    source: `${given}
export const right: Button = { label: 'x', action: invites.create() };
export const wrong: Button = { label: 'x', action: 'inv.new' }; // wrong`,
    code: 'TS2322',
  },
  {
    refuses: 'a handler that takes what the button does not carry',
    source: `${given}
hear(composer, invites.show, async (_ctx, [id]) => id + 1);
hear(composer, invites.show, async (_ctx, [id]) => id.length); // wrong`,
    code: 'TS2339',
    message: "'length' does not exist on type 'number'",
  },
  {
    refuses: 'a handler of a kind that is only named',
    source: `${given}
hear(composer, 'inv.show', async () => {}); // wrong`,
    code: 'TS2345',
  },
];
