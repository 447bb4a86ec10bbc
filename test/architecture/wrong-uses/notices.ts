import type { WrongUse } from './wrong-use.ts';

const given = `
import { moneyNotice } from './src/features/money/payments/notices.ts';
import type { Kit } from './src/platform/kit.ts';
import type { Transaction } from './src/platform/db.ts';
declare const kit: Kit;
declare const tx: Transaction;
await kit.tell(tx, moneyNotice(7, { what: 'paid', order: 3, minor: 399, currency: 'USD' }));
`;

export const wrongNotices: readonly WrongUse[] = [
  {
    refuses: 'a notice about something else',
    source: `${given}
await kit.tell(tx, moneyNotice(7, { what: 'paid', minor: '399', currency: 'USD' })); // wrong`,
    code: 'TS2322',
    message: "'string' is not assignable to type 'number'",
  },
  {
    refuses: 'a notice of something that cannot become of money',
    source: `${given}
await kit.tell(tx, moneyNotice(7, { what: 'lost', minor: 399, currency: 'USD' })); // wrong`,
    code: 'TS2322',
    message: '"lost"',
  },
  {
    refuses: 'a notice of trouble that no panel can have',
    source: `${given}
import { panelAlarmNotice } from './src/features/panels/desk/notices.ts';
export const right = panelAlarmNotice(7, { panel: 'nl-1', alarm: 'stuck' });
export const wrong = panelAlarmNotice(7, { panel: 'nl-1', alarm: 'bored' }); // wrong`,
    code: 'TS2322',
    message: '"bored"',
  },
  {
    refuses: 'a notice that no kind of notice has made',
    source: `${given}
await kit.tell(tx, { userId: 7, kind: 'money' }); // wrong`,
    code: 'TS2741',
    message: 'made',
  },
  {
    refuses: 'a kind of notice whose details do not fit its screen',
    source: `${given}
import { z } from 'zod';
import { adoptedScreen } from './src/features/panels/provisioning/adoption/screens.ts';
import { defineNotice } from './src/platform/notices.ts';
const schema = z.object({ panel: z.string(), count: z.string() });
export const wrong = defineNotice('adopted', schema, adoptedScreen); // wrong`,
    code: 'TS2379',
  },
];
