import { randomUUID } from 'node:crypto';
import { expect, it, onTestFinished } from 'vitest';
import { z } from 'zod';
import { eventually } from '../support/eventually.ts';
import { newcomer } from '../support/journeys.ts';
import { openTill } from '../support/till.ts';

it('somebody who buys in a topic of the chat gets the invoice and all news of it there, wherever they are by then', async () => {
  const till = await openTill();
  onTestFinished(() => till.stop());
  const { product } = till;
  const person = await newcomer(product);
  const topic = { message_thread_id: 77, is_topic_message: true };
  const chat = { id: person.id, type: 'private' as const, first_name: 'Коля' };
  const from = { id: person.id, is_bot: false, first_name: 'Коля', language_code: 'ru' };
  const tapsThere = async (label: string) => {
    const { message_id, date } = person.screen();
    const data = person.data(label);
    const message = { message_id, date, chat, text: '…', ...topic };
    product.world.sends({ callback_query: { id: randomUUID(), from, chat_instance: '1', data, message } });
    await product.settled();
  };
  await person.says('/plans');
  await tapsThere('Месяц');
  await tapsThere('Звёздами');
  const sentSchema = z.looseObject({ chat_id: z.number(), message_thread_id: z.number().optional() });
  const threads = (method: string, text = '') =>
    product.world.calls.flatMap((call) => {
      const sent = sentSchema.safeParse(call.payload).data;
      const isIt = call.method === method && sent?.chat_id === person.id;
      return isIt && JSON.stringify(sent).includes(text) ? [sent.message_thread_id] : [];
    });
  expect(threads('sendInvoice')).toEqual([77]);
  await person.says('/help');
  const invoice = person.driver.messages().find((message) => message.invoice !== undefined);
  person.driver.pays(invoice?.message_id ?? 0);
  await eventually(() => expect(threads('sendMessage', 'Оплата получена')).toEqual([77]));
  await eventually(() => expect(threads('sendMessage', 'Доступ настроен')).toEqual([77]));
});
