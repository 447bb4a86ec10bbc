import { afterAll } from 'vitest';
import { panelDate } from '@hiddify-vpn-bot/sandbox/panel/calendar.ts';
import type { PanelProfile } from '@hiddify-vpn-bot/sandbox/panel/profiles.ts';
import { type PanelStandIn, startPanelStandIn } from '@hiddify-vpn-bot/sandbox/panel/stand-in.ts';
import { definePanelContract } from './cases/all.ts';
import type { PanelCapabilities, PanelTarget } from './target.ts';

const subjects: readonly { name: string; profile: PanelProfile; rolesSkipped: boolean }[] = [
  { name: 'stand-in of v10 to v12', profile: 'v10-12', rolesSkipped: false },
  { name: 'stand-in of v10 to v12 on Python 3.13', profile: 'v10-12', rolesSkipped: true },
  { name: 'stand-in of v12.3.0', profile: 'v12.3.0', rolesSkipped: false },
  { name: 'stand-in of v13', profile: 'v13', rolesSkipped: false },
  { name: 'stand-in of v14', profile: 'v14', rolesSkipped: false },
];

for (const subject of subjects) definePanelContract(subject.name, await openStandIn(subject));

async function openStandIn(subject: (typeof subjects)[number]): Promise<PanelTarget> {
  let now = Date.parse('2026-11-23T10:00:00Z');
  const clock = { now: () => new Date(now) };
  const standIn = await startPanelStandIn({ profile: subject.profile, clock });
  afterAll(standIn.stop);
  if (subject.rolesSkipped) await standIn.control.setFaults({ roleBypass: true });
  return {
    ...standIn,
    headers: {},
    rolesSkipped: subject.rolesSkipped,
    today: () => panelDate(clock.now(), 'UTC'),
    capabilities: capabilitiesOf(standIn, (seconds) => {
      now += seconds * 1000;
    }),
  };
}

function capabilitiesOf({ control }: PanelStandIn, moveClock: (seconds: number) => void): PanelCapabilities {
  return {
    emptyTable: async () => control.wipe(),
    makeOldRow: async (uuid, oldUuid) => control.setUuid(uuid, oldUuid),
    removeRow: async (uuid) => control.removeRow(uuid),
    applyCount: async () => control.cores().applyCount,
    cores: control.cores,
    moveClock,
    setApplySeconds: control.setApplySeconds,
    setFaults: control.setFaults,
    setOutside: control.setOutside,
  };
}
