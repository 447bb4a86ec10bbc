import { longestReason } from '../../platform/reason.ts';
import { formatMoney } from '../format.ts';
import type { Sentences } from '../refusal-sentences.ts';

export const refusals: Sentences = {
  'not-allowed': () => 'You are not allowed to do that.',
  'not-admitted': () => 'Please come in with an invite code first.',
  'invite.unknown': () => 'There is no such code. Check that you copied all of it.',
  'invite.used-up': () => 'This code has been used up. Ask for a new one.',
  'invite.expired': () => 'This code has expired. Ask for a new one.',
  'invite.revoked': () => 'This code was revoked. Ask for a new one.',
  'invite.unbacked': () =>
    'This invite does not work any more; that is not your fault. Ask somebody who is with us for a new code.',
  'invite.used-by-you': () => 'You have already used this code: you have everything it gives.',
  'invite.own': () => 'This is your own code: it is for the people you invite.',
  'invite.needless': () => 'You have everything that this invite gives already. It was not used up.',
  'invite.already-in': () => 'You are in already and do not need this code. It was not used up.',
  'invite.paused': ({ minutes }) => `Too many wrong codes. Try again in ${minutes} min.`,
  'invite.closed': () => 'We are not letting in new people right now. Your code was not used up.',
  'invite.bad-uses': () => 'The number of uses is from 1 to 1000.',
  'invite.bad-expiry': () => 'The expiry cannot be in the past.',
  'invite.bad-days': () => 'The number of days is from 1 to 3650.',
  'invite.bad-traffic': () => 'Traffic is from 1 to 10,000 gigabytes, or unlimited.',
  'invite.too-many-uses': ({ most }) =>
    `A code of yours can let in ${most} people at most. For more, ask an admin.`,
  'invite.too-many-days': ({ most }) =>
    most === 0
      ? 'A code of yours can give the way in alone. Access by a code is given by an admin.'
      : `A code of yours can give ${most} days of access at most. For more, ask an admin.`,
  'invite.too-much-traffic': ({ most }) =>
    `A code of yours can give ${most} GB at most. For more, ask an admin.`,
  'invite.already-revoked': () => 'This invite was revoked before.',
  'trial.off': () => 'The trial is switched off right now.',
  'trial.used': () => 'You have had your trial. Everybody gets one.',
  'trial.needless': () => 'You have permanent access and do not need a trial.',
  'key.not-ready': () => 'Your key is not ready yet. I will write as soon as it is.',
  'link.nothing': () => 'There is nothing to replace yet: no access, or it is still being set up.',
  'link.too-often': ({ count }) => `A link can be replaced ${count} times a day at most. Try again tomorrow.`,
  'user.unknown': () => 'The bot does not know this person. They need to write /start to it first.',
  'user.self': () => 'You cannot block yourself.',
  'user.last-admin': () => 'This is the last admin. Appoint another one first.',
  'user.empty-search': () => 'Send a number, a @name or part of a name.',
  'panel.unknown': () => 'That panel is not there any more.',
  'panel.not-answering': () => 'The panel does not answer now. Try again in a minute.',
  'panel.no-such-account': () => 'This panel has no such account.',
  'panel.account-taken': () => 'That account belongs to somebody else already.',
  'panel.has-other-account': () => 'This person has another account already.',
  'panel.resets-traffic': () =>
    'The traffic of this account begins anew by itself on the panel, which a subscription cannot.',
  'panel.bad-address': () => 'An address such as https://vpn.example.com is needed, and DNS has to know it.',
  'panel.private-address': () =>
    'That address leads into a private network. The setting PANEL_ALLOW_PRIVATE allows those.',
  'panel.from-settings': () =>
    'Access to this panel comes from the settings of the bot: change it there and start the bot again.',
  'panel.access-unreadable': () => 'The old access cannot be opened. Send both paths and the key.',
  'panel.not-a-link': () => 'There is no uuid in it. Send the uuid of the account or its whole link.',
  'panel.several-accounts': () =>
    'Several panels have this account. Send the link: it says which one is meant.',
  'panel.taken': () => 'That panel is there already.',
  'hand.unknown': () => 'This change is not there any more.',
  'hand.decided': () => 'This has been decided already.',
  'panel.too-many': ({ count, people }) =>
    `Too many differ: ${count} of ${people}. Nobody was touched: check the panel and confirm.`,
  'feed.fixed': () => 'The setting OWN_SUBSCRIPTIONS says so: take it out to choose here.',
  'preset.bad-value': () => 'This value does not fit. Look at the example and send it again.',
  'preset.bad-link': () =>
    'This link could not be read: it has to be vless (Reality with Vision), hysteria2 or ss 2022.',
  'preset.unknown': () => 'There is no such version.',
  'preset.changed': () => 'The draft has been changed meanwhile. See what it is now, and apply it again.',
  'preset.nothing': () => 'There is no draft to apply.',
  'preset.wrong': () => 'Keys cannot be made with this draft. Press "Test everything" to see what is wrong.',
  'plan.unknown': () => 'That plan is not there any more. Choose another one: /plans.',
  'plan.bad-value': () => 'That value does not fit. Look at the example and send it again.',
  'plan.price-limits': ({ way, leastMinor, mostMinor, currency }) => {
    const by: Readonly<Record<string, string>> = { card: 'A card', stars: 'Stars', crypto: 'Crypto' };
    const [least, most] = [leastMinor, mostMinor].map((minor) => formatMoney('en', { minor, currency }));
    return `${by[way] ?? 'This way of paying'} can take from ${least} to ${most}. Please send another price.`;
  },
  'plan.no-group': () => 'There are no panels in that group any more. Choose another one.',
  'promo.unknown': () => 'There is no such promo code. Check that you wrote all of it.',
  'promo.off': () => 'This promo code is switched off. Enter another one or buy without it: /plans.',
  'promo.early': () => 'This promo code does not work yet. Enter it later or buy without it: /plans.',
  'promo.late': () => 'This promo code has expired. Enter another one or buy without it: /plans.',
  'promo.used-up': () => 'This promo code has been used up.',
  'promo.held': () =>
    'This promo code is held by a purchase of yours whose payment is still under way. If nothing comes of that, the code is free again.',
  'promo.used-by-you': () => 'You have already used this promo code.',
  'promo.first-only': () => 'This promo code is for a first purchase only.',
  'promo.not-for-this': () => 'This promo code is not for this plan.',
  'promo.for-buying': () => 'This promo code is a discount: use it when you buy.',
  'promo.needless': () =>
    'You have everything that this code gives already: it would add nothing. The code is not used up.',
  'promo.needs-access': () => 'This code adds traffic to access that works. You need access first.',
  'promo.bad-code': () => 'A code has 3 to 32 letters and digits, without spaces.',
  'promo.bad-value': () => 'That value does not fit a promo code.',
  'promo.bad-uses': () => 'Uses are a whole number from 1 to 1,000,000, and up to 1000 for one person.',
  'promo.bad-end': () => 'A promo code cannot end in the past.',
  'promo.no-plans': () => 'Mark at least one plan.',
  'promo.taken': () => 'That promo code is there already.',
  'order.needless': () =>
    'Your access has no end: this purchase would add nothing to it. Nothing was charged.',
  'order.unknown': () => 'There is no such order.',
  'order.paid': () => 'This order is paid already.',
  'order.over': () => 'This invoice does not hold any more. Please buy anew: /plans.',
  'order.changed': () => 'This invoice is out of date. Please buy anew: /plans.',
  'order.price-changed': () => 'The price has changed. Look at it once more and confirm.',
  'order.way-gone': () => 'You cannot pay this way right now. Choose another one.',
  'renewal.none': () => 'Auto-renewal is not on.',
  'renewal.already': () => 'Auto-renewal is on already.',
  'renewal.not-for-this': () => 'This plan cannot be renewed like that. Choose another, or buy it once.',
  'renewal.over': () =>
    'It is over at the payment provider and cannot be switched on again. Please buy anew: /plans.',
  'renewal.no-portal': () =>
    'The page for the card does not open now. We are looking into it: please try later.',
  'renewal.needs-access': () => 'There is nothing to renew yet. Buy access first: /plans.',
  'balance.too-little': () => 'There is not enough on your balance. Choose another way to pay: /plans.',
  'payment.unknown': () => 'There is no such payment.',
  'review.over': () => 'This payment has been decided about already. Open it again to see what was done.',
  'review.not-possible': () => 'That cannot be done with this payment.',
  'reason.missing': () => `A reason is needed: a sentence or two, up to ${longestReason} characters.`,
  'refund.too-much': () => 'No more can go back than is left of the payment.',
  'refund.whole-only': () => 'Stars only go back as a whole.',
  'refund.not-there': () => 'There is nothing to give back of this payment.',
  'gift.gone': () => 'This gift has been taken back already.',
  'payout.not-there': () =>
    'That sum is not among what is paid out by hand any more: open the card of the person again.',
  'gift.spent': () => 'That money is not on the balance any more: it was spent.',
  'grant.needless': () => 'This person has that already: the gift would add nothing.',
  'grant.bad-value': () => 'A fitting number and a reason are needed.',
  'letter.gone': () => 'This has been tried again already, or is gone.',
  'too-fast': () => 'Too fast. Wait a moment and try again.',
  'try-later': () => 'That did not work just now. Try again in a minute.',
};
