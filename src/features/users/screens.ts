import { action } from '../../platform/telegram/buttons.ts';
import { join, plain } from '../../platform/telegram/html.ts';
import type { Screen } from '../../platform/telegram/screen.ts';
import { wayHome } from '../../texts/navigation.ts';
import type { Voice } from '../../texts/voice.ts';
import type { User } from './service.ts';

/** Tells a person which role they have now. */
export function roleScreen(voice: Voice, person: User): Screen {
  const { t } = voice;
  const role = t.admin.yourRole(t.admin.roles[person.role]);
  if (person.role === 'user') return { text: role, buttons: [wayHome(voice)] };
  return {
    text: join([role, plain(t.admin.staffMay)], '\n\n'),
    buttons: [[{ label: t.home.admin, action: action('admin') }], wayHome(voice)],
  };
}
