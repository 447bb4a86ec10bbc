import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isRobot } from '@hiddify-vpn-bot/sandbox/panel/user-agents.ts';
import { openPanel } from './open-panel.ts';

describe('hostile input', () => {
  it('of any JSON shape is answered by a status the panel knows, and the panel lives on', async () => {
    for (const profile of ['v10-12', 'v13'] as const) {
      const { call } = await openPanel({ profile, seedUsers: [{ name: 'Ann' }] });
      const field = fc.constantFrom(
        'uuid',
        'name',
        'package_days',
        'usage_limit_GB',
        'mode',
        'start_date',
        'enable',
        '__proto__',
      );
      const body = fc.oneof(fc.jsonValue(), fc.dictionary(field, fc.jsonValue()));
      await fc.assert(
        fc.asyncProperty(body, async (content) => {
          const answer = await call('/admin/user/', { method: 'POST', body: JSON.stringify(content) });
          expect([200, 400, 422, 500]).toContain(answer.status);
          expect(answer.headers.get('content-type')).toBe('application/json');
          await answer.json();
        }),
        { numRuns: 60 },
      );
      expect((await call('/panel/info/')).status).toBe(200);
    }
  });

  it('in a name does not break out of the person’s page', async () => {
    const name = '<script>alert(1)</script>"\'&';
    const { panel } = await openPanel({ seedUsers: [{ name }] });
    const uuid = panel.control.users()[0]?.uuid ?? '';
    const headers = { 'user-agent': 'Mozilla/5.0 (X11; Linux x86_64)' };
    const page = await (await fetch(`${panel.url}/${panel.clientPath}/${uuid}/`, { headers })).text();
    expect(page).not.toContain('<script>');
    expect(page).toContain('&#60;script&#62;alert(1)');
  });

  it('in a User-Agent is taken for a robot wherever it says bot, crawler or spider', () => {
    fc.assert(
      fc.property(
        fc.string(),
        fc.constantFrom('bot', 'Bot', 'crawler', 'SPIDER'),
        fc.string(),
        (before, word, after) => {
          expect(isRobot(before + word + after)).toBe(true);
        },
      ),
    );
  });
});
