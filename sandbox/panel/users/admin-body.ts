import type { ProfileTraits } from '../profiles.ts';
import { type BodyRules, readBody } from './body-rules.ts';
import * as marshmallow from './marshmallow.ts';
import type { AdminMode } from './records.ts';

/** The body of an admin's create or change. */
export interface AdminBody {
  uuid?: string | null;
  name?: string | null;
  comment?: string | null;
  mode?: AdminMode | null;
  can_add_admin?: boolean | null;
  parent_admin_uuid?: string | null;
  telegram_id?: number | null;
  lang?: string | null;
  max_users?: number | null;
  max_active_users?: number | null;
}

/** Reads an admin body; a bad one is a 422 worded as before v13, which this route is not used to tell apart. */
export function readAdminBody(raw: unknown, traits: ProfileTraits, action: 'create' | 'change'): AdminBody {
  const always = ['name', 'mode', 'can_add_admin', 'lang'] as const;
  const rules: BodyRules<AdminBody> = {
    readers,
    required: action === 'create' ? always : [],
    refusesNull: always,
    unknownFields: traits.schema === 'marshmallow' ? 'refused' : 'ignored',
    words: {
      missing: 'Missing data for required field.',
      empty: 'Field may not be null.',
      notAnObject: 'Invalid input type.',
    },
  };
  return readBody(raw, rules);
}

const readers: BodyRules<AdminBody>['readers'] = {
  uuid: marshmallow.forgivingUuid,
  name: marshmallow.text,
  comment: marshmallow.text,
  mode: marshmallow.oneOf(['super_admin', 'admin', 'agent'] as const),
  can_add_admin: marshmallow.truth,
  parent_admin_uuid: marshmallow.forgivingUuid,
  telegram_id: marshmallow.whole,
  lang: marshmallow.oneOf(['en', 'fa', 'ru', 'pt', 'zh', 'my'] as const),
  max_users: marshmallow.whole,
  max_active_users: marshmallow.whole,
};
