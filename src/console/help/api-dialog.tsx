import { useState } from 'preact/hooks';
import { Dialog } from '../parts/dialog.tsx';
import { asked, type Question } from '../state/asked.ts';
import { helpWords } from './help-words.ts';
import { words } from '../words.ts';
import { printedQuery } from './printed-query.ts';

/** The questions by which the page that is shown was made: the console teaches the graph. */
export function ApiDialog({ onClose }: { onClose: () => void }) {
  const [questions] = useState(() => [...asked].reverse());
  return (
    <Dialog title={helpWords.api.title} onClose={onClose} className="api">
      <h2>{helpWords.api.title}</h2>
      <p class="quiet">{questions.length === 0 ? helpWords.api.none : helpWords.api.lead}</p>
      {questions.map(([name, question], at) => (
        <Asked key={name} name={name} question={question} isOpen={at === 0} />
      ))}
      <button type="button" class="button" onClick={onClose}>
        {words.state.close}
      </button>
    </Dialog>
  );
}

function Asked({ name, question, isOpen }: { name: string; question: Question; isOpen: boolean }) {
  const variables = JSON.stringify(question.variables, null, 2);
  const query = printedQuery(question.query);
  return (
    <details open={isOpen}>
      <summary>{name}</summary>
      <Text label={helpWords.api.query(name)} text={query} />
      {variables !== '{}' && <Text label={helpWords.api.variables} text={variables} />}
    </details>
  );
}

function Text({ label, text }: { label: string; text: string }) {
  const [isCopied, setCopied] = useState(false);
  const copy = async (): Promise<void> => {
    await navigator.clipboard.writeText(text);
    setCopied(true);
  };
  return (
    <>
      <pre tabIndex={0} role="region" aria-label={label}>
        {text}
      </pre>
      <button
        type="button"
        class="button"
        aria-label={`${helpWords.api.copy}: ${label}`}
        onClick={() => void copy().catch(() => {})}
      >
        {helpWords.api.copy}
      </button>{' '}
      <span class="quiet" role="status">
        {isCopied && helpWords.api.copied}
      </span>
    </>
  );
}
