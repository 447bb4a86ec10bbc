import { z } from 'zod';
import type { Clock } from '../../platform/clock.ts';
import { type BotContext, type BotDialogue, defineDialogue } from '../users/context.ts';
import type { UserService } from '../users/service.ts';
import { expiryAfter, grantOf, readExpiry, readGrant, readTraffic, readUses } from './rules.ts';
import { inviteStepScreen } from './screens.ts';
import type { InviteService } from './service.ts';
import * as taps from './taps.ts';

const answers = z.object({
  uses: z.number().int().min(1).max(1000),
  /** Days; null: for ever. */
  expiry: z.number().int().min(1).max(365).nullable(),
  grant: z.union([z.enum(['admission', 'permanent']), z.number().int().min(1).max(3650)]),
  /** Gigabytes; null: without limit. */
  traffic: z.number().int().min(1).max(10_000).nullable().optional(),
});

/** A few questions, then a code. Every answer may be tapped or typed. */
export function createNewInviteDialogue(parts: {
  invites: Pick<InviteService, 'create'>;
  users: Pick<UserService, 'demand'>;
  clock: Clock;
  showCard: (ctx: BotContext, inviteId: number, created: boolean) => Promise<void>;
  showList: (ctx: BotContext) => Promise<void>;
}): BotDialogue<object> {
  const { invites, users, clock, showCard, showList } = parts;
  return defineDialogue({
    id: 'invite.new',
    about: z.object({}),
    answers,
    may: (ctx) => users.demand(ctx.person.telegramId, 'create invites'),
    questions: {
      uses: {
        read: readUses,
        wrong: ({ voice }) => voice.t.invites.badUses,
        screen: ({ voice }, { problem }) => inviteStepScreen(voice, 'uses', problem),
      },
      expiry: {
        read: readExpiry,
        wrong: ({ voice }) => voice.t.invites.badExpiry,
        screen: ({ voice }, { problem }) => inviteStepScreen(voice, 'expiry', problem),
      },
      grant: {
        read: readGrant,
        wrong: ({ voice }) => voice.t.invites.badGrant,
        screen: ({ voice }, { problem }) => inviteStepScreen(voice, 'grant', problem),
      },
      traffic: {
        when: ({ answers: { grant } }) => grant !== 'admission',
        read: readTraffic,
        wrong: ({ voice }) => voice.t.invites.badTraffic,
        screen: ({ voice }, { problem }) => inviteStepScreen(voice, 'traffic', problem),
      },
    },
    picks: (on) => [on(taps.answer, ([to, typed]) => ({ to, typed }))],
    back: taps.back,
    async done(ctx, { answers: { uses, expiry, grant, traffic }, cause }) {
      const invite = await invites.create(cause, {
        maxUses: uses,
        expiresAt: expiryAfter(clock.now(), expiry),
        grant: grantOf(grant, traffic),
      });
      await showCard(ctx, invite.id, true);
    },
    origin: showList,
    formerly: ({ step, maxUses, expiresInDays, grantDays }) => ({
      step,
      uses: maxUses,
      expiry: expiresInDays,
      grant: grantDays === null ? 'permanent' : grantDays,
    }),
  });
}
