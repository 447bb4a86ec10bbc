import { afterAll, beforeAll, expect, it } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { findLostUpdates, findWrongCodes, timesTold } from './support/checker.ts';
import { type Cluster, startCluster } from './support/cluster.ts';
import { createVisitor } from './support/crowd.ts';
import { createRandom, seeds } from './support/random.ts';
import { openStage } from './support/stage.ts';

let cluster: Cluster;
beforeAll(async () => {
  cluster = await startCluster();
});
afterAll(() => cluster.stop());

const people = 20;
const copies = 5;

it.for(seeds(1))(
  'an update delivered five times, shuffled, across a restart, acts once (seed %i)',
  async (seed, { onTestFinished }) => {
    const random = createRandom(seed);
    const stage = await openStage({ cluster });
    onTestFinished(() => stage.close());
    await stage.bot.start();
    const [code = ''] = await stage.codes(1, people);
    const visitors = Array.from({ length: people }, (_, index) =>
      createVisitor(stage.world, { id: 1000 + index, code }),
    );
    // A bot may write only to who has written to it.
    await Promise.all(visitors.map((visitor) => visitor.asksForHelp()));
    const updates = visitors.map(({ id }, index) =>
      startUpdate({ updateId: 5000 + index, personId: id, code }),
    );
    const deliveries = random.shuffle(Array.from({ length: copies }, () => updates).flat());
    for (const update of deliveries.slice(0, deliveries.length / 2)) stage.world.inject(update);
    await stage.world.settled();
    const ending = await stage.bot.stop();
    expect(ending.code).toBe(0);
    await stage.bot.start();
    for (const update of deliveries.slice(deliveries.length / 2)) stage.world.inject(update);
    await eventually(async () => {
      expect(
        await findLostUpdates(
          stage,
          updates.map((update) => update.update_id),
        ),
      ).toEqual([]);
      expect(await findWrongCodes(stage, visitors)).toEqual([]);
    });
    for (const { id } of visitors) expect(timesTold(stage, id, 'Вы с нами!')).toBe(1);
  },
);

function startUpdate(given: { updateId: number; personId: number; code: string }) {
  const { updateId, personId, code } = given;
  const person = { id: personId, first_name: `Гость ${personId}`, language_code: 'ru' };
  return {
    update_id: updateId,
    message: {
      message_id: 1,
      date: Math.floor(Date.now() / 1000),
      chat: { type: 'private', ...person },
      from: { is_bot: false, ...person },
      text: `/start ${code}`,
      entities: [{ type: 'bot_command', offset: 0, length: 6 }],
    },
  };
}
