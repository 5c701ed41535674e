import { useEffect, useState } from 'preact/hooks';
import { NotifiedDocument, UnreadDocument } from './operations.ts';
import { PortfolioPage } from './pages/portfolio.tsx';
import { SignIn } from './pages/sign-in.tsx';
import { late } from './parts/late.tsx';
import { announce, Announcements } from './parts/announce.tsx';
import { Dialog } from './parts/dialog.tsx';
import { NothingHere } from './help/nothing-here.tsx';
import { Failed, Loading } from './parts/states.tsx';
import { TopBar, WallBar } from './parts/top-bar.tsx';
import { ask, AskError } from './state/ask.ts';
import { shellVerbs } from './palette/page-verbs.ts';
import { RANKS, useVerbs } from './palette/verbs.ts';
import { endPushOfOthers } from './settings/late-settings.ts';
import { closeSocket, followGraph, renewSocket } from './state/live.ts';
import { go, route } from './state/router.ts';
import { parseRoute, PORTFOLIO, printRoute, type Route } from './state/routes.ts';
import { era, isExpired, override, session } from './state/session.ts';
import { readViewer, toReviewCount, unreadCount, viewer } from './state/viewer.ts';
import { words } from './words.ts';

const AcceptancesPage = late(
  async () => (await import('./acceptances/acceptances-page.tsx')).AcceptancesPage,
);
const AlertsPage = late(async () => (await import('./pages/alerts.tsx')).AlertsPage);
const AuditPage = late(async () => (await import('./records/audit-page.tsx')).AuditPage);
const CostPage = late(async () => (await import('./cost/cost-page.tsx')).CostPage);
const HistoryPage = late(async () => (await import('./records/history-page.tsx')).HistoryPage);
const NewVersion = late(async () => (await import('./settings/new-version.tsx')).NewVersion, true);
const OverrideBanner = late(async () => (await import('./help/override-banner.tsx')).OverrideBanner, true);
const PlanPage = late(async () => (await import('./plan/plan-page.tsx')).PlanPage);
const ReviewsPage = late(async () => (await import('./pages/reviews.tsx')).ReviewsPage);
const SystemPage = late(async () => (await import('./pages/system.tsx')).SystemPage);
const TaskLink = late(async () => (await import('./pages/task-link.tsx')).TaskLink);
const TasksPage = late(async () => (await import('./tasks/tasks-page.tsx')).TasksPage);

/** The frame around every page: who is signed in, where one is, and whether what one sees is live. */
export function Shell() {
  const error = useViewer();
  const current = route.value;
  useVerbs(RANKS.shell, shellVerbs);
  useEffect(() => {
    if (!('project' in current) || current.page === 'audit')
      document.title = `${titleOf(current)} – ${words.product}`;
  }, [current]);
  if (session.value === null)
    return (
      <main class="centred" id="page">
        <SignIn next={printRoute(pageAfterSignIn(current))} onDone={() => go(pageAfterSignIn(current))} />
      </main>
    );
  return (
    <>
      <a class="skip" href="#page">
        {words.shell.skip}
      </a>
      {current.page === 'portfolio' && current.isKiosk ? <WallBar /> : <TopBar />}
      <main id="page" tabIndex={-1}>
        {viewer.value !== null || (current.page === 'plan' && error === null) ? (
          <Seen route={current} />
        ) : error !== null ? (
          <Failed error={error} onAgain={() => location.reload()} />
        ) : (
          <Loading />
        )}
      </main>
      <NewVersion />
      <Announcements />
      {isExpired.value && (
        <Dialog title={words.signIn.expired}>
          <SignIn isRenewal onDone={() => {}} />
        </Dialog>
      )}
    </>
  );
}

/** The page, within a red frame while it shows what is beyond its reader's rights. */
function Seen({ route: current }: { route: Route }) {
  const reason = override.value;
  // Without the frame it is another page: what was seen through it is gone with it.
  if (reason === null) return <Page route={current} />;
  return (
    <div class="is-override">
      <OverrideBanner reason={reason} />
      <Page route={current} />
    </div>
  );
}

function Page({ route: current }: { route: Route }) {
  switch (current.page) {
    case 'portfolio':
      return <PortfolioPage route={current} />;
    case 'plan':
      return <PlanPage key={current.project} route={current} />;
    case 'tasks':
      return <TasksPage key={current.project} route={current} />;
    case 'audit':
      return <AuditPage route={current} />;
    case 'history':
      return <HistoryPage key={current.project} route={current} />;
    case 'cost':
      return <CostPage key={current.project} route={current} />;
    case 'alerts':
      return <AlertsPage route={current} />;
    case 'acceptances':
      return <AcceptancesPage route={current} />;
    case 'task':
      return <TaskLink key={current.id} id={current.id} />;
    case 'sign-in':
      return <PortfolioPage route={PORTFOLIO} />;
    case 'reviews':
      return <ReviewsPage route={current} />;
    case 'system':
      return <SystemPage />;
    case 'not-here':
      return <NothingHere />;
  }
}

function titleOf({ page }: Route): string {
  const { pages } = words;
  return page === 'sign-in'
    ? pages.signIn
    : page === 'task'
      ? pages.plan
      : page === 'not-here'
        ? pages.notHere
        : pages[page];
}

function pageAfterSignIn(current: Route): Route {
  if (current.page !== 'sign-in') return current;
  const [path = '', query = ''] = current.next.split('?');
  return parseRoute(path, query);
}

/** Asks who is signed in, and follows their notifications. */
function useViewer(): AskError | null {
  const token = session.value?.token;
  const [error, setError] = useState<AskError | null>(null);
  useEffect(renewSocket, [token]);
  const isSignedIn = token !== undefined;
  useEffect(() => {
    if (!isSignedIn) {
      viewer.value = null;
      closeSocket();
      return;
    }
    let stop = (): void => {};
    let isOver = false;
    readViewer().then(
      ({ notificationCursor, user }) => {
        setError(null);
        void endPushOfOthers(user?.id ?? '');
        if (!isOver) stop = followNotifications(notificationCursor);
      },
      (problem: unknown) => setError(problem instanceof AskError ? problem : null),
    );
    return () => {
      isOver = true;
      stop();
    };
  }, [isSignedIn, era.value]);
  return error;
}

function followNotifications(after: string): () => void {
  return followGraph(
    NotifiedDocument,
    { after },
    {
      onEvent: ({ notification }) => {
        if (notification != null) announce(notification.title);
        void ask(UnreadDocument, {}).then(
          ({ viewer: counts }) => {
            unreadCount.value = counts.unreadCount;
            toReviewCount.value = counts.toReviewCount;
          },
          () => {},
        );
      },
      onGap: () => void readViewer().catch(() => {}),
    },
  );
}
