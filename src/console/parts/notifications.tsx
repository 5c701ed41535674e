import { useState } from 'preact/hooks';
import { unreadCount } from '../state/viewer.ts';
import { words } from '../words.ts';
import { late } from './late.tsx';

const NotificationList = late(async () => (await import('./notification-list.tsx')).NotificationList);

/** What has come for whoever is signed in and is not read. */
export function Notifications() {
  const [isOpen, setOpen] = useState(false);
  const count = unreadCount.value;
  return (
    <div class="menu" onKeyDown={(event) => event.key === 'Escape' && setOpen(false)}>
      <button
        type="button"
        class="button is-plain"
        aria-expanded={isOpen}
        aria-label={words.shell.notifications(count)}
        onClick={() => setOpen(!isOpen)}
      >
        <svg width="16" height="16" viewBox="0 0 16 16" aria-hidden="true" class="icon">
          <path d="M3 12h10l-1.3-2V7a3.7 3.7 0 0 0-7.4 0v3zM6.5 13a1.5 1.5 0 0 0 3 0z" />
        </svg>
        {count > 0 && <span class="badge">{count}</span>}
      </button>
      {isOpen && <NotificationList onRead={() => setOpen(false)} />}
    </div>
  );
}
