import { afterAll, describe, expect, it } from 'vitest';
import { definePanelContract } from '../cases/all.ts';
import { startRealPanel } from './real-panel.ts';

/** `PANEL_VERSIONS=12.0.0,13.0.3` names the published versions to examine; without it nothing is installed. */
const versions = (process.env.PANEL_VERSIONS ?? '').split(',').filter((version) => version !== '');

describe('real panels', () => {
  it('are examined for the versions named in PANEL_VERSIONS', () => {
    for (const version of versions) expect(version).toMatch(/^\d+\.\d+\.\d+/);
    expect(versions.length).toBeGreaterThanOrEqual(0);
  });
});

for (const version of versions) {
  const target = await startRealPanel(version);
  afterAll(target.stop);
  definePanelContract(`Hiddify panel ${version}`, target);
}
