import { PORTFOLIO, printRoute } from '../state/routes.ts';
import { isLead } from '../state/viewer.ts';
import { words } from '../words.ts';
import { late } from '../parts/late.tsx';

const OverrideAsk = late(async () => (await import('./override-ask.tsx')).OverrideAsk, true);

/** Says that there is nothing, or nothing that its reader may see; who may look beyond their rights is asked why. */
export function NothingHere() {
  return (
    <div class="page nothing">
      <h1>{words.state.nothingHere}</h1>
      <p>{words.state.nothingHereWhy}</p>
      <p>
        <a href={printRoute(PORTFOLIO)}>{words.state.back}</a>
      </p>
      {isLead() && <OverrideAsk />}
    </div>
  );
}
