import { useEffect, useState } from 'preact/hooks';
import { AskError } from '../state/ask.ts';
import { theme, turnTheme } from '../state/theme.ts';
import { words } from '../words.ts';
import { viewer } from '../state/viewer.ts';
import { canPush, isPushed, startPush, stopPush } from './push.ts';
import { hasSingleKeys, setSingleKeys } from './single-keys.ts';

/** What somebody may have otherwise in this browser. */
export function Preferences() {
  return (
    <>
      <button type="button" class="button" onClick={turnTheme}>
        {words.shell.theme[theme.value]}
      </button>
      <label class="check">
        <input
          type="checkbox"
          checked={hasSingleKeys.value}
          onChange={({ currentTarget }) => setSingleKeys(currentTarget.checked)}
        />
        {words.settings.singleKeys}
      </label>
      {canPush() && <PushSwitch />}
    </>
  );
}

function PushSwitch() {
  const [isOn, setOn] = useState(false);
  const [isBusy, setBusy] = useState(true);
  const [problem, setProblem] = useState('');
  const look = async (): Promise<void> => {
    setOn(await isPushed());
    setBusy(false);
  };
  useEffect(() => void look(), []);
  const turn = async (wanted: boolean): Promise<void> => {
    setOn(wanted);
    setBusy(true);
    setProblem('');
    try {
      if (wanted) {
        const outcome = await startPush(viewer.value?.user?.id ?? '');
        if (outcome !== 'on') setProblem(words.settings.push[outcome]);
      } else await stopPush();
    } catch (error) {
      setProblem(error instanceof AskError && error.message !== '' ? error.message : words.state.failed);
    }
    await look();
  };
  return (
    <>
      <label class="check">
        <input
          type="checkbox"
          checked={isOn}
          disabled={isBusy}
          onChange={({ currentTarget }) => void turn(currentTarget.checked)}
        />
        {words.settings.push.label}
      </label>
      <p class="problem" role="alert">
        {problem}
      </p>
    </>
  );
}
