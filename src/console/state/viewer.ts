import { signal } from '@preact/signals';
import { ShellDocument, type ShellQuery } from '../operations.ts';
import { ask } from './ask.ts';

type Viewer = ShellQuery['viewer'];

/** Who is signed in, as the graph says; null until it has been asked. */
export const viewer = signal<Viewer | null>(null);
export const unreadCount = signal(0);
export const toReviewCount = signal(0);

export async function readViewer(): Promise<Viewer> {
  const { viewer: read } = await ask(ShellDocument, {});
  viewer.value = read;
  unreadCount.value = read.unreadCount;
  toReviewCount.value = read.toReviewCount;
  return read;
}

/** Whether administrators' and foremen's own are shown to whoever is signed in. */
export function isLead(): boolean {
  const role = viewer.value?.role;
  return role === 'ADMIN' || role === 'FOREMAN';
}
