import type { ProfileTraits } from '../profiles.ts';
import { type BodyRules, readBody } from './body-rules.ts';
import * as marshmallow from './marshmallow.ts';
import * as pydantic from './pydantic.ts';
import { type UserMode, userModes } from './records.ts';

/** The body of a create or a change, in the panel's own field names; null means "sent as null". */
export interface UserBody {
  uuid?: string | null;
  name?: string | null;
  usage_limit_GB?: number | null;
  package_days?: number | null;
  mode?: UserMode | null;
  last_online?: string | null;
  start_date?: string | null;
  current_usage_GB?: number | null;
  last_reset_time?: unknown;
  last_modified_time?: string | null;
  comment?: string | null;
  added_by_uuid?: string | null;
  telegram_id?: number | null;
  ed25519_private_key?: string | null;
  ed25519_public_key?: string | null;
  wg_pk?: string | null;
  wg_pub?: string | null;
  wg_psk?: string | null;
  lang?: string | null;
  enable?: boolean | null;
  deleted?: boolean | null;
  is_active?: boolean | null;
  id?: number | null;
}

const languages = ['en', 'fa', 'ru', 'pt', 'zh', 'my'] as const;

/** Reads a user body by the rules of the profile; a bad one is a 422. */
export function readUserBody(raw: unknown, traits: ProfileTraits, action: 'create' | 'change'): UserBody {
  if (traits.schema === 'marshmallow') return readBody(raw, marshmallowRules(action));
  return readBody(raw, pydanticRules(traits, action));
}

type LegacyBody = Omit<UserBody, 'deleted' | 'last_modified_time'>;

function marshmallowRules(action: 'create' | 'change'): BodyRules<LegacyBody> {
  const neverNull = ['enable', 'is_active', 'id'] as const;
  return {
    readers: marshmallowReaders,
    required: action === 'create' ? ['name'] : [],
    refusesNull: action === 'create' ? ['name', ...neverNull] : neverNull,
    unknownFields: 'refused',
    words: {
      missing: 'Missing data for required field.',
      empty: 'Field may not be null.',
      notAnObject: 'Invalid input type.',
    },
  };
}

function pydanticRules(traits: ProfileTraits, action: 'create' | 'change'): BodyRules<UserBody> {
  const uuid = traits.ownUuids === 'version 4' ? pydantic.strictUuid : pydantic.anyUuid;
  return {
    readers: { ...pydanticReaders, uuid, added_by_uuid: uuid },
    required: action === 'create' ? ['name'] : [],
    refusesNull: action === 'create' ? ['name'] : [],
    unknownFields: 'ignored',
    words: {
      missing: 'Field required',
      empty: 'Input should be a valid string',
      notAnObject: 'Input should be a valid dictionary or object to extract fields from',
    },
  };
}

const marshmallowReaders: BodyRules<LegacyBody>['readers'] = {
  uuid: marshmallow.forgivingUuid,
  name: marshmallow.text,
  usage_limit_GB: marshmallow.decimal,
  package_days: marshmallow.whole,
  mode: marshmallow.oneOf(userModes),
  last_online: String,
  start_date: marshmallow.day,
  current_usage_GB: marshmallow.decimal,
  last_reset_time: (value) => value ?? '',
  comment: marshmallow.text,
  added_by_uuid: marshmallow.forgivingUuid,
  telegram_id: marshmallow.whole,
  ed25519_private_key: marshmallow.text,
  ed25519_public_key: marshmallow.text,
  wg_pk: marshmallow.text,
  wg_pub: marshmallow.text,
  wg_psk: marshmallow.text,
  lang: marshmallow.oneOf(languages),
  enable: marshmallow.truth,
  is_active: marshmallow.truth,
  id: marshmallow.whole,
};

const pydanticReaders: BodyRules<UserBody>['readers'] = {
  uuid: pydantic.strictUuid,
  name: pydantic.text,
  usage_limit_GB: pydantic.decimal,
  package_days: pydantic.whole,
  mode: pydantic.oneOf(userModes),
  last_online: pydantic.moment,
  start_date: pydantic.day,
  current_usage_GB: pydantic.decimal,
  last_reset_time: pydantic.moment,
  last_modified_time: pydantic.moment,
  comment: pydantic.text,
  added_by_uuid: pydantic.strictUuid,
  telegram_id: pydantic.whole,
  ed25519_private_key: pydantic.text,
  ed25519_public_key: pydantic.text,
  wg_pk: pydantic.text,
  wg_pub: pydantic.text,
  wg_psk: pydantic.text,
  lang: pydantic.oneOf(languages),
  enable: pydantic.truth,
  deleted: pydantic.truth,
  is_active: pydantic.truth,
  id: pydantic.whole,
};
