import { MarkReadDocument, NotificationsDocument } from '../operations.ts';
import { ask, newIntent } from '../state/ask.ts';
import { formatAgo, withDaysInWords } from '../state/format.ts';
import { pageOfLink } from './message-link.ts';
import { useAsk } from '../state/use-ask.ts';
import { unreadCount } from '../state/viewer.ts';
import { words } from '../words.ts';
import { Failed } from './states.tsx';

/** The messages that are unread, each leading to what it is about. */
export function NotificationList({ onRead }: { onRead: () => void }) {
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
        {nodes.map(({ id, title, message, link, createdAt }) => (
          <li key={id}>
            <Title text={withDaysInWords(title)} page={pageOfLink(link)} onLeave={onRead} />
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

/** The title of a message, which leads to what it is about where that has a page. */
function Title({ text, page, onLeave }: { text: string; page: string | null; onLeave: () => void }) {
  return (
    <strong>
      {page === null ? (
        text
      ) : (
        <a href={page} onClick={onLeave}>
          {text}
        </a>
      )}
    </strong>
  );
}
