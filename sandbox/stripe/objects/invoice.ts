import Stripe from 'stripe';
import { newId, randomLetters } from '../ids.ts';
import { idIn } from '../state.ts';

/** An invoice for one period of a subscription, finalised and not paid yet. */
export function newInvoice(given: {
  subscription: Stripe.Subscription;
  reason: 'subscription_create' | 'subscription_cycle' | 'subscription_update';
  period: { start: number; end: number };
  number: number;
  now: number;
  origin: string;
}): Stripe.Invoice {
  const { subscription, reason, period, number, now, origin } = given;
  const id = newId('in');
  const line = newLine(id, subscription, period);
  const amount = line.amount;
  return {
    id,
    object: 'invoice',
    account_country: 'DE',
    account_name: 'Sandbox',
    account_tax_ids: null,
    amount_due: amount,
    amount_overpaid: 0,
    amount_paid: 0,
    amount_paid_off_stripe: 0,
    amount_remaining: amount,
    amount_shipping: 0,
    application: null,
    attempt_count: 0,
    attempted: false,
    auto_advance: true,
    automatic_tax: { disabled_reason: null, enabled: false, liability: null, provider: null, status: null },
    automatically_finalizes_at: null,
    billing_reason: reason,
    collection_method: 'charge_automatically',
    created: now,
    currency: subscription.currency,
    custom_fields: null,
    customer: subscription.customer,
    customer_account: null,
    customer_address: null,
    customer_email: null,
    customer_name: null,
    customer_phone: null,
    customer_shipping: null,
    customer_tax_exempt: 'none',
    customer_tax_ids: [],
    default_payment_method: null,
    default_source: null,
    default_tax_rates: [],
    description: null,
    discounts: [],
    due_date: null,
    effective_at: now,
    ending_balance: 0,
    footer: null,
    from_invoice: null,
    hosted_invoice_url: `${origin}/i/${id}`,
    invoice_pdf: `${origin}/i/${id}/pdf`,
    issuer: { type: 'self' },
    last_finalization_error: null,
    latest_revision: null,
    lines: { object: 'list', data: [line], has_more: false, url: `/v1/invoices/${id}/lines` },
    livemode: false,
    metadata: {},
    next_payment_attempt: null,
    number: `SANDBOX1-${String(number).padStart(4, '0')}`,
    on_behalf_of: null,
    parent: {
      quote_details: null,
      subscription_details: { metadata: subscription.metadata, subscription: subscription.id },
      type: 'subscription_details',
    },
    payment_settings: { default_mandate: null, payment_method_options: null, payment_method_types: null },
    // Of the invoice itself, one cycle behind what its lines sell.
    period_end: period.start,
    period_start: reason === 'subscription_create' ? period.start : subscription.created,
    post_payment_credit_notes_amount: 0,
    pre_payment_credit_notes_amount: 0,
    receipt_number: null,
    rendering: null,
    shipping_cost: null,
    shipping_details: null,
    starting_balance: 0,
    statement_descriptor: null,
    status: 'open',
    status_transitions: { finalized_at: now, marked_uncollectible_at: null, paid_at: null, voided_at: null },
    subtotal: amount,
    subtotal_excluding_tax: amount,
    test_clock: null,
    total: amount,
    total_discount_amounts: [],
    total_excluding_tax: amount,
    total_pretax_credit_amounts: [],
    total_taxes: [],
    webhooks_delivered_at: now,
  };
}

function newLine(
  invoice: string,
  subscription: Stripe.Subscription,
  period: { start: number; end: number },
): Stripe.InvoiceLineItem {
  const item = subscription.items.data[0];
  const price = item?.price;
  const amount = price?.unit_amount ?? 0;
  return {
    id: `il_1${randomLetters(23)}`,
    object: 'line_item',
    amount,
    currency: subscription.currency,
    description: `1 × ${subscription.description ?? ''}`,
    discount_amounts: [],
    discountable: true,
    discounts: [],
    invoice,
    livemode: false,
    metadata: subscription.metadata,
    parent: {
      invoice_item_details: null,
      subscription_item_details: {
        invoice_item: null,
        proration: false,
        proration_details: { credited_items: null },
        subscription: subscription.id,
        subscription_item: item?.id ?? '',
      },
      type: 'subscription_item_details',
    },
    period,
    pretax_credit_amounts: [],
    pricing: {
      price_details: { price: price?.id ?? '', product: idIn(price?.product) },
      type: 'price_details',
      unit_amount_decimal: Stripe.Decimal.from(String(amount)),
    },
    quantity: 1,
    quantity_decimal: Stripe.Decimal.from('1'),
    subscription: subscription.id,
    subtotal: amount,
    taxes: [],
  };
}

export function newInvoicePayment(
  invoice: Stripe.Invoice,
  payment: Stripe.PaymentIntent,
  now: number,
): Stripe.InvoicePayment {
  const isPaid = payment.status === 'succeeded';
  return {
    id: newId('inpay'),
    object: 'invoice_payment',
    amount_paid: isPaid ? payment.amount : null,
    amount_requested: payment.amount,
    created: now,
    currency: payment.currency,
    invoice: invoice.id,
    is_default: true,
    livemode: false,
    payment: { payment_intent: payment.id, type: 'payment_intent' },
    status: isPaid ? 'paid' : 'open',
    status_transitions: { canceled_at: null, paid_at: isPaid ? now : null },
  };
}
