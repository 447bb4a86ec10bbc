import type { World } from '../world.ts';
import { today } from '../world.ts';
import { PanelCrash } from '../answers.ts';
import { isActive } from './entitlement.ts';
import { gibibyte, isCanonicalUuid, isLowercaseUuid, type UserRecord } from './records.ts';

/** The panel language, shown for users that have none of their own. */
const panelLanguage = 'en';

/** A user as GET, POST, PATCH and the list answer it, keys sorted as Flask sorts them. */
export function userView(world: World, user: UserRecord): Record<string, unknown> {
  const addedBy = world.admins.find((admin) => admin.id === user.addedBy);
  const newer = world.traits.schema === 'pydantic';
  const uuid = shownUuid(world, user);
  return {
    added_by_uuid: addedBy?.uuid ?? null,
    comment: user.comment,
    current_usage_GB: user.currentUsageBytes / gibibyte,
    ...(newer ? { deleted: user.deleted } : {}),
    ed25519_private_key: user.ed25519PrivateKey,
    ed25519_public_key: user.ed25519PublicKey,
    enable: user.enable,
    id: user.id,
    is_active: isActive(user, today(world)),
    lang: user.lang ?? panelLanguage,
    ...(newer ? { last_modified_time: user.lastModifiedTime } : {}),
    last_online: user.lastOnline,
    last_reset_time: user.lastResetTime,
    mode: user.mode,
    name: user.name,
    package_days: user.packageDays,
    ...(world.traits.hasBulk ? { preferred_outbound_slug: null } : {}),
    start_date: user.startDate,
    telegram_id: user.telegramId,
    usage_limit_GB: user.usageLimitBytes / gibibyte,
    uuid,
    wg_pk: user.wgPrivateKey,
    wg_psk: user.wgPresharedKey,
    wg_pub: user.wgPublicKey,
  };
}

/** Legacy shows a uuid it does not like as null, v14 in lower case; what v13 and v14 cannot read breaks the answer. */
function shownUuid(world: World, user: UserRecord): string | null {
  const { ownUuids, schema } = world.traits;
  const shown = ownUuids === 'any version' ? user.uuid.toLowerCase() : user.uuid;
  if (ownUuids === 'any version' ? isLowercaseUuid(shown) : isCanonicalUuid(shown)) return shown;
  if (schema === 'marshmallow') return null;
  throw unreadableRow(user.uuid);
}

/** v13 validates what it sends, so that one old row breaks the whole list. */
function unreadableRow(uuid: string): PanelCrash {
  return new PanelCrash(
    `1 validation error for UserSchema\nuuid\n  Value error, Invalid uuid: '${uuid}' [type=value_error, input_value='${uuid}', input_type=str]`,
  );
}
