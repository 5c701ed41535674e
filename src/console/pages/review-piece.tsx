import { useEffect, useRef, useState } from 'preact/hooks';
import { ReviewEvidenceDocument, type ReviewDecision, type ReviewItemFragment } from '../operations.ts';
import { Failed } from '../parts/states.tsx';
import { ask, AskError, newIntent } from '../state/ask.ts';
import { formatBytes, formatMoment } from '../state/format.ts';
import { planRoute, printRoute } from '../state/routes.ts';
import { isSingleKey } from '../settings/single-keys.ts';
import { pageWords } from '../page-words.ts';
import { planWords } from '../plan-words.ts';
import { words } from '../words.ts';

/** Only what cannot run anything is shown in the page; everything else is fetched as a file. */
const SHOWN_TYPES = new Set(['image/png', 'image/jpeg', 'image/gif', 'image/webp']);

const KEYS: Readonly<Record<string, ReviewDecision>> = {
  a: 'ACCEPTED',
  r: 'REJECTED',
  c: 'NEEDS_CLARIFICATION',
};

/** One piece of evidence, what was said of it before, and the decision. */
export function ReviewPiece({ piece, onDecided }: { piece: ReviewItemFragment; onDecided: () => void }) {
  const { metadata, uploader, downloadUrl } = piece;
  const task = piece.task ?? piece.subtask?.task ?? null;
  const facts = [
    metadata.mediaType ?? planWords.task.file(piece.fileType),
    metadata.size === null ? null : formatBytes(metadata.size),
    metadata.source,
  ];
  const isShown = downloadUrl !== null && isOwn(downloadUrl) && SHOWN_TYPES.has(metadata.mediaType ?? '');
  return (
    <article class="piece">
      <h2>{(piece.subtask ?? piece.task)?.name}</h2>
      {task !== null && (
        <p>
          <a href={printRoute(planRoute(task.projectId, task.id))}>{task.project?.name}</a>{' '}
          <span class="quiet">{task.project?.code}</span>
        </p>
      )}
      <p class="quiet">
        {pageWords.reviews.handedIn(uploader?.name ?? planWords.plan.someone, formatMoment(piece.createdAt))}{' '}
        · {facts.filter((fact) => fact !== null).join(', ')}
        {metadata.sha256 !== null && (
          <>
            {' '}
            · sha256 <code>{metadata.sha256.slice(0, 12)}</code>
          </>
        )}
      </p>
      {isShown && <img src={downloadUrl} alt={pageWords.reviews.picture} />}
      <File piece={piece} />
      <Earlier piece={piece} />
      {piece.viewerMay.includes('REVIEW_EVIDENCE') ? (
        <Decide id={piece.id} onDecided={onDecided} />
      ) : (
        <p class="quiet">{pageWords.reviews.mayNot}</p>
      )}
    </article>
  );
}

/** The file: handed out by the service, or kept elsewhere, where it is opened beside the console. */
function File({ piece: { downloadUrl, fileUrl } }: { piece: ReviewItemFragment }) {
  if (downloadUrl !== null)
    return (
      <p>
        <a class="button" href={downloadUrl} download rel="noreferrer">
          {pageWords.reviews.download}
        </a>
      </p>
    );
  if (!URL.canParse(fileUrl)) return null;
  const { protocol, host, href } = new URL(fileUrl);
  if (protocol !== 'https:') return null;
  return (
    <p>
      <a class="button" href={href} target="_blank" rel="noopener noreferrer">
        {pageWords.reviews.elsewhere(host)}
      </a>
    </p>
  );
}

function isOwn(url: string): boolean {
  return URL.canParse(url, location.href) && new URL(url, location.href).origin === location.origin;
}

function Earlier({ piece }: { piece: ReviewItemFragment }) {
  const { nodes } = piece.reviews;
  if (nodes.length === 0) return null;
  return (
    <ul class="links">
      {nodes.map(({ id, decision, comment, reviewer, createdAt, aiScore }) => (
        <li key={id}>
          {words.decision(decision)}{' '}
          <span class="quiet">
            {reviewer?.name} · {formatMoment(createdAt)}
            {aiScore !== null && ` · ${pageWords.reviews.advice(aiScore)}`}
          </span>
          {comment !== null && <p>{comment}</p>}
        </li>
      ))}
    </ul>
  );
}

/** Accept, reject or ask: by a button or its first letter. What is not accepted is told why. */
function Decide({ id, onDecided }: { id: string; onDecided: () => void }) {
  const [comment, setComment] = useState('');
  const [error, setError] = useState<AskError | null>(null);
  const [isMissing, setMissing] = useState(false);
  const [isBusy, setBusy] = useState(false);
  const field = useRef<HTMLTextAreaElement>(null);
  const keyOf = useIntents();
  const decide = (decision: ReviewDecision): void => {
    if (isBusy) return;
    if (decision !== 'ACCEPTED' && comment.trim() === '') {
      setMissing(true);
      field.current?.focus();
      return;
    }
    setBusy(true);
    const said = comment.trim() === '' ? {} : { comment: comment.trim() };
    const input = { evidenceId: id, decision, idempotencyKey: keyOf(decision + comment.trim()), ...said };
    ask(ReviewEvidenceDocument, { input }).then(onDecided, (problem: unknown) => {
      setBusy(false);
      setError(problem instanceof AskError ? problem : null);
    });
  };
  useDecisionKeys(decide);
  return (
    <form class="acts" onSubmit={(event) => event.preventDefault()}>
      <label class="field">
        {pageWords.reviews.comment}
        <textarea
          ref={field}
          rows={2}
          maxLength={2000}
          value={comment}
          aria-invalid={isMissing}
          aria-describedby="comment-problem"
          onInput={(event) => {
            setComment(event.currentTarget.value);
            setMissing(false);
          }}
        />
      </label>
      <p id="comment-problem" class="problem" role="alert">
        {isMissing && pageWords.reviews.needsComment}
      </p>
      <Decisions isBusy={isBusy} decide={decide} />
      {error !== null && <Failed error={error} />}
    </form>
  );
}

/** The key of what is sent: the same decision, sent once more because no answer came, is one review. */
function useIntents(): (sent: string) => string {
  const last = useRef({ sent: '', key: '' });
  return (sent) => {
    if (last.current.sent !== sent) last.current = { sent, key: newIntent() };
    return last.current.key;
  };
}

function Decisions({ isBusy, decide }: { isBusy: boolean; decide: (decision: ReviewDecision) => void }) {
  return (
    <div class="verbs">
      {Object.entries(KEYS).map(([key, decision]) => (
        <button
          key={key}
          type="button"
          class={`button ${decision === 'ACCEPTED' ? 'is-primary' : ''}`}
          aria-keyshortcuts={key}
          disabled={isBusy}
          onClick={() => decide(decision)}
        >
          {pageWords.reviews.decide[decision]}
        </button>
      ))}
      <span class="quiet">{pageWords.reviews.keys}</span>
    </div>
  );
}

function useDecisionKeys(decide: (decision: ReviewDecision) => void): void {
  useEffect(() => {
    const keyDown = (event: KeyboardEvent): void => {
      const decision = isSingleKey(event) ? KEYS[event.key] : undefined;
      if (decision === undefined) return;
      event.preventDefault();
      decide(decision);
    };
    addEventListener('keydown', keyDown);
    return () => removeEventListener('keydown', keyDown);
  });
}
