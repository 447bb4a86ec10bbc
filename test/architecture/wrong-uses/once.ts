import type { WrongUse } from './wrong-use.ts';

const given = `
import type { Cause, Once } from './src/platform/once.ts';
declare const once: Once;
declare const cause: Cause;
const count: number = await once.apply(cause, 'right', async () => 7);
export { count };
`;

export const wrongResults: readonly WrongUse[] = [
  {
    refuses: 'a date as what a repeat answers',
    source: `${given}
await once.apply(cause, 'wrong', async () => new Date()); // wrong`,
    code: 'TS2322',
    message: 'Date',
  },
  {
    refuses: 'a date within what a repeat answers',
    source: `${given}
await once.apply(cause, 'wrong', async () => ({ id: 7, at: [new Date()] })); // wrong`,
    code: 'TS2322',
    message: 'Date',
  },
  {
    refuses: 'a big integer as what a repeat answers',
    source: `${given}
await once.apply(cause, 'wrong', async () => 7n); // wrong`,
    code: 'TS2322',
    message: 'bigint',
  },
  {
    refuses: 'nothing as what a repeat answers',
    source: `${given}
await once.apply(cause, 'wrong', async () => {}); // wrong`,
    code: 'TS2345',
    message: "'void' is not assignable to type 'Json'",
  },
  {
    refuses: 'something undefined within what a repeat answers',
    source: `${given}
await once.apply(cause, 'wrong', async () => ({ name: undefined })); // wrong`,
    code: 'TS2322',
    message: 'undefined',
  },
];
