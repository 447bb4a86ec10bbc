import { expect, test } from 'vitest';
import { classifyError } from '../../../src/telegram/api/error-kind.ts';

test.each([
  [
    400,
    'Bad Request: message is not modified: specified new message content and reply markup are …',
    'not-modified',
  ],
  [400, 'Bad Request: message to edit not found', 'message-gone'],
  [400, 'Bad Request: message to delete not found', 'message-gone'],
  [400, "Bad Request: message can't be deleted", 'message-gone'],
  [400, "Bad Request: message can't be edited", 'cannot-edit'],
  [400, 'Bad Request: there is no text in the message to edit', 'cannot-edit'],
  [400, 'Bad Request: message to be replied not found', 'reply-gone'],
  [400, 'Bad Request: query is too old and response timeout expired or query ID is invalid', 'query-expired'],
  [400, 'Bad Request: can\'t parse entities: Unsupported start tag "x" at byte offset 3', 'bad-markup'],
  [
    400,
    "Bad Request: can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
    'bad-markup',
  ],
  [400, 'Bad Request: BUTTON_DATA_INVALID', 'bad-markup'],
  [400, 'Bad Request: BUTTON_URL_INVALID', 'bad-markup'],
  [400, 'Bad Request: reply markup is too long', 'bad-markup'],
  [400, 'Bad Request: message text is empty', 'empty-text'],
  [400, 'Bad Request: message is too long', 'too-long'],
  [400, 'Bad Request: message caption is too long', 'too-long'],
  [400, 'Bad Request: file is too big', 'too-big'],
  [400, 'Bad Request: chat not found', 'chat-not-found'],
  [400, 'Bad Request: message thread not found', 'topic-gone'],
  [400, 'Bad Request: TOPIC_DELETED', 'topic-gone'],
  [400, 'Bad Request: group chat was upgraded to a supergroup chat', 'migrated'],
  [401, 'Unauthorized', 'unauthorized'],
  [400, 'Bad Request: USER_IS_BLOCKED', 'blocked'],
  [400, 'Bad Request: INPUT_USER_DEACTIVATED', 'blocked'],
  [403, 'Forbidden: bot was blocked by the user', 'blocked'],
  [403, 'Forbidden: user is deactivated', 'blocked'],
  [403, 'Forbidden: bot was kicked from the supergroup chat', 'blocked'],
  [403, "Forbidden: bot can't initiate conversation with a user", 'blocked'],
  [403, 'Forbidden: not enough rights', 'other'],
  [404, 'Not Found: method not found', 'unknown-method'],
  [409, 'Conflict: terminated by other getUpdates request', 'conflict'],
  [413, 'Request Entity Too Large', 'too-big'],
  [429, 'Too Many Requests: retry after 5', 'flood'],
  [500, 'Internal Server Error', 'server'],
  [502, 'Bad Gateway', 'server'],
  [400, 'Bad Request: something new', 'other'],
  [400, '', 'other'],
])('%i "%s" means %s', (code, description, kind) => {
  expect(classifyError(code, description, {})).toBe(kind);
});

test('an answer that names the new chat means migrated, whatever its words', () => {
  expect(classifyError(400, 'Bad Request: new words', { migrate_to_chat_id: -1 })).toBe('migrated');
});
