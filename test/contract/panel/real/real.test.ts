import { afterAll, describe, it } from 'vitest';
import { definePanelContract } from '../cases/all.ts';
import { startRealPanel } from './real-panel.ts';

/** `PANEL_VERSIONS=12.0.0,13.0.3` names the published versions to examine; without it nothing is installed. */
const versions = (process.env.PANEL_VERSIONS ?? '').split(',').filter((version) => version !== '');

if (versions.length === 0) describe.skip('a real panel', () => it('needs PANEL_VERSIONS', () => undefined));

for (const version of versions) {
  const target = await startRealPanel(version);
  afterAll(target.stop);
  definePanelContract(`Hiddify panel ${version}`, target);
}
