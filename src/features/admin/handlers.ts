import { Composer, type Scenes } from 'telegraf';
import { onTap, readWhole } from '../../telegram/screens/taps.ts';
import { Refusal } from '../../platform/refusal.ts';
import type { MoneyDesk } from '../money/desk/desk.service.ts';
import type { LinkService } from '../subscriptions/links.service.ts';
import type { SubscriptionService } from '../subscriptions/service.ts';
import type { BotContext } from '../users/context.ts';
import type { User, UserService } from '../users/service.ts';
import type { RenewalService } from '../money/renewals/service.ts';
import { createStopRenewalDesk } from './renewal.scene.ts';
import { findPersonScene } from './scene.ts';
import { adminScreen, blockQuestion, cardScreen, replaceLinkForQuestion, roleQuestion } from './screens.ts';

interface AdminParts {
  users: UserService;
  subscriptions: SubscriptionService;
  links: LinkService;
  money: Pick<MoneyDesk, 'standing'>;
  renewals: Pick<RenewalService, 'view' | 'stopFor'>;
}

/** The staff's side: menu, search, a person's card and what admins do with it. */
export function createAdminHandlers({ users, subscriptions, links, money, renewals }: AdminParts): {
  composer: Composer<BotContext>;
  /** Asks why somebody's auto-renewal is switched off. */
  scene: Scenes.BaseScene<BotContext>;
} {
  const composer = new Composer<BotContext>();
  composer.command(['admin', 'users'], showMenu);
  onTap(composer, 'admin', showMenu);
  onTap(composer, 'usr.find', startSearch);
  onTap(composer, 'usr.show', async (ctx, [id]) => showCard(ctx, await load(ctx, id)));
  onTap(composer, 'usr.role?', async (ctx, [id, role]) =>
    ctx.show(roleQuestion(ctx.voice, await load(ctx, id), roleOf(role))),
  );
  onTap(composer, 'usr.block?', async (ctx, [id]) => ctx.show(blockQuestion(ctx.voice, await load(ctx, id))));
  onTap(composer, 'usr.link?', async (ctx, [id]) =>
    ctx.show(replaceLinkForQuestion(ctx.voice, await load(ctx, id))),
  );
  onTap(composer, 'usr.link', replaceLink);
  onTap(composer, 'usr.role', setRole);
  onTap(composer, 'usr.block', (ctx, [id]) => setBlock(ctx, id, true));
  onTap(composer, 'usr.unblock', (ctx, [id]) => setBlock(ctx, id, false));
  const { composer: stopping, scene } = createStopRenewalDesk({
    users,
    renewals,
    showCard: async (ctx, userId) => showCard(ctx, await load(ctx, String(userId))),
  });
  composer.use(stopping);
  return { composer, scene };

  async function showMenu(ctx: BotContext): Promise<void> {
    const counts = await users.counts(ctx.person.telegramId);
    await ctx.show(adminScreen(ctx.voice, { role: ctx.person.role, counts }));
  }

  async function startSearch(ctx: BotContext): Promise<void> {
    await users.demand(ctx.person.telegramId, 'see people');
    await ctx.scene.enter(findPersonScene);
  }

  async function load(ctx: BotContext, id: string | undefined): Promise<User> {
    return await users.card(ctx.person.telegramId, idOf(id));
  }

  async function showCard(ctx: BotContext, person: User): Promise<void> {
    const viewer = ctx.person.role;
    const id = person.telegramId;
    const [subscription, { renewal }, standing] = await Promise.all([
      subscriptions.find(id),
      renewals.view(id),
      viewer === 'admin' ? money.standing(ctx.person.telegramId, id) : undefined,
    ]);
    await ctx.show(cardScreen(ctx.voice, { person, subscription, renewal, standing, viewer }));
  }

  async function setRole(ctx: BotContext, [id, wanted]: readonly string[]): Promise<void> {
    const role = roleOf(wanted);
    await users.setRole(ctx.cause, idOf(id), role);
    ctx.toast(ctx.voice.t.admin.roleChanged(ctx.voice.t.admin.roles[role]));
    await showCard(ctx, await load(ctx, id));
  }

  async function replaceLink(ctx: BotContext, [id]: readonly string[]): Promise<void> {
    await links.replaceFor(ctx.cause, idOf(id));
    ctx.toast(ctx.voice.t.admin.replacingLink);
    await showCard(ctx, await load(ctx, id));
  }

  async function setBlock(ctx: BotContext, id: string | undefined, blocked: boolean): Promise<void> {
    if (blocked) await users.block(ctx.cause, idOf(id));
    else await users.unblock(ctx.cause, idOf(id));
    ctx.toast(blocked ? ctx.voice.t.admin.blocked : ctx.voice.t.admin.unblocked);
    await showCard(ctx, await load(ctx, id));
  }
}

function idOf(text: string | undefined): number {
  return readWhole(text, { min: 1, max: Number.MAX_SAFE_INTEGER }) ?? 0;
}

function roleOf(text: string | undefined): User['role'] {
  if (text === 'user' || text === 'manager' || text === 'admin') return text;
  throw new Refusal('invalid', 'user.unknown');
}
