import { late } from '../parts/late.tsx';

const push = () => import('./push.ts');

/** The preferences in the menu of the person, fetched when that is opened. */
export const Preferences = late(async () => (await import('./preferences.tsx')).Preferences);

/** Has nothing sent to this browser any more; what is not to be reached is no reason to stay signed in. */
export async function endPush(): Promise<void> {
  await push()
    .then(({ stopPush }) => stopPush())
    .catch(() => {});
}

/**
 * Ends what somebody else, who did not sign out, had sent to this browser.
 * @param viewer id of who is signed in.
 */
export async function endPushOfOthers(viewer: string): Promise<void> {
  await push()
    .then(({ stopPushOfOthers }) => stopPushOfOthers(viewer))
    .catch(() => {});
}
