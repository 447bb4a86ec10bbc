import type { Button } from '../../telegram/screens/buttons.ts';
import { clip } from '../../telegram/screens/clip.ts';
import { html, type Html, join, plain } from '../../telegram/screens/html.ts';
import type { Screen } from '../../telegram/screens/screen.ts';
import * as adminTaps from '../admin/taps.ts';
import * as homeTaps from '../home/taps.ts';
import { cancelButton, pageRow, wayHome } from '../../texts/navigation.ts';
import type { Voice } from '../../texts/voice.ts';
import type { InviteCard, InviteCreator, InvitePage } from './service.ts';
import type { InviteCaps } from './caps.rules.ts';
import type { InviteStep } from './rules.ts';
import type { invites } from './tables.ts';
import * as taps from './taps.ts';

type Invite = typeof invites.$inferSelect;
export const pageSize = 6;

/** Asks for a code; `problem` says what was wrong with the last one. Those outside have nowhere to go back to. */
export function askCodeScreen(voice: Voice, view: { outside: boolean; problem?: Html | undefined }): Screen {
  const { t } = voice;
  const question = view.outside ? t.invites.askOutside : t.invites.ask;
  return {
    text: view.problem ?? question,
    buttons: view.outside
      ? [
          [
            { label: t.home.language, action: homeTaps.openLanguages() },
            { label: t.home.help, action: homeTaps.openHelp() },
          ],
        ]
      : [[cancelButton(voice)]],
  };
}

export function closedScreen(voice: Voice, opening?: Html): Screen {
  return {
    text: join([voice.t.invites.closed, opening], '\n\n'),
    buttons: [[{ label: voice.t.home.language, action: homeTaps.openLanguages() }]],
  };
}

/** A page of codes, one button each. */
export function inviteListScreen(
  voice: Voice,
  page: InvitePage,
  view: { all: boolean; offset: number; now: Date; admin: boolean },
): Screen {
  const { t, format } = voice;
  const list = view.all ? taps.listAll : taps.listOwn;
  const rows = page.invites.map((invite): Button[] => [
    {
      label: clip(rowText(voice, invite, view.now), labelLength),
      action: taps.show(invite.id),
    },
  ]);
  const other: Button = view.all
    ? { label: t.invites.showOwn, action: taps.listOwn(0) }
    : { label: t.invites.showAll, action: taps.listAll(0) };
  return {
    text: join([
      t.invites.listTitle(view.all, format.number(page.total)),
      page.total > pageSize && plain(pageOf(voice, view.offset, page.total)),
      page.total === 0 && html`\n${t.invites.empty}`,
      view.all && page.total > 0 && html`\n${creatorList(voice, page)}`,
    ]),
    buttons: [
      ...rows,
      pageRow(voice, { offset: view.offset, limit: pageSize, total: page.total }, list),
      [{ label: t.invites.create, action: taps.create(), style: 'primary' } as const],
      ...(view.admin ? [[other]] : []),
      wayHome(voice, { label: t.general.back, action: adminTaps.openDesk() }),
    ].filter((row) => row.length > 0),
  };
}

/** The list of who made which of the codes on the page; the buttons have no room for it. */
function creatorList(voice: Voice, { invites: codes, creators }: InvitePage): Html {
  const lines = codes.map((invite) => {
    const creator = creators.find(({ userId }) => userId === invite.createdBy);
    return creator && html`${voice.t.invites.shortCode(invite.code)} — ${creatorText(voice, creator)}`;
  });
  return join([plain(voice.t.invites.whoCreated), ...lines]);
}

function creatorText({ t }: Voice, { firstName, username, mayInvite }: InviteCreator): string {
  const name = `${clip(firstName, 64)}${username === null ? '' : ` (@${username})`}`;
  return mayInvite ? name : t.invites.unbacked(name);
}

/** The length that still fits on one line of a narrow phone. */
const labelLength = 40;

function rowText({ t }: Voice, invite: Invite, now: Date): string {
  const { code, usedCount: used, maxUses: max } = invite;
  return t.invites.row({ code, used, max, state: t.invites.states[stateOf(invite, now)] });
}

function pageOf({ t }: Voice, offset: number, total: number): string {
  return t.general.page(Math.floor(offset / pageSize) + 1, Math.ceil(total / pageSize));
}

/** One code: its link, what it gives, uses left, who came. */
export function inviteCardScreen(
  voice: Voice,
  card: InviteCard,
  view: { botUsername: string; now: Date; created?: boolean },
): Screen {
  const { t } = voice;
  const { invite } = card;
  const state = stateOf(invite, view.now);
  const link = `https://t.me/${view.botUsername}?start=${invite.code}`;
  return {
    text: join(
      [
        state === 'active' && html`${view.created === true ? t.invites.created : t.invites.link}\n${link}`,
        factLines(voice, card, state),
        guestLines(voice, card),
      ],
      '\n\n',
    ),
    buttons: [
      ...(state === 'active' ? [[{ label: t.invites.copyLink, copy: link }]] : []),
      ...(state === 'active' ? [[{ label: t.invites.revoke, action: taps.askRevoke(invite.id) }]] : []),
      wayHome(voice, { label: t.general.back, action: taps.listOwn(0) }),
    ],
  };
}

function factLines(voice: Voice, { invite, creator }: InviteCard, state: InviteState): Html {
  const { t, format } = voice;
  const { expiresAt } = invite;
  return join([
    t.invites.card(invite.code, t.invites.states[state]),
    creator && plain(t.invites.creator(creatorText(voice, creator))),
    plain(t.invites.uses(invite.usedCount, invite.maxUses)),
    plain(expiresAt === null ? t.invites.expiresNever : t.invites.expires(format.moment(expiresAt))),
    plain(t.invites.gives(giftText({ t, format }, invite))),
  ]);
}

function giftText({ t, format }: Pick<Voice, 't' | 'format'>, invite: Invite): string {
  const size =
    invite.grantTrafficBytes === null ? t.general.unlimited : format.size(invite.grantTrafficBytes);
  if (invite.grantKind === 'days') return t.invites.gifts.days(format.days(invite.grantDays ?? 0), size);
  return invite.grantKind === 'permanent' ? t.invites.gifts.permanent(size) : t.invites.gifts.admission;
}

function guestLines({ t, format }: Voice, { guests }: InviteCard): Html {
  if (guests.length === 0) return plain(t.invites.nobody);
  const lines = guests.map(
    (guest) =>
      html`• ${clip(guest.firstName, 64)}${guest.username === null ? '' : ` (@${guest.username})`}, ${format.shortMoment(guest.usedAt)}`,
  );
  return join([plain(t.invites.guests(format.zone)), ...lines]);
}

export function revokeQuestion(voice: Voice, invite: { id: number; code: string }): Screen {
  return {
    text: voice.t.invites.revokeSure(invite.code),
    buttons: [
      [{ label: voice.t.invites.revokeYes, action: taps.revoke(invite.id), style: 'danger' }],
      [{ label: voice.t.general.back, action: taps.show(invite.id) }],
    ],
  };
}

const uncapped: InviteCaps = { uses: Infinity, days: Infinity, gigabytes: Infinity };

function upTo(most: number, choices: readonly number[]): readonly number[] {
  return choices.filter((choice) => choice <= most);
}

/**
 * One question of the dialogue that makes a code; what was wrong with the last answer says what is wanted. What is
 * wider than the caps is not offered.
 */
export function inviteStepScreen(
  voice: Voice,
  {
    step,
    caps = uncapped,
    problem,
  }: { step: InviteStep; caps?: InviteCaps | undefined; problem?: Html | undefined },
): Screen {
  const { t, format } = voice;
  const isWide = caps === uncapped;
  const days = (count: number): Button => ({
    label: format.days(count),
    action: taps.answer(step, String(count)),
  });
  const questions = {
    uses: {
      text: problem ?? t.invites.askUses,
      choices: [
        upTo(caps.uses, [1, 5, 10, 100]).map(
          (count): Button => ({ label: format.number(count), action: taps.answer(step, String(count)) }),
        ),
      ],
    },
    expiry: {
      text: problem ?? t.invites.askExpiry,
      choices: [
        [days(1), days(7), days(30)],
        [{ label: t.invites.never, action: taps.answer(step, 'never') }],
      ],
    },
    grant: {
      text: problem ?? t.invites.askGrant,
      choices: [
        [{ label: t.invites.admissionOnly, action: taps.answer(step, 'admission') }],
        upTo(caps.days, [7, 30, 90]).map(days),
        isWide ? [{ label: t.invites.permanentGrant, action: taps.answer(step, 'permanent') }] : [],
      ],
    },
    traffic: {
      text: problem ?? t.invites.askTraffic,
      choices: [
        upTo(caps.gigabytes, [10, 50, 100]).map(
          (count): Button => ({
            label: format.size(count * 1024 ** 3),
            action: taps.answer(step, String(count)),
          }),
        ),
        isWide ? [{ label: t.invites.unlimitedTraffic, action: taps.answer(step, 'unlimited') }] : [],
      ],
    },
  };
  const back: Button = { label: t.general.back, action: taps.back() };
  const ways = step === 'uses' ? [cancelButton(voice)] : [back, cancelButton(voice)];
  const choices = questions[step].choices.filter((row) => row.length > 0);
  return { text: questions[step].text, buttons: [...choices, ways] };
}

type InviteState = 'active' | 'revoked' | 'expired' | 'used';

function stateOf(invite: Invite, now: Date): InviteState {
  if (invite.revokedAt !== null) return 'revoked';
  if (invite.expiresAt !== null && invite.expiresAt <= now) return 'expired';
  return invite.isActive && invite.usedCount < invite.maxUses ? 'active' : 'used';
}
