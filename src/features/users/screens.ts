import { join, plain } from '../../telegram/screens/html.ts';
import type { Screen } from '../../telegram/screens/screen.ts';
import { wayHome } from '../../texts/navigation.ts';
import type { Voice } from '../../texts/voice.ts';
import type { User } from './tables.ts';
import * as adminTaps from '../admin/taps.ts';

/** Says that an update could not be handled; the log has the same reference. */
export function faultScreen(voice: Voice, { reference }: { reference: string }): Screen {
  return { text: voice.t.general.fault(reference), buttons: [wayHome(voice)] };
}

/** There is something to be told that this version has no words for. */
export function unknownNoticeScreen(voice: Voice): Screen {
  return { text: voice.t.general.unknownNotice, buttons: [wayHome(voice)] };
}

/** Tells a person which role they have now. */
export function roleScreen(voice: Voice, person: User): Screen {
  const { t } = voice;
  const role = t.admin.yourRole(t.admin.roles[person.role]);
  if (person.role === 'user') return { text: role, buttons: [wayHome(voice)] };
  return {
    text: join([role, plain(t.admin.staffMay)], '\n\n'),
    buttons: [[{ label: t.home.admin, action: adminTaps.openDesk() }], wayHome(voice)],
  };
}
