import type { Product } from './product.ts';
import type { Tester } from './person.ts';

/** Has the admin make a code by the bot's own buttons; answers the code. */
export async function inviteFrom(
  admin: Tester,
  choices: { uses?: string; expiry?: string; grant?: string; traffic?: string } = {},
): Promise<string> {
  const { uses = '1', expiry = 'Бессрочно', grant = 'Только вход' } = choices;
  await admin.says('/admin');
  await admin.taps('Приглашения', 'Создать приглашение', uses, expiry, grant);
  if (choices.traffic !== undefined) await admin.taps(choices.traffic);
  const code = /start=(INV_[0-9a-f]+)/.exec(admin.text())?.[1];
  if (code === undefined) throw new Error(`no link in: ${admin.text()}`);
  return code;
}

/** Somebody new who has come in by the admin's invite. */
export async function newcomer(
  product: Product,
  seed: { firstName?: string; username?: string; languageCode?: string } = {},
): Promise<Tester> {
  const admin = await product.admin();
  const code = await inviteFrom(admin);
  const person = product.person({ firstName: 'Коля', languageCode: 'ru', ...seed });
  await person.starts(code);
  return person;
}
