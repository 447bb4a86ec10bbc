import { z } from 'zod';
import type { Clock } from '../../platform/clock.ts';
import { type BotContext, type BotDialogue, defineDialogue } from '../users/context.ts';
import type { UserService } from '../users/service.ts';
import type { Html } from '../../telegram/screens/html.ts';
import { demandDays, demandTraffic, demandUses } from './caps.rules.ts';
import {
  expiryAfter,
  grantOf,
  type InviteStep,
  readExpiry,
  readGrant,
  readTraffic,
  readUses,
} from './rules.ts';
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
  invites: Pick<InviteService, 'create' | 'capsOf'>;
  users: Pick<UserService, 'demand'>;
  clock: Clock;
  showCard: (ctx: BotContext, inviteId: number, created: boolean) => Promise<void>;
  showList: (ctx: BotContext) => Promise<void>;
}): BotDialogue<object> {
  const { invites, users, clock, showCard, showList } = parts;
  const capsOf = (ctx: BotContext) => invites.capsOf(ctx.person.telegramId);
  const screenOf =
    (step: InviteStep) =>
    async (ctx: BotContext, { problem }: { problem: Html | undefined }) =>
      inviteStepScreen(ctx.voice, { step, caps: await capsOf(ctx), problem });
  return defineDialogue({
    id: 'invite.new',
    about: z.object({}),
    answers,
    may: (ctx) => users.demand(ctx.person.telegramId, 'create invites'),
    questions: {
      uses: {
        async read(text, _given, ctx) {
          const uses = readUses(text);
          if (uses !== undefined) demandUses(uses, await capsOf(ctx));
          return uses;
        },
        wrong: ({ voice }) => voice.t.invites.badUses,
        screen: screenOf('uses'),
      },
      expiry: {
        read: readExpiry,
        wrong: ({ voice }) => voice.t.invites.badExpiry,
        screen: screenOf('expiry'),
      },
      grant: {
        async read(text, _given, ctx) {
          const grant = readGrant(text);
          if (grant !== undefined) demandDays(grant, await capsOf(ctx));
          return grant;
        },
        wrong: ({ voice }) => voice.t.invites.badGrant,
        screen: screenOf('grant'),
      },
      traffic: {
        when: ({ answers: { grant } }) => grant !== 'admission',
        async read(text, _given, ctx) {
          const gigabytes = readTraffic(text);
          if (gigabytes !== undefined) demandTraffic(gigabytes, await capsOf(ctx));
          return gigabytes;
        },
        wrong: ({ voice }) => voice.t.invites.badTraffic,
        screen: screenOf('traffic'),
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
