import { describe, expect, it } from 'vitest';
import { findProblem } from '@hiddify-vpn-bot/sandbox/telegram/schema/check-value.ts';
import { openSandboxBot } from './sandbox-bot.ts';

const keyboard = { inline_keyboard: [[{ text: 'Buy', callback_data: 'buy' }]] };

const notModified =
  'Bad Request: message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message';

describe('writing to a person', () => {
  it('numbers messages by chat and gives them as the description says', async () => {
    const { api, startedPerson } = await openSandboxBot();
    const [anna, boris] = [await startedPerson(), await startedPerson()];
    for (const { id } of [anna, boris]) {
      const { result } = await api('sendMessage', { chat_id: id, text: 'hi', reply_markup: keyboard });
      expect(findProblem('Message', result, 'message')).toBeUndefined();
      expect(result).toMatchObject({ message_id: 2, chat: { id, type: 'private' }, from: { is_bot: true } });
    }
  });

  it('is refused with 400 when nobody has this id', async () => {
    const { api } = await openSandboxBot();
    expect(await api('sendMessage', { chat_id: 5, text: 'hi' })).toMatchObject({
      status: 400,
      description: 'Bad Request: chat not found',
    });
  });

  it('is refused with 403 before the person has started the bot', async () => {
    const { api, world } = await openSandboxBot();
    expect(await api('sendMessage', { chat_id: world.person().id, text: 'hi' })).toMatchObject({
      status: 403,
      description: "Forbidden: bot can't initiate conversation with a user",
    });
  });

  it('is refused with 403 while the bot is blocked; the bot is told of both', async () => {
    const bot = await openSandboxBot();
    const anna = await bot.startedPerson();
    await bot.setWebhook();
    anna.blocks();
    expect(await bot.api('sendMessage', { chat_id: anna.id, text: 'hi' })).toMatchObject({
      status: 403,
      description: 'Forbidden: bot was blocked by the user',
    });
    anna.unblocks();
    expect(await bot.api('sendMessage', { chat_id: anna.id, text: 'hi' })).toMatchObject({ ok: true });
    await bot.world.settled();
    expect(bot.received.map(({ update }) => update.my_chat_member?.new_chat_member.status)).toEqual([
      'kicked',
      'member',
    ]);
  });

  it('finds the message that is replied to, or says it is not there', async () => {
    const { api, startedPerson } = await openSandboxBot();
    const anna = await startedPerson();
    const send = (reply: object) =>
      api('sendMessage', { chat_id: anna.id, text: 'x', reply_parameters: reply });
    expect(await send({ message_id: 1 })).toMatchObject({ result: { reply_to_message: { text: '/start' } } });
    expect(await send({ message_id: 99 })).toMatchObject({
      description: 'Bad Request: message to be replied not found',
    });
    expect(await send({ message_id: 99, allow_sending_without_reply: true })).toMatchObject({ ok: true });
  });
});

describe('editing', () => {
  it('changes the text in place and takes away a keyboard that is not given again', async () => {
    const { api, startedPerson } = await openSandboxBot();
    const anna = await startedPerson();
    await api('sendMessage', { chat_id: anna.id, text: 'one', reply_markup: keyboard });
    const { result } = await api('editMessageText', { chat_id: anna.id, message_id: 2, text: 'two' });
    expect(findProblem('Message', result, 'message')).toBeUndefined();
    expect(anna.screen()).toMatchObject({ message_id: 2, text: 'two', edited: true });
    expect(anna.buttons()).toEqual([]);
  });

  it.each([
    ['the same text, entities and keyboard', { text: '<b>one</b>', reply_markup: keyboard }, true],
    [
      'the same look written in other words',
      { text: ' <strong>one</strong> ', reply_markup: keyboard },
      true,
    ],
    ['another text', { text: 'two', reply_markup: keyboard }, false],
    ['other entities', { text: '<i>one</i>', reply_markup: keyboard }, false],
    ['no keyboard', { text: '<b>one</b>' }, false],
  ])('%s: is it "not modified"? %j %s', async (_name, change, same) => {
    const { api, startedPerson } = await openSandboxBot();
    const anna = await startedPerson();
    await api('sendMessage', {
      chat_id: anna.id,
      text: '<b>one</b>',
      parse_mode: 'HTML',
      reply_markup: keyboard,
    });
    const answer = await api('editMessageText', {
      chat_id: anna.id,
      message_id: 2,
      parse_mode: 'HTML',
      ...change,
    });
    expect(answer.description).toBe(same ? notModified : undefined);
  });

  it.each([
    [{ message_id: 1 }, "message can't be edited"],
    [{ message_id: 99 }, 'message to edit not found'],
    [{ message_id: 3 }, "message can't be edited"],
    [{}, 'message identifier is not specified'],
  ])('of %j is refused: %s', async (place, problem) => {
    const { api, startedPerson } = await openSandboxBot();
    const anna = await startedPerson();
    await api('sendMessage', { chat_id: anna.id, text: 'own' });
    await api('sendMessage', {
      chat_id: anna.id,
      text: 'keys',
      reply_markup: { keyboard: [[{ text: 'Menu' }]] },
    });
    expect(await api('editMessageText', { chat_id: anna.id, text: 'x', ...place })).toMatchObject({
      status: 400,
      description: `Bad Request: ${problem}`,
    });
  });

  it('a keyboard alone', async () => {
    const { api, startedPerson } = await openSandboxBot();
    const anna = await startedPerson();
    await api('sendMessage', { chat_id: anna.id, text: 'one' });
    await api('editMessageReplyMarkup', { chat_id: anna.id, message_id: 2, reply_markup: keyboard });
    expect(anna.screen().text).toBe('one');
    expect(anna.buttons()).toEqual(['Buy']);
  });
});

describe('deleting', () => {
  it('makes own and incoming messages disappear', async () => {
    const { api, startedPerson } = await openSandboxBot();
    const anna = await startedPerson();
    await api('sendMessage', { chat_id: anna.id, text: 'x' });
    expect(await api('deleteMessages', { chat_id: anna.id, message_ids: [1, 2, 99] })).toMatchObject({
      ok: true,
    });
    expect(anna.messages()).toEqual([]);
  });

  it('is refused when the message is not there, or older than 48 hours', async () => {
    const { api, clock, startedPerson } = await openSandboxBot();
    const anna = await startedPerson();
    const remove = (id: number) => api('deleteMessage', { chat_id: anna.id, message_id: id });
    expect(await remove(99)).toMatchObject({ description: 'Bad Request: message to delete not found' });
    clock.advance(48 * 3600 * 1000 + 1000);
    expect(await remove(1)).toMatchObject({
      description: "Bad Request: message can't be deleted for everyone",
    });
  });
});

describe('copying and forwarding', () => {
  it('a copy has no link to the original, a forward names its author', async () => {
    const { api, startedPerson } = await openSandboxBot();
    const [anna, boris] = [await startedPerson(), await startedPerson()];
    const source = { chat_id: boris.id, from_chat_id: anna.id, message_id: anna.says('hello').message_id };
    await api('copyMessage', source);
    expect(boris.screen()).toMatchObject({ text: 'hello' });
    expect(boris.screen().forward_origin).toBeUndefined();
    const { result } = await api('forwardMessage', source);
    expect(findProblem('Message', result, 'message')).toBeUndefined();
    expect(boris.screen().forward_origin).toMatchObject({ type: 'user', sender_user: { id: anna.id } });
  });

  it('is refused for protected content', async () => {
    const { api, startedPerson } = await openSandboxBot();
    const anna = await startedPerson();
    await api('sendMessage', { chat_id: anna.id, text: 'secret', protect_content: true });
    const source = { chat_id: anna.id, from_chat_id: anna.id, message_id: 2 };
    expect(await api('forwardMessage', source)).toMatchObject({ status: 400 });
    expect(await api('copyMessage', source)).toMatchObject({ status: 400 });
  });
});
