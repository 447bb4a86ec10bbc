import type Stripe from 'stripe';
import { newId } from '../ids.ts';

export interface SessionWish {
  mode: 'payment' | 'subscription';
  amount: number;
  currency: string;
  now: number;
  expiresAt: number;
  origin: string;
  orderId: string | undefined;
  metadata: Stripe.Metadata;
  customer: string | undefined;
  successUrl: string;
  cancelUrl: string | undefined;
  locale: Stripe.Checkout.Session.Locale | undefined;
}

/** A session as it is before anybody pays: in `payment` mode there is no PaymentIntent yet. */
export function newSession(wish: SessionWish): Stripe.Checkout.Session {
  const id = newId('cs');
  return {
    id,
    object: 'checkout.session',
    adaptive_pricing: { enabled: false },
    after_expiration: null,
    allow_promotion_codes: null,
    allowed_payment_method_types: null,
    amount_subtotal: wish.amount,
    amount_total: wish.amount,
    automatic_tax: { enabled: false, liability: null, provider: null, status: null },
    billing_address_collection: null,
    cancel_url: wish.cancelUrl ?? null,
    client_reference_id: wish.orderId ?? null,
    client_secret: null,
    collected_information: null,
    consent: null,
    consent_collection: null,
    created: wish.now,
    currency: wish.currency,
    currency_conversion: null,
    custom_fields: [],
    custom_text: {
      after_submit: null,
      shipping_address: null,
      submit: null,
      terms_of_service_acceptance: null,
    },
    customer: wish.customer ?? null,
    customer_account: null,
    customer_creation: wish.customer === undefined && wish.mode === 'payment' ? 'if_required' : null,
    customer_details: null,
    customer_email: null,
    discounts: [],
    expires_at: wish.expiresAt,
    integration_identifier: null,
    invoice: null,
    invoice_creation: null,
    livemode: false,
    locale: wish.locale ?? null,
    managed_payments: null,
    metadata: wish.metadata,
    mode: wish.mode,
    origin_context: null,
    payment_intent: null,
    payment_link: null,
    payment_method_collection: wish.mode === 'subscription' ? 'always' : 'if_required',
    payment_method_configuration_details: null,
    payment_method_options: {},
    payment_method_types: ['card'],
    payment_status: 'unpaid',
    permissions: null,
    recovered_from: null,
    saved_payment_method_options: null,
    setup_intent: null,
    shipping_address_collection: null,
    shipping_cost: null,
    shipping_options: [],
    status: 'open',
    submit_type: null,
    subscription: null,
    success_url: wish.successUrl,
    total_details: { amount_discount: 0, amount_shipping: 0, amount_tax: 0 },
    ui_mode: 'hosted_page',
    url: `${wish.origin}/c/pay/${id}`,
    wallet_options: null,
  };
}
