import type { FastifyPluginAsync } from 'fastify';
import type {
  BotProcess,
  ClockView,
  PanelView,
  PaymentsView,
} from '@hiddify-vpn-bot/sandbox/page/browser/state/backstage-types.ts';
import { ANNA, HOSTILE, OLGA } from './people.ts';

export interface Backstage {
  panel: PanelView;
  payments: PaymentsView;
  bot: BotProcess;
  offsetSeconds: number;
  botFollowsClock: boolean;
}

/** A panel with a few users and a bot that runs. */
export function createBackstage(): Backstage {
  const at = new Date().toISOString();
  return {
    offsetSeconds: 0,
    botFollowsClock: true,
    bot: { running: true, pid: 4242, startedAt: at, healthUrl: 'http://127.0.0.1:3000/health' },
    payments: {
      stripeUrl: 'http://127.0.0.1:9',
      cryptoPayUrl: 'http://127.0.0.1:9',
      faults: { webhooksOff: false, duplicates: false, stripe500: false, cryptoPay500: false },
      requests: [{ id: 'req_1', method: 'POST', path: '/v1/checkout/sessions', status: 200 }],
      deliveries: [{ id: 'evt_1', type: 'checkout.session.completed', outcome: '200' }],
    },
    panel: {
      profile: 'v11',
      version: '11.0.9',
      page: 'http://127.0.0.1:9/stand-in/',
      applyCount: 3,
      faults: { down: false, savesThen502: false, slowMs: 0, html: false, hang: false },
      requests: [
        { at, method: 'GET', path: '/api/v2/admin/user/', status: 200 },
        { at, method: 'POST', path: '/api/v2/admin/user/', status: 200 },
        {
          at,
          method: 'PATCH',
          path: '/api/v2/admin/user/5f0c2f7e-0d0b-4b5f-9b44-3f1d0c5d8f11/',
          status: 502,
        },
      ],
      users: [
        panelUser(1, {
          name: 'Анна Смирнова',
          telegram_id: ANNA,
          usage_limit_GB: null,
          package_days: 10_000,
        }),
        panelUser(2, {
          name: 'Ольга Петрова',
          telegram_id: OLGA,
          current_usage_GB: 36.42,
          usage_limit_GB: 50,
        }),
        panelUser(3, {
          name: '<b>Bob</b> سارة',
          telegram_id: HOSTILE,
          current_usage_GB: 4.98,
          is_active: false,
        }),
      ],
    },
  };
}

function panelUser(number: number, seed: Partial<PanelView['users'][number]>): PanelView['users'][number] {
  return {
    uuid: `5f0c2f7e-0d0b-4b5f-9b44-3f1d0c5d8f${String(number).padStart(2, '0')}`,
    name: 'Кто-то',
    enable: true,
    usage_limit_GB: 5,
    current_usage_GB: 0,
    package_days: 30,
    start_date: '2026-11-01',
    is_active: true,
    telegram_id: null,
    comment: null,
    ...seed,
  };
}

/** The panel's, the supervisor's and the clock's control routes over a fake. */
export function fakeBackstageRoutes(backstage: Backstage): FastifyPluginAsync {
  const { panel, payments, bot } = backstage;
  const now = (): ClockView => ({
    offsetSeconds: backstage.offsetSeconds,
    botFollows: backstage.botFollowsClock,
  });
  return async (app) => {
    app.get('/control/panel/state', async () => panel);
    app.put<{ Body: Partial<PanelView['faults']> }>('/control/panel/faults', async ({ body }) =>
      Object.assign(panel.faults, body),
    );
    app.post<{ Params: { uuid: string }; Body: { gigabytes: number } }>(
      '/control/panel/users/:uuid/usage',
      async ({ params, body }) => {
        const user = panel.users.find(({ uuid }) => uuid === params.uuid);
        if (user) user.current_usage_GB += body.gigabytes;
        return {};
      },
    );
    app.post('/control/panel/wipe', async () => {
      panel.users = [];
      return {};
    });
    app.get('/control/payments/state', async () => payments);
    app.put<{ Body: Partial<PaymentsView['faults']> }>('/control/payments/faults', async ({ body }) =>
      Object.assign(payments.faults, body),
    );
    app.get('/control/bot', async () => bot);
    for (const [deed, running] of Object.entries({ kill: false, start: true, restart: true })) {
      app.post(`/control/bot/${deed}`, async () => Object.assign(bot, { running }));
    }
    app.get('/control/clock', async () => now());
    app.post<{ Body: { offsetSeconds: number } }>('/control/clock', async ({ body }) => {
      backstage.offsetSeconds = body.offsetSeconds;
      return now();
    });
  };
}
