import { signal } from '@preact/signals';

export const THEMES = ['system', 'light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];

const KEPT = 'pit-theme';

/** A preference of this browser; nothing else is ever kept in it. */
export const theme = signal<Theme>(THEMES.find((each) => each === localStorage.getItem(KEPT)) ?? 'system');

export function applyTheme(): void {
  document.documentElement.dataset['theme'] = theme.value;
}

/** From the system's to light, dark, and back. */
export function turnTheme(): void {
  theme.value = THEMES[(THEMES.indexOf(theme.value) + 1) % THEMES.length]!;
  localStorage.setItem(KEPT, theme.value);
  applyTheme();
}
