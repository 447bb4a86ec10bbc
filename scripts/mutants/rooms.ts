/** The places where a wrong line costs money or lets somebody in, each with the tests that have to notice, fast ones first. */
export interface MutantRoom {
  sources: readonly string[];
  tests: readonly string[];
}

export const mutantRooms: Readonly<Record<string, MutantRoom>> = {
  settlement: {
    sources: [
      'src/features/money/settlement/*.rules.ts',
      'src/features/money/settlement/*.service.ts',
      '!src/features/money/settlement/holding.service.ts',
    ],
    tests: ['test/features/money/settlement/*.test.ts', 'test/features/money/desk/refunds.test.ts'],
  },
  holding: {
    sources: ['src/features/money/settlement/holding.service.ts'],
    tests: ['test/features/money/settlement/*.test.ts', 'test/features/money/desk/*.test.ts'],
  },
  ledger: {
    sources: ['src/features/money/ledger/*.ts', '!src/features/money/ledger/tables.ts'],
    tests: ['test/features/money/ledger/*.test.ts', 'test/features/money/settlement/settle.test.ts'],
  },
  fold: {
    sources: ['src/features/subscriptions/*.rules.ts', '!src/features/subscriptions/access-state.rules.ts'],
    tests: ['fold', 'fold-order', 'conversion', 'months', 'plan-code'].map(
      (name) => `test/features/subscriptions/${name}.test.ts`,
    ),
  },
  entitlement: {
    sources: ['src/features/subscriptions/access-state.rules.ts'],
    tests: ['test/features/subscriptions/access-state.test.ts'],
  },
  roles: {
    sources: ['src/features/users/roles.rules.ts'],
    tests: ['test/features/users/rights.test.ts'],
  },
  once: {
    sources: ['src/platform/once.ts'],
    tests: ['test/features/repeated-updates.test.ts', 'test/features/money/desk/gifts.test.ts'],
  },
  lanes: {
    sources: ['src/platform/inbox/*.ts', '!src/platform/inbox/tables.ts'],
    tests: ['test/platform/inbox/*.test.ts'],
  },
  discount: {
    sources: [
      'src/features/money/promo-codes/discount.rules.ts',
      'src/features/money/promo-codes/terms.rules.ts',
    ],
    tests: ['test/features/money/promo-codes/promo.test.ts'],
  },
  tokens: {
    sources: ['src/features/keys/feed/tokens.rules.ts'],
    tests: ['test/features/keys/tokens.test.ts'],
  },
  seal: { sources: ['src/platform/seal.ts'], tests: ['test/platform/seal.test.ts'] },
  scrub: {
    sources: ['scrub', 'known-secrets', 'secret-shapes'].map((name) => `src/platform/${name}.ts`),
    tests: ['test/platform/logger.test.ts'],
  },
  buttons: {
    sources: [
      'src/telegram/screens/buttons.ts',
      'src/telegram/screens/taps.ts',
      'src/telegram/screens/tap-arguments.ts',
    ],
    tests: ['test/telegram/screens/*.test.ts', 'test/features/screens.test.ts'],
  },
  webhooks: {
    sources: [
      'src/telegram/webhook.ts',
      'src/features/money/providers/webhooks.routes.ts',
      'src/features/money/providers/*/webhook.ts',
      'src/features/money/providers/*/api/webhook.ts',
    ],
    tests: [
      'test/http/telegram-webhook.test.ts',
      'test/http/stripe-webhook.test.ts',
      'test/features/money/providers/**/*webhook.test.ts',
    ],
  },
};
