import { afterAll } from 'vitest';
import { definePanelContract } from '../cases/all.ts';
import { startRealPanel } from './real-panel.ts';

/**
 * The published versions to examine, from PyPI: the last line of 12 whose users reach the cores, 13, and what a new installation gets.
 * `PANEL_VERSIONS=11.0.17,12.3.3` examines others.
 */
const versions = (process.env.PANEL_VERSIONS ?? '12.0.0,13.0.3,14.0.5')
  .split(',')
  .filter((version) => version !== '');

for (const version of versions) {
  const target = await startRealPanel(version);
  afterAll(target.stop);
  definePanelContract(`Hiddify panel ${version}`, target);
}
