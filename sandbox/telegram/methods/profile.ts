import type {
  TelegramBotCommand,
  TelegramBotCommandScope,
  TelegramMenuButton,
  TelegramUser,
} from '@gramio/types/objects';
import { badRequest } from '../api/api-error.ts';
import type { CommandPlace, ProfileText } from '../chats/bot-profile.ts';
import { announceChat, botUser } from '../chats/post.ts';
import type { Core } from '../core.ts';
import type { Method, MethodRequest, MethodTable } from './method.ts';

const getMe = ({ core }: MethodRequest): TelegramUser => ({
  ...botUser(core),
  can_join_groups: true,
  can_read_all_group_messages: false,
  supports_inline_queries: true,
  can_connect_to_business: false,
  has_main_web_app: false,
});

interface CommandOptions {
  scope?: TelegramBotCommandScope;
  language_code?: string;
}

function readLanguage(code: string | undefined): string {
  if (code !== undefined && code !== '' && !/^[a-z]{2}$/.test(code))
    throw badRequest('invalid language code specified');
  return code ?? '';
}

function readPlace(core: Core, { scope, language_code }: CommandOptions): CommandPlace {
  const language = readLanguage(language_code);
  if (scope?.type !== 'chat') return { scope: scope?.type ?? 'default', language };
  return { scope: `chat:${core.chats.get(scope.chat_id).person.id}`, language };
}

const announceEverywhere = (core: Core): void => {
  for (const chat of core.chats.all()) announceChat(core, chat);
};

function checkCommand({ command, description }: TelegramBotCommand): void {
  if (!/^\/?[a-z0-9_]{1,32}$/.test(command)) throw badRequest('BOT_COMMAND_INVALID');
  if (description.length < 1 || description.length > 256) throw badRequest('BOT_COMMAND_DESCRIPTION_INVALID');
}

function setMyCommands(
  { core }: MethodRequest,
  params: CommandOptions & { commands: TelegramBotCommand[] },
): true {
  if (params.commands.length > 100) throw badRequest('BOT_COMMANDS_TOO_MUCH');
  params.commands.forEach(checkCommand);
  const commands = params.commands.map((entry) => ({ ...entry, command: entry.command.replace(/^\//, '') }));
  core.profile.setCommands(readPlace(core, params), commands);
  announceEverywhere(core);
  return true;
}

function deleteMyCommands({ core }: MethodRequest, params: CommandOptions): true {
  core.profile.setCommands(readPlace(core, params), []);
  announceEverywhere(core);
  return true;
}

const getMyCommands = ({ core }: MethodRequest, params: CommandOptions): TelegramBotCommand[] =>
  core.profile.commands(readPlace(core, params));

const fieldOf: Record<ProfileText, string> = {
  name: 'name',
  description: 'description',
  shortDescription: 'short_description',
};

const setText =
  (kind: ProfileText): Method =>
  ({ core }, params: Record<string, string>) => {
    core.profile.setText(kind, readLanguage(params['language_code']), params[fieldOf[kind]] ?? '');
    return true;
  };

const getText =
  (kind: ProfileText): Method =>
  ({ core }, params: { language_code?: string }) => {
    const text = core.profile.text(kind, readLanguage(params.language_code));
    return { [fieldOf[kind]]: text === '' && kind === 'name' ? core.bot.firstName : text };
  };

interface MenuButtonOptions {
  chat_id?: number;
  menu_button?: TelegramMenuButton;
}

function setChatMenuButton({ core }: MethodRequest, params: MenuButtonOptions): true {
  const button = params.menu_button ?? { type: 'default' };
  if (button.type === 'web_app' && !/^https:/i.test(button.web_app.url))
    throw badRequest('BUTTON_URL_INVALID');
  if (params.chat_id === undefined) {
    core.profile.setMenuButton(button);
    announceEverywhere(core);
    return true;
  }
  const chat = core.chats.get(params.chat_id);
  if (button.type === 'default') delete chat.menuButton;
  else chat.menuButton = button;
  announceChat(core, chat);
  return true;
}

const getChatMenuButton = ({ core }: MethodRequest, params: MenuButtonOptions): TelegramMenuButton =>
  (params.chat_id === undefined ? undefined : core.chats.get(params.chat_id).menuButton) ??
  core.profile.menuButton();

export const profileMethods: MethodTable = {
  getMe,
  setMyCommands,
  getMyCommands,
  deleteMyCommands,
  setMyName: setText('name'),
  getMyName: getText('name'),
  setMyDescription: setText('description'),
  getMyDescription: getText('description'),
  setMyShortDescription: setText('shortDescription'),
  getMyShortDescription: getText('shortDescription'),
  setChatMenuButton,
  getChatMenuButton,
};
