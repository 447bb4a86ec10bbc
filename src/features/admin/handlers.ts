import type { CommandHandlers } from '../../telegram/commands.ts';
import { Composer } from 'telegraf';
import { hear } from '../../telegram/screens/taps.ts';
import type { MoneyDesk } from '../money/desk/service.ts';
import type { LinkService } from '../subscriptions/links.service.ts';
import type { SubscriptionService } from '../subscriptions/service.ts';
import type { BotContext, BotPart } from '../users/context.ts';
import type { User, UserService } from '../users/service.ts';
import type { RenewalService } from '../money/renewals/service.ts';
import { createFindPersonDialogue } from './find.dialogue.ts';
import { createStopRenewalDialogue } from './renewal.dialogue.ts';
import { adminScreen, blockQuestion, cardScreen, replaceLinkForQuestion, roleQuestion } from './screens.ts';
import * as taps from './taps.ts';

interface AdminParts {
  users: UserService;
  subscriptions: SubscriptionService;
  links: LinkService;
  money: Pick<MoneyDesk, 'standing'>;
  renewals: Pick<RenewalService, 'view' | 'stopFor'>;
}

/** The staff's side: menu, search, a person's card and what admins do with it. */
export function createAdminHandlers({ users, subscriptions, links, money, renewals }: AdminParts): BotPart & {
  commands: CommandHandlers<BotContext, 'admin' | 'users'>;
  showMenu(ctx: BotContext): Promise<void>;
} {
  const composer = new Composer<BotContext>();
  hear(composer, taps.openDesk, showMenu);
  hear(composer, taps.find, (ctx) => finding.begin(ctx, {}));
  hear(composer, taps.show, async (ctx, [id]) => showCard(ctx, await load(ctx, id)));
  hear(composer, taps.askRole, async (ctx, [id, role]) =>
    ctx.show(roleQuestion(ctx.voice, await load(ctx, id), role)),
  );
  hear(composer, taps.askBlock, async (ctx, [id]) => ctx.show(blockQuestion(ctx.voice, await load(ctx, id))));
  hear(composer, taps.askReplaceLink, async (ctx, [id]) =>
    ctx.show(replaceLinkForQuestion(ctx.voice, await load(ctx, id))),
  );
  hear(composer, taps.replaceLink, replaceLink);
  hear(composer, taps.setRole, setRole);
  hear(composer, taps.block, (ctx, [id]) => setBlock(ctx, id, true));
  hear(composer, taps.unblock, (ctx, [id]) => setBlock(ctx, id, false));
  hear(composer, taps.stopRenewal, (ctx, [userId]) => stopping.begin(ctx, { userId }));
  const finding = createFindPersonDialogue(users, showMenu);
  const stopping = createStopRenewalDialogue({
    users,
    renewals,
    showCard: async (ctx, userId) => showCard(ctx, await load(ctx, userId)),
    showMenu,
  });
  return {
    composer,
    commands: { admin: showMenu, users: showMenu },
    dialogues: [finding, stopping],
    showMenu,
  };

  async function showMenu(ctx: BotContext): Promise<void> {
    const counts = await users.counts(ctx.person.telegramId);
    await ctx.show(adminScreen(ctx.voice, { role: ctx.person.role, counts }));
  }

  async function load(ctx: BotContext, id: number): Promise<User> {
    return await users.card(ctx.person.telegramId, id);
  }

  async function showCard(ctx: BotContext, person: User): Promise<void> {
    const viewer = ctx.person.role;
    const id = person.telegramId;
    const [subscription, { renewal }, standing] = await Promise.all([
      subscriptions.find(id),
      renewals.view(id),
      viewer === 'admin' ? money.standing(ctx.person.telegramId, id) : undefined,
    ]);
    await ctx.show(
      cardScreen(ctx.voice, {
        person,
        subscription,
        access: subscriptions.stateOf(subscription),
        renewal,
        standing,
        viewer,
      }),
    );
  }

  async function setRole(ctx: BotContext, [id, role]: [number, User['role']]): Promise<void> {
    await users.setRole(ctx.cause, id, role);
    ctx.toast(ctx.voice.t.admin.roleChanged(ctx.voice.t.admin.roles[role]));
    await showCard(ctx, await load(ctx, id));
  }

  async function replaceLink(ctx: BotContext, [id]: [number]): Promise<void> {
    await links.replaceFor(ctx.cause, id);
    ctx.toast(ctx.voice.t.admin.replacingLink);
    await showCard(ctx, await load(ctx, id));
  }

  async function setBlock(ctx: BotContext, id: number, blocked: boolean): Promise<void> {
    if (blocked) await users.block(ctx.cause, id);
    else await users.unblock(ctx.cause, id);
    ctx.toast(blocked ? ctx.voice.t.admin.blocked : ctx.voice.t.admin.unblocked);
    await showCard(ctx, await load(ctx, id));
  }
}
