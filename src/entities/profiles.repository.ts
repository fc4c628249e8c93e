import type { Reader } from './orm.js';

export interface UserProfileRow {
  userId: string;
  language: string | null;
  timeZone: string | null;
  mediaPreference: 'none' | 'text' | 'audio' | 'video';
  notifications: 'all' | 'digest' | 'none';
  pace: 'relaxed' | 'steady' | 'intensive' | null;
  interests: string[];
  goals: string[];
}

/** What these people have said of themselves; no row for who has said nothing. */
export async function profilesOf(
  db: Reader,
  schoolId: string,
  userIds: readonly string[],
): Promise<UserProfileRow[]> {
  return db
    .selectFrom('user_profiles')
    .select([
      'user_id as userId',
      'language',
      'time_zone as timeZone',
      'media_preference as mediaPreference',
      'notifications',
      'pace',
      'interests',
      'goals',
    ])
    .where('school_id', '=', schoolId)
    .where('user_id', 'in', userIds)
    .$castTo<UserProfileRow>()
    .execute();
}
