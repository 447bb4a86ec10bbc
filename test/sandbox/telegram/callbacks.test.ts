import { describe, expect, it } from 'vitest';
import { openSandboxBot } from './sandbox-bot.ts';

const keyboard = { inline_keyboard: [[{ text: 'Buy', callback_data: 'buy' }]] };
const tooOld = 'Bad Request: query is too old and response timeout expired or query ID is invalid';

async function openTapped() {
  const bot = await openSandboxBot();
  const anna = await bot.startedPerson();
  await bot.setWebhook();
  await bot.api('sendMessage', { chat_id: anna.id, text: 'x', reply_markup: keyboard });
  const callbackId = anna.taps('Buy');
  await bot.world.settled();
  const answer = (more: object = {}) =>
    bot.api('answerCallbackQuery', { callback_query_id: callbackId, ...more });
  return { ...bot, anna, callbackId, answer };
}

describe('a tap on an inline button', () => {
  it('is answered once, with a toast or an alert', async () => {
    const { anna, callbackId, answer } = await openTapped();
    expect(anna.toast(callbackId)).toBeUndefined();
    expect(await answer({ text: 'Done', show_alert: true })).toMatchObject({ ok: true });
    expect(anna.toast(callbackId)).toEqual({ text: 'Done', showAlert: true });
    expect(await answer()).toMatchObject({ status: 400, description: tooOld });
  });

  it('cannot be answered after fifteen seconds, and leaving it unanswered is a violation', async () => {
    const { world, clock, answer, anna } = await openTapped();
    clock.advance(14_999);
    expect(world.violations).toEqual([]);
    clock.advance(1);
    expect(await answer()).toMatchObject({ status: 400, description: tooOld });
    expect(world.violations).toMatchObject([{ rule: 'callback-unanswered', personId: anna.id }]);
  });

  it('cannot be answered with an id that nobody has', async () => {
    const { api } = await openSandboxBot();
    expect(await api('answerCallbackQuery', { callback_query_id: '1' })).toMatchObject({
      description: tooOld,
    });
  });

  it('takes at most 200 characters, and no address but the bot itself', async () => {
    const { answer } = await openTapped();
    expect(await answer({ text: 'x'.repeat(201) })).toMatchObject({ status: 400 });
    expect(await answer({ url: 'https://example.com/' })).toMatchObject({
      description: 'Bad Request: URL_INVALID',
    });
    expect(await answer({ url: 't.me/sandbox_vpn_bot?start=x' })).toMatchObject({ ok: true });
  });

  it('may carry data that the message never had', async () => {
    const { anna, received, world } = await openTapped();
    anna.taps('Buy', { data: 'forged' });
    await world.settled();
    expect(received.at(-1)?.update.callback_query?.data).toBe('forged');
  });
});
