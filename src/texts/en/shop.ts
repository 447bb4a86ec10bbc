import { html } from '../../telegram/screens/html.ts';
import type { moneyNotices as russianNotices, orders as russianOrders, shop as russian } from '../ru/shop.ts';

export const shop: typeof russian = {
  buy: 'Buy access 💳',
  title: html`<b>Plans</b>`,
  choose: 'Choose how long you need access. If yours still works, the new days are added to it.',
  noPlans: 'Access cannot be bought right now. Please look in later.',
  planLine: (name, { days, traffic, month }) =>
    html`<b>${name}</b>: ${days}, traffic ${traffic}${month === undefined ? '' : `, ${month} a month`}`,
  saved: (percent) => `−${percent}%`,
  planTitle: (name) => html`<b>Plan “${name}”</b>`,
  planFacts: (days, traffic) => `Time: ${days}\nTraffic: ${traffic}`,
  monthly: {
    monthly: 'New traffic comes every 30 days from the first day on; what is not used lapses.',
    'monthly-kept':
      'New traffic comes every 30 days from the first day on; what is not used is kept for the next month.',
  },
  begins: {
    ask: 'This plan is wider than the one that runs now. When is it to begin?',
    now: 'Begin now',
    after: 'Begin afterwards',
    narrower: 'the present plan',
    atOnce: (wide, narrow, { left, becomes, until }) =>
      `Now: “${wide}” begins as soon as you have paid. What is left of “${narrow}” (${left}) is converted by the price of a day: it becomes time of “${wide}” (${becomes}). All together until ${until}.`,
    atOnceThen: (wide, narrow, { left, until }) =>
      `Now: “${wide}” begins as soon as you have paid, and what is left of “${narrow}” (${left}) follows it. All together until ${until}.`,
    atOnceForEver: (wide, narrow, left) =>
      `Now: “${wide}” begins as soon as you have paid, for ever. What is left of “${narrow}” (${left}) adds nothing to it.`,
    afterwards: (wide, narrow, { from, until }) =>
      `Afterwards: “${narrow}” runs until ${from}, then “${wide}” begins${until === undefined ? ', for ever.' : `. All together until ${until}.`}`,
  },
  price: (price) => `Price: ${price}`,
  discounted: (before, after) => html`Price: <s>${before}</s> <b>${after}</b>`,
  code: (code) => html`Promo code: <code>${code}</code>`,
  noWays: 'There is no way to pay for this plan right now. Write to support: /paysupport.',
  tooLittle: (ways) => `The sum is too small to pay like this: ${ways}.`,
  wayWords: {
    card: 'by card',
    stars: 'in Stars',
    crypto: 'in crypto',
    balance: 'from the balance',
    free: 'for free',
  },
  howToPay: 'How would you like to pay?',
  ways: {
    card: (price) => `By card · ${price}`,
    stars: (price) => `In Stars · ${price}`,
    crypto: (price) => `In crypto · ${price}`,
    balance: (price) => `From my balance · ${price}`,
    free: () => 'Get it for free',
  },
  renewsOff: 'Renew automatically: no',
  renewsOn: 'Renew automatically: yes ✅',
  renewsHow: (days) =>
    `🔁 You pay once now, then the same price every ${days}. I remind you three days before each charge, and you can switch it off at any moment in “My subscription”.`,
  nextCharge: (ways, date, after) => `Next charge (${ways}): ${date}, then ${after}.`,
  runsUntil: (date) =>
    `Your access runs until ${date}: the new days are added to it, but the first payment is today all the same.`,
  codeAside: (code) =>
    html`The code <code>${code}</code> does not count with auto-renewal: it is for one purchase. Switch auto-renewal off, and the discount is back.`,
  closed: {
    once: (way) => `It cannot be renewed ${way}: each time has to be paid anew.`,
    term: (way) => `This plan cannot be renewed ${way}: its days or price do not fit.`,
    short: (way, has) => `It cannot be paid ${way}: there is ${has}.`,
  },
  noneOpen:
    'There is no other way to pay for this plan now. Choose another one, or write to support: /paysupport.',
  noneRenews: 'Nothing can renew this plan now. Switch auto-renewal off: then there are more ways.',
  enterCode: 'I have a promo code',
  otherCode: 'Another promo code',
  askCode: html`<b>Promo code</b>\n\nSend the code in one message. Capitals do not matter.`,
  askCodeAgain: 'A promo code is a word of letters and digits, such as SPRING.',
  codeTaken: html`The code works. Choose a plan: the price with the discount comes on the next screen.`,
  gift: {
    days: (days) => html`The code works: <b>${days}</b> of access are yours. ✅`,
    traffic: (size) => html`The code works: <b>${size}</b> of traffic added. ✅`,
    trial: (days) => html`The code works: your trial of <b>${days}</b> has started. ✅`,
    balance: (price) => html`The code works: <b>${price}</b> are on your balance now. ✅`,
  },
  sure: (name, price) => html`Buy <b>“${name}”</b> for <b>${price}</b> from your balance?`,
  sureFree: (name) => html`Your code covers the whole price. Get <b>“${name}”</b> for free?`,
  confirm: 'Yes, buy it',
  confirmFree: 'Yes, get it',
  pay: (price) => `Pay ${price}`,
  check: 'I have paid, check it',
  retry: 'Try again',
  drop: 'Cancel this purchase',
  otherWay: 'Pay another way',
  again: 'Buy again',
  orders: 'My purchases',
};

export const orders: typeof russianOrders = {
  title: html`<b>My purchases</b>`,
  none: 'No purchases yet.',
  balance: (money) => `On your balance: ${money}`,
  debt: (money) => `You owe ${money}. It is taken from what comes to your balance next.`,
  heading: (id, name) => html`<b>Order ${id}</b> · ${name}`,
  terms: (days, traffic) => `Access: ${days}, traffic ${traffic}`,
  total: (price) => `To pay: ${price}`,
  receipt: (price, way) => `Paid: ${price}, ${way}`,
  reduced: (before, off, code) =>
    code === undefined
      ? `Full price: ${before}, ${off} off`
      : `Full price: ${before}, promo code ${code}: −${off}`,
  renews: (days) => `Renews by itself: every ${days} at the same price`,
  renewal: 'Renewed automatically',
  wayNames: {
    stripe: 'by card',
    stars: 'in Stars',
    'crypto-pay': 'in crypto',
    balance: 'from the balance',
    free: 'with a promo code',
  },
  created: (when) => `✅ Made on ${when}`,
  paid: (when) => `✅ Payment received on ${when}`,
  waiting: (until) => `⏳ Waiting for the payment until ${until}`,
  starsBelow: 'The invoice in Stars is a message of its own: press Pay in it.',
  opening: '⏳ The payment page did not answer. We are trying again; nothing was charged.',
  processing: '⏳ The payment is on its way. Access starts by itself when it arrives, and I will write.',
  review: '⏳ The payment is not what we expected. We have the money; a person is looking and will answer.',
  settingUp: '⏳ Setting up your access. Usually this takes less than a minute.',
  delayed:
    '⏳ The server is not answering. Your money is safe; we keep trying and will write when all is ready.',
  setUp: '✅ Access is set up and verified',
  usedUp: '📉 The traffic is used up. Buy more to go on.',
  switchedOff: '⛔️ Access is switched off on the server. Write to support: /paysupport',
  ended: '⌛️ The time you bought is over',
  failed: '❌ The payment did not go through. Nothing was charged.',
  notOpened:
    '❌ Paying this way does not work now: the payment provider refused us. Nothing was charged. Choose another way; we are looking into it.',
  expired: '⌛ The time to pay is over. If you have paid after all, access starts by itself.',
  cancelled: 'This purchase was cancelled, nothing is to be paid for it.',
  replaced:
    '↪️ You chose another purchase in place of this one. If you have paid for this one all the same, access starts by itself.',
  refunded: '↩️ The money went back, and the access of this order is closed.',
  disputeLost: '↩️ The bank gave the money back in a dispute, and the access of this order is closed.',
  partlyRefunded: {
    shorter: '↩️ A part of the money went back, and the access is shorter now.',
    thinner: '↩️ A part of the money went back: the access stays, with less traffic.',
    stays: '↩️ A part of the money went back, and the access stays.',
  },
  disputed: '⏸ The payment is disputed at the bank. Its access rests until that is decided.',
  states: {
    pending: 'waiting for payment',
    processing: 'payment on its way',
    paid: 'paid',
    partially_refunded: 'partly refunded',
    refunded: 'refunded',
    disputed: 'disputed',
    failed: 'did not go through',
    expired: 'expired',
    cancelled: 'cancelled',
    replaced: 'replaced',
  },
  page: {
    paid: (price: string) => `Paid: ${price}`,
    justPaid:
      'Have you just paid? Give it a minute: this page follows by itself, and the bot will write to you.',
    toBot: 'Open the bot',
    goneTitle: 'There is no such order',
    gone: 'There is no order at this address. Your purchases are in the bot, under “My purchases”.',
  },
  checked: 'No payment to be seen yet. It usually arrives within a minute.',
};

export const moneyNotices: typeof russianNotices = {
  paid: (price) => html`<b>Payment received: ${price}</b> ✅`,
  next: {
    settingUp: 'Setting up your access. I will write when it is ready.',
    longer: (date) => `Your access now works until ${date}, with the same key: there is nothing to change.`,
    forEver: 'Your access now has no end date, with the same key: there is nothing to change.',
    added: 'What you bought was added to your access. How that stands now is in “My subscription”.',
  },
  renewed: (price) =>
    html`<b>Subscription renewed: ${price}</b> ✅\n\nThe new end date is in “My subscription”. You can switch renewal off there too.`,
  paidCovered: html`<b>The payment provider counts the order as paid</b> ✅\n\nNothing had to be charged: a discount or credit covered it.`,
  renewedCovered: html`<b>Subscription renewed</b> ✅\n\nNothing had to be charged: a discount or your credit with the payment provider covered it. The new end date is in “My subscription”.`,
  credited: (price) =>
    html`A second payment for the same order arrived: <b>${price}</b>.\n\nIt is on your balance now.`,
  spendable: 'Your balance can pay for your next purchase.',
  unspendable: 'Nothing can be bought with this money now. To have it back, write to us: /paysupport.',
  refunded: {
    ended: (price) => html`We gave you <b>${price}</b> back. The access of this order is closed.`,
    shorter: (price) => html`We gave you <b>${price}</b> back. The access of this order is shorter now.`,
    thinner: (price) =>
      html`We gave you <b>${price}</b> back. The access stays, with less traffic from this order.`,
    stays: (price) => html`We gave you <b>${price}</b> back. The access stays.`,
  },
  returned: (price) => html`We gave <b>${price}</b> back to you.`,
  movedToBalance: {
    ended: (price) =>
      html`<b>${price}</b> of this order are on your balance now. The access of the order is closed.`,
    shorter: (price) =>
      html`<b>${price}</b> of this order are on your balance now. The access of the order is shorter now.`,
    thinner: (price) =>
      html`<b>${price}</b> of this order are on your balance now. The access stays, with less traffic from this order.`,
    stays: (price) => html`<b>${price}</b> of this order are on your balance now. The access stays.`,
  },
  owed: (price) =>
    html`Money that was on your balance went back to whoever paid it, but you have spent it: you owe <b>${price}</b>. It is taken by itself from what comes to your balance next. Questions: /paysupport.`,
  paidOff: (price) => html`Of what came to your balance, <b>${price}</b> paid for what you owed.`,
  disputed: (price) =>
    html`The payment of <b>${price}</b> is disputed at the bank. Until the bank decides, the access of this order rests. If you did not dispute anything, write to us: /paysupport.`,
  disputeWon: (price) =>
    html`The dispute about <b>${price}</b> is decided: the money stayed with us, and the access of this order is yours again.`,
  disputeLost: (price) =>
    html`The bank decided the dispute about <b>${price}</b> and gave the money back to the payer. The access of this order is closed.`,
  refundFailed: (price) =>
    html`Your refund of <b>${price}</b> did not work: the money could not arrive and is with us again. The access it paid for is yours again, and we are looking into it. Questions: /paysupport.`,
  returnFailed: (price) =>
    html`Your refund of <b>${price}</b> did not work: the money could not arrive and is with us again. We are looking into it. Questions: /paysupport.`,
  putAside: html`The payment is not what we expected. We have the money; a person is looking and will answer.`,
  closed: (price) =>
    html`Your payment of <b>${price}</b> has been dealt with. If anything is unclear: /paysupport.`,
  failed: html`The payment did not go through, nothing was charged. You can try again or pay another way.`,
  notOpened: html`Paying this way does not work now: the payment provider refused us. Nothing was charged. Open the order and choose another way; we know of it and are looking into it.`,
  creditMoney: (price) => html`<b>${price}</b> was added to your balance.`,
  creditDays: (days) => html`Access was added for you: <b>${days}</b>.`,
  paidOut: (price) =>
    html`<b>${price}</b> of your balance were paid out to you by hand. They are not on the balance any more.`,
  takenMoney: (price) => html`<b>${price}</b> were taken off your balance: they had been added by mistake.`,
  takenAccess: html`Access that you were given by mistake was taken back. “My subscription” shows what is left.`,
  creditForEver: html`You were given access without an end.`,
  look: 'Open the payment',
  payment: (id) => `Payment ${id}`,
  alarm: (what, provider) =>
    provider === undefined
      ? html`<b>Money needs attention</b>\n\n${what}`
      : html`<b>Money needs attention: ${provider}</b>\n\n${what}`,
  why: (code) => html`What the provider answered: <code>${code}</code>`,
  clockIs: (source, span, isAhead) =>
    `By the answers of ${source} the clock is ${span} ${isAhead ? 'ahead' : 'behind'}.`,
  lacks: {
    endpoint: 'The dashboard has no webhook with the bot’s address.',
    off: 'The webhook is switched off.',
    version: 'The webhook has another API version than the bot expects.',
  },
  lacksEvents: (events) => `Events that are not enabled: ${events}.`,
  alarms: {
    amount: 'Another amount arrived than the order cost. Nothing was handed out.',
    currency: 'Another currency arrived than the order had. Nothing was handed out.',
    mode: 'A test payment arrived in a real shop, or the other way round.',
    owner: 'Somebody else paid than the one who ordered. Nothing was handed out.',
    blocked:
      'Somebody who is blocked has paid. Nothing was handed out, auto-renewal is off: decide whether to give the money back or to hand out access after all.',
    'unknown-order': 'Money arrived that names no order of ours.',
    'unknown-state': 'A payment is in a state that the bot does not know.',
    'refund-failed': 'A refund failed: the money is with us again.',
    dispute:
      'A payment is disputed at the bank. Answer in the provider’s dashboard before the time for it is over.',
    'dispute-won': 'The dispute about a payment was decided for us: the money is with us again.',
    'dispute-lost': 'The dispute about a payment is lost: the bank gave the money back to the payer.',
    'reversal-currency':
      'A refund or dispute came in another currency than the payment. It is booked in its own; what becomes of access and balance is yours to decide.',
    inquiry:
      'The bank asks about a payment: answer in the Stripe dashboard before it becomes a dispute. The access stays.',
    'fraud-warning':
      'The bank reports that a payment looks fraudulent. The money goes back by itself and the access ends: that is cheaper than a dispute.',
    owed: 'Money went back to the payer, but the person had spent it from the balance already: what is missing is owed, and taken from what comes to the balance next.',
    drift: 'The books do not add up. See the log and the metric money_wrong.',
    'test-money':
      'People pay here with test money: whoever knows the number of a test card, or has taken test coins, gets access for nothing. If the shop is real, set the live key now. After the first real payment the bot does not start with a test key any more.',
    'webhook-mode':
      'Stripe delivered an event of the other mode: a test one to a real shop, or the other way round. It was kept and changed nothing. Check the key and the address of the webhook.',
    'webhook-version':
      'The Stripe webhook was made with another API version than the bot expects. Events are taken, but better delete it in the dashboard: the bot makes its own.',
    'webhook-incomplete':
      'The Stripe webhook was made by hand, and not as the bot needs it. Payments are found by asking, only later. Mend it in the Stripe dashboard: the bot does not change a webhook that is not its own.',
    'provider-refuses-us':
      'The payment provider does not take the bot’s key, or the key lacks permissions. Until then nobody can pay this way, and refunds and renewals wait. Check the key and its permissions; the log says what was refused.',
    'opening-refused':
      'The payment provider does not open payments: everybody who chooses this way is refused and shown the others. Look for the request by its number in its dashboard: usually something about the shop is not filled in there.',
    'closing-refused':
      'The payment provider does not close a bill that was given up: it may still be paid. If so, no money is lost.',
    'stop-refused':
      'The payment provider does not stop a renewal that was switched off: it may charge once more. We keep trying; switch it off in its dashboard.',
    'keep-refused': 'The payment provider does not switch a renewal on again: whoever wants it is refused.',
    'renewal-lost':
      'A renewal is not found at the payment provider: perhaps the key is another account’s. We have switched it off and ask the provider to charge no more; the person was told. Look in its dashboard: if the subscription is there, cancel it.',
    'portal-refused': 'The payment provider does not open the page where people change their card.',
    'list-refused':
      'The payment provider does not give its list of payments: what no webhook told of is not found meanwhile.',
    'clock-wrong':
      'The payment provider does not take our times: the clock of the server seems to be wrong. Until then nobody can pay this way. Check the server’s time synchronisation.',
    'clock-off':
      'The clock of the server that the bot runs on is wrong. At five minutes payments begin to fail. Check the server’s time synchronisation.',
    'webhook-silent':
      'A payment was found only by asking: the provider’s webhooks do not arrive. No money is lost, but buyers wait longer. Check the address of the webhook.',
  },
};
