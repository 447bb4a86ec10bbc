import { describe, expect, it } from 'vitest';
import { findProblem } from '@hiddify-vpn-bot/sandbox/telegram/schema/check-value.ts';
import { openSandboxBot } from './sandbox-bot.ts';

const commands = (...names: string[]) =>
  names.map((command) => ({ command, description: `About ${command}` }));

describe('commands', () => {
  it('are looked up from narrow to wide, the language of the person before none', async () => {
    const { api, world } = await openSandboxBot();
    const anna = world.person({ languageCode: 'ru' });
    const boris = world.person({ languageCode: 'en' });
    const shown = () => world.state().chats.map((chat) => chat.commands[0]?.command);
    await api('setMyCommands', { commands: commands('start') });
    await api('setMyCommands', { commands: commands('begin'), language_code: 'en' });
    expect(shown()).toEqual(['start', 'begin']);
    await api('setMyCommands', { commands: commands('menu'), scope: { type: 'all_private_chats' } });
    expect(shown()).toEqual(['menu', 'menu']);
    await api('setMyCommands', { commands: commands('admin'), scope: { type: 'chat', chat_id: anna.id } });
    expect(shown()).toEqual(['admin', 'menu']);
    await api('deleteMyCommands', { scope: { type: 'all_private_chats' } });
    expect(shown()).toEqual(['admin', 'begin']);
    expect((await api('getMyCommands', { language_code: 'en' })).result).toEqual(commands('begin'));
    expect(boris.messages()).toEqual([]);
  });

  it.each<[string, object[], string]>([
    ['a capital letter', commands('Start'), 'BOT_COMMAND_INVALID'],
    ['33 characters', commands('x'.repeat(33)), 'BOT_COMMAND_INVALID'],
    ['101 commands', commands(...Array.from({ length: 101 }, (_, at) => `c${at}`)), 'BOT_COMMANDS_TOO_MUCH'],
  ])('with %s are refused', async (_name, list, problem) => {
    const { api } = await openSandboxBot();
    expect(await api('setMyCommands', { commands: list })).toMatchObject({ status: 400 });
    expect((await api('setMyCommands', { commands: list })).description).toContain(problem);
  });
});

describe('what the bot says about itself', () => {
  it('is kept by language, with the text without language as the fallback', async () => {
    const { api } = await openSandboxBot();
    await api('setMyDescription', { description: 'Привет' });
    await api('setMyDescription', { description: 'Hello', language_code: 'en' });
    expect((await api('getMyDescription', { language_code: 'en' })).result).toEqual({ description: 'Hello' });
    expect((await api('getMyDescription', { language_code: 'de' })).result).toEqual({
      description: 'Привет',
    });
  });

  it('has a menu button for all, or for one chat', async () => {
    const { api, world } = await openSandboxBot();
    const anna = world.person();
    const menu = { type: 'web_app', text: 'Open', web_app: { url: 'https://example.com/' } };
    expect((await api('getChatMenuButton')).result).toEqual({ type: 'commands' });
    await api('setChatMenuButton', { chat_id: anna.id, menu_button: menu });
    expect((await api('getChatMenuButton', { chat_id: anna.id })).result).toEqual(menu);
    expect(world.state().chats[0]?.menuButton).toEqual(menu);
  });
});

describe('chats', () => {
  it('are described as the published types say', async () => {
    const { api, startedPerson } = await openSandboxBot();
    const anna = await startedPerson({ username: 'anna' });
    expect(
      findProblem('ChatFullInfo', (await api('getChat', { chat_id: '@anna' })).result, 'chat'),
    ).toBeUndefined();
    const member = await api('getChatMember', { chat_id: anna.id, user_id: anna.id });
    expect(findProblem('ChatMember', member.result, 'member')).toBeUndefined();
    expect(findProblem('User', (await api('getMe')).result, 'user')).toBeUndefined();
    expect(findProblem('WebhookInfo', (await api('getWebhookInfo')).result, 'info')).toBeUndefined();
  });

  it('show the pinned message and a service message about it', async () => {
    const { api, startedPerson, world } = await openSandboxBot();
    const anna = await startedPerson();
    await api('sendMessage', { chat_id: anna.id, text: 'Rules' });
    await api('pinChatMessage', { chat_id: anna.id, message_id: 2 });
    expect(world.state().chats[0]?.pinnedMessageId).toBe(2);
    expect(
      findProblem('ChatFullInfo', (await api('getChat', { chat_id: anna.id })).result, 'chat'),
    ).toBeUndefined();
    expect(anna.screen().pinned_message).toMatchObject({ message_id: 2 });
    await api('unpinChatMessage', { chat_id: anna.id });
    expect(world.state().chats[0]?.pinnedMessageId).toBeUndefined();
  });
});
