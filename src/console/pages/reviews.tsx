import { useEffect, useRef } from 'preact/hooks';
import { ToReviewChangedDocument, ToReviewDocument, type ReviewItemFragment } from '../operations.ts';
import { announce } from '../parts/announce.tsx';
import { Empty, Failed, Loading } from '../parts/states.tsx';
import { formatAgo } from '../state/format.ts';
import { ACCEPTANCES } from '../state/queue-routes.ts';
import { followGraph } from '../state/live.ts';
import { refine } from '../state/router.ts';
import { PORTFOLIO, printRoute, type ReviewsRoute } from '../state/routes.ts';
import { useAsk } from '../state/use-ask.ts';
import { toReviewCount } from '../state/viewer.ts';
import { isSingleKey } from '../settings/single-keys.ts';
import { pageWords } from '../page-words.ts';
import { words } from '../words.ts';
import { ReviewPiece } from './review-piece.tsx';

const PAGE = 50;

/** The evidence that waits for whoever is signed in, the longest first, decided one piece after the other. */
export function ReviewsPage({ route }: { route: ReviewsRoute }) {
  const { data, error, reload } = useAsk(ToReviewDocument, { first: PAGE, after: null });
  useFollowedQueue(reload);
  const nodes = data?.viewer.toReview.nodes ?? [];
  const shown = nodes.find(({ id }) => id === route.evidence) ?? nodes[0];
  const go = (step: number): void => {
    const at = shown === undefined ? -1 : nodes.indexOf(shown);
    const next = nodes[Math.max(0, Math.min(nodes.length - 1, at + step))];
    if (next !== undefined) refine({ ...route, evidence: next.id });
  };
  useQueueKeys(go);
  const decided = (): void => {
    const rest = nodes.filter((each) => each !== shown);
    announce(rest.length === 0 ? pageWords.reviews.empty : pageWords.reviews.waiting(rest.length));
    const next = nodes[nodes.indexOf(shown!) + 1] ?? rest[0];
    refine({ ...route, evidence: next?.id ?? '' });
    reload();
  };
  return (
    <div class="page">
      <div class="page-head">
        <h1>{words.pages.reviews}</h1>
        {nodes.length > 0 && (
          <p class="quiet">{pageWords.reviews.waiting(data?.viewer.toReviewCount ?? 0)}</p>
        )}
        <a href={printRoute(ACCEPTANCES)}>{words.pages.acceptances}</a>
      </div>
      {error !== null && <Failed error={error} onAgain={reload} />}
      {data === null && error === null && <Loading />}
      {data !== null && shown === undefined && (
        <Empty act={<a href={printRoute(PORTFOLIO)}>{words.state.back}</a>}>{pageWords.reviews.empty}</Empty>
      )}
      {shown !== undefined && (
        <div class="split">
          <Queue pieces={nodes} shown={shown} onShow={(evidence) => refine({ ...route, evidence })} />
          <ReviewPiece key={shown.id} piece={shown} onDecided={decided} />
        </div>
      )}
    </div>
  );
}

/** Reads the queue anew whenever more or less waits. */
function useFollowedQueue(reload: () => void): void {
  useEffect(
    () =>
      followGraph(
        ToReviewChangedDocument,
        {},
        {
          onEvent: (event) => {
            toReviewCount.value = event.toReviewCount;
            reload();
          },
          onGap: reload,
        },
      ),
    [],
  );
}

function useQueueKeys(go: (step: number) => void): void {
  useEffect(() => {
    const keyDown = (event: KeyboardEvent): void => {
      if (!isSingleKey(event)) return;
      const step = ['j', 'n'].includes(event.key) ? 1 : ['k', 'z'].includes(event.key) ? -1 : 0;
      if (step !== 0) go(step);
    };
    addEventListener('keydown', keyDown);
    return () => removeEventListener('keydown', keyDown);
  });
}

interface QueueProps {
  readonly pieces: readonly ReviewItemFragment[];
  readonly shown: ReviewItemFragment;
  readonly onShow: (id: string) => void;
}

function Queue({ pieces, shown, onShow }: QueueProps) {
  const list = useRef<HTMLElement>(null);
  useEffect(
    () => list.current?.querySelector('[aria-pressed=true]')?.scrollIntoView({ block: 'nearest' }),
    [shown.id],
  );
  return (
    <nav class="groups" ref={list} aria-label={pageWords.reviews.queue}>
      {pieces.map((piece) => (
        <button
          key={piece.id}
          type="button"
          class="group"
          aria-pressed={piece === shown}
          onClick={() => onShow(piece.id)}
        >
          <span>
            {(piece.subtask ?? piece.task)?.name}
            <br />
            <span class="quiet">{formatAgo(piece.waitingSince ?? piece.createdAt, Date.now())}</span>
          </span>
        </button>
      ))}
    </nav>
  );
}
