import type { Screen } from '../../platform/telegram/screen.ts';
import { wayHome } from '../../texts/navigation.ts';
import type { Voice } from '../../texts/voice.ts';
import type { User } from './service.ts';

/** Tells a person which role they have now. */
export function roleScreen(voice: Voice, person: User): Screen {
  const { t } = voice;
  return { text: t.admin.yourRole(t.admin.roles[person.role]), buttons: [wayHome(voice)] };
}
