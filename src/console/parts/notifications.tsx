import { useState } from 'preact/hooks';
import { MarkReadDocument, NotificationsDocument } from '../operations.ts';
import { ask, newIntent } from '../state/ask.ts';
import { formatAgo, withDaysInWords } from '../state/format.ts';
import { useAsk } from '../state/use-ask.ts';
import { unreadCount } from '../state/viewer.ts';
import { words } from '../words.ts';
import { Failed } from './states.tsx';

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
      {isOpen && <List onRead={() => setOpen(false)} />}
    </div>
  );
}

function List({ onRead }: { onRead: () => void }) {
  const { data, error, reload } = useAsk(NotificationsDocument, {});
  const nodes = data?.notifications.nodes ?? [];
  const markRead = async (): Promise<void> => {
    await ask(MarkReadDocument, { ids: nodes.map(({ id }) => id), key: newIntent() });
    unreadCount.value = Math.max(0, unreadCount.value - nodes.length);
    onRead();
  };
  return (
    <div class="menu-body notifications">
      {error !== null && <Failed error={error} onAgain={reload} />}
      {data !== null && nodes.length === 0 && <p class="quiet">{words.shell.noNotifications}</p>}
      <ul>
        {nodes.map(({ id, title, message, createdAt }) => (
          <li key={id}>
            <strong>{withDaysInWords(title)}</strong>
            {message !== null && <p>{withDaysInWords(message)}</p>}
            <p class="quiet">{formatAgo(createdAt, Date.now())}</p>
          </li>
        ))}
      </ul>
      {nodes.length > 0 && (
        <button type="button" class="button" onClick={() => void markRead().catch(reload)}>
          {words.shell.markRead}
        </button>
      )}
    </div>
  );
}
