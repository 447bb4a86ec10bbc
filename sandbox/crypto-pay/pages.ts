import { button, html, type Language, type Markup, money, shell } from '../provider-pages/layout.ts';
import { assets, type CryptoPayWorld, currentInvoices, type InvoiceRow } from './world.ts';

const words = {
  ru: {
    pay: 'Заплатить в',
    paid: 'Оплачено',
    expired: 'Срок счёта истёк',
    missing: 'Такого счёта нет',
    back: 'Вернуться',
    returns: 'Дальше — в чате с ботом: эту вкладку можно закрыть.',
    title: 'Счёт',
    invoices: 'Счета магазина',
    active: 'ждёт оплаты',
    open: 'Открыть',
  },
  en: {
    pay: 'Pay with',
    paid: 'Paid',
    expired: 'The invoice has expired',
    missing: 'There is no such invoice',
    back: 'Go back',
    returns: 'Go on in the chat with the bot: this tab can be closed.',
    title: 'Invoice',
    invoices: 'The shop’s invoices',
    active: 'waiting for payment',
    open: 'Open',
  },
} as const;

const shownAssets = 3;

/** One invoice with its ways to pay, or what became of it. */
export function invoicePage(world: CryptoPayWorld, hash: string, language: Language): string {
  const say = words[language];
  const invoice = currentInvoices(world).find((each) => each.hash === hash);
  if (!invoice) return shell({ title: say.missing, language, brand, body: html`<h1>${say.missing}</h1>` });
  const offered = (invoice.accepted_assets ?? assets).slice(0, shownAssets);
  const back = invoice.paid_btn_url;
  const body = html`<h1>${invoice.description ?? say.title}</h1>
<p class="price">${priceOf(invoice, language)}</p>
${
  invoice.status === 'active'
    ? offered.map((asset) =>
        button({ action: `/pay/${hash}`, text: `${say.pay} ${asset}`, fields: { asset } }),
      )
    : html`<p>${say[invoice.status]}</p>`
}
${invoice.status === 'paid' ? wayBack(back, say) : undefined}`;
  return shell({ title: say.title, language, brand, body });
}

/** An address of Telegram would lead out of the sandbox, where nobody waits. */
function wayBack(back: string | undefined, say: { back: string; returns: string }): Markup {
  const isHere = /^http:\/\/(127\.0\.0\.1|localhost)[:/]/.test(back ?? '');
  return isHere ? html`<a class="link" href="${back ?? ''}">${say.back}</a>` : html`<p>${say.returns}</p>`;
}

/** Every invoice of the app, newest first. */
export function invoicesPage(world: CryptoPayWorld, language: Language): string {
  const say = words[language];
  const cards = currentInvoices(world)
    .slice(-30)
    .toReversed()
    .map(
      (
        invoice,
      ) => html`<section class="card"><b>${invoice.description ?? ''} · ${priceOf(invoice, language)}</b>
<p class="soft">${say[invoice.status]} · ${invoice.payload ?? ''}</p>
${invoice.status === 'active' ? html`<a class="link" href="/pay/${invoice.hash}">${say.open}</a>` : undefined}</section>`,
    );
  return shell({ title: say.invoices, language, brand, body: html`<h1>${say.invoices}</h1>${cards}` });
}

const brand = 'Crypto Pay';

function priceOf(invoice: InvoiceRow, language: Language): string {
  if (invoice.fiat === undefined) return `${invoice.amount} ${invoice.asset ?? ''}`;
  return money(Math.round(Number(invoice.amount) * 100), invoice.fiat, language);
}
