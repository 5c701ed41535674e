import { signal } from '@preact/signals';

const KEPT = 'pit-keys';

/** Whether single keys act: who dictates or uses a switch may have them off (WCAG 2.1.4). A preference of this browser. */
export const hasSingleKeys = signal(localStorage.getItem(KEPT) !== 'off');

export function setSingleKeys(areOn: boolean): void {
  hasSingleKeys.value = areOn;
  if (areOn) localStorage.removeItem(KEPT);
  else localStorage.setItem(KEPT, 'off');
}

/** Whether a key that was pressed by itself may act: not while somebody types, under a dialog, or where they are off. */
export function isSingleKey(event: KeyboardEvent): boolean {
  return hasSingleKeys.value && isPlain(event);
}

/** Whether a key was pressed by itself, and not while somebody types or under a dialog. */
export function isPlain(event: KeyboardEvent): boolean {
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return false;
  const target = event.target as Element;
  if (/^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName)) return false;
  return document.querySelector('dialog[open]') === null;
}
