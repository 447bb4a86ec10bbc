import { expect, it } from 'vitest';
import { inTopic } from '../../../src/telegram/api/in-topic.ts';
import { TelegramError } from '../../../src/telegram/api/telegram-error.ts';

function refusing(kind: TelegramError['kind']) {
  const tried: object[] = [];
  const send = async (topic: { message_thread_id?: number }) => {
    tried.push(topic);
    if ('message_thread_id' in topic)
      throw new TelegramError({ method: 'sendMessage', kind, code: 400, description: kind });
    return 'arrived';
  };
  return { tried, send };
}

it('what belongs to a topic that is gone arrives beside it', async () => {
  const { tried, send } = refusing('topic-gone');
  expect(await inTopic(77, send)).toBe('arrived');
  expect(tried).toEqual([{ message_thread_id: 77 }, {}]);
});

it.each(['blocked', 'flood', 'other', 'timeout'] as const)(
  'a failure of another kind (%s) is none of the topic: it is not sent twice',
  async (kind) => {
    const { tried, send } = refusing(kind);
    await expect(inTopic(77, send)).rejects.toMatchObject({ kind });
    expect(tried).toHaveLength(1);
  },
);

it('without a topic nothing names one', async () => {
  const { tried, send } = refusing('other');
  await inTopic(undefined, send);
  expect(tried).toEqual([{}]);
});
