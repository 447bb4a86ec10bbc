import type { Plain } from '../../platform/refusal.ts';

/** The refusals of buying, promo codes, renewals and the money desk. */
export interface MoneyRefusals {
  'promo.unknown': Plain;
  'promo.off': Plain;
  'promo.early': Plain;
  'promo.late': Plain;
  'promo.used-up': Plain;
  'promo.used-by-you': Plain;
  'promo.held': Plain;
  'promo.first-only': Plain;
  'promo.not-for-this': Plain;
  'promo.for-buying': Plain;
  'promo.needs-access': Plain;
  'promo.bad-code': Plain;
  'promo.bad-value': Plain;
  'promo.bad-uses': Plain;
  'promo.bad-end': Plain;
  'promo.no-plans': Plain;
  'promo.taken': Plain;
  'promo.needless': Plain;
  'order.unknown': Plain;
  'order.needless': Plain;
  'order.paid': Plain;
  'order.over': Plain;
  'order.changed': Plain;
  'order.price-changed': Plain;
  'order.way-gone': Plain;
  'renewal.none': Plain;
  'renewal.already': Plain;
  'renewal.not-for-this': Plain;
  'renewal.over': Plain;
  'renewal.no-portal': Plain;
  'renewal.needs-access': Plain;
  'balance.too-little': Plain;
  'payment.unknown': Plain;
  'review.over': Plain;
  'review.not-possible': Plain;
  'refund.too-much': Plain;
  'refund.whole-only': Plain;
  'refund.not-there': Plain;
  'grant.bad-value': Plain;
  'gift.gone': Plain;
  'gift.spent': Plain;
  'payout.not-there': Plain;
  'grant.needless': Plain;
}

declare module '../../platform/refusal.ts' {
  interface Refusals extends MoneyRefusals {}
}
