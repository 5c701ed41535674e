import { setTimeout as sleep } from 'node:timers/promises';
import type { GraphQLFormattedError } from 'graphql';
import type { Callback } from '../../../services/events/callbacks.ts';
import { PROTOCOL_HEADER } from './callback-spec.ts';

/** What became of a message: the router took it, or knows of no such subscription, or could not be talked to. */
export type Verdict = 'taken' | 'gone' | 'failed';

/** A router that has not answered by then has not taken the message. */
const CALL_MS = 5_000;
/** A message is tried again after these times, in milliseconds, for two minutes in all. */
const PAUSES = [100, 200, 400, 800, 1_500, 3_000, 6_000, ...Array.from({ length: 11 }, () => 10_000)];
/** Answers of the router that speak of now and not of the subscription. */
const PASSING = new Set([408, 425, 429]);

const HEADERS = { 'content-type': 'application/json', ...PROTOCOL_HEADER };

/** The router's end of one callback. */
export class CallbackClient {
  private readonly calls = new Set<AbortController>();
  private readonly hungUp = new AbortController();

  constructor(private readonly callback: Pick<Callback, 'url' | 'id' | 'verifier'>) {}

  /** Asks whether the router still knows of the subscription, which is also the sign that we are there. */
  check(): Promise<Verdict> {
    return this.say('check');
  }

  /** Asks a router that may only be about to know of the subscription. */
  async checkFirst(): Promise<Verdict> {
    let verdict = await this.check();
    for (const pause of PAUSES.slice(0, 2)) {
      if (verdict === 'taken') break;
      await sleep(pause);
      verdict = await this.check();
    }
    return verdict;
  }

  /** Sends a result until the router takes it or refuses it; `failed` when it has not for two minutes. */
  next(json: string): Promise<Verdict> {
    return this.insist('next', `,"payload":${json}`);
  }

  complete(errors: readonly GraphQLFormattedError[]): Promise<Verdict> {
    return this.insist('complete', `,"errors":${JSON.stringify(errors)}`);
  }

  /** Ends what is under way, which then has failed: pauses at once, and calls that are not over `afterMs` later. */
  hangUp(afterMs: number): void {
    this.hungUp.abort();
    setTimeout(() => {
      for (const call of this.calls) call.abort();
    }, afterMs).unref();
  }

  private async insist(action: string, content: string): Promise<Verdict> {
    for (const pause of PAUSES) {
      if (this.hungUp.signal.aborted) return 'failed';
      const verdict = await this.say(action, content);
      if (verdict !== 'failed') return verdict;
      // A pause that is broken off rejects, and the next round finds out why.
      await sleep(pause, undefined, { signal: this.hungUp.signal, ref: false }).catch(() => undefined);
    }
    return 'failed';
  }

  /** @param content further members of the message: a result is already in JSON, and shared by many. */
  private async say(action: string, content = ''): Promise<Verdict> {
    const { url, id, verifier } = this.callback;
    const head = JSON.stringify({ kind: 'subscription', action, id, verifier }).slice(0, -1);
    const call = new AbortController();
    const late = setTimeout(() => call.abort(), CALL_MS);
    this.calls.add(call);
    try {
      // Not where a redirect points: only the address itself was found to be allowed.
      const { signal } = call;
      const body = `${head}${content}}`;
      const response = await fetch(url, {
        method: 'POST',
        headers: HEADERS,
        body,
        redirect: 'manual',
        signal,
      });
      // The status is the answer. What comes behind it is not read, and if that breaks the router has still taken it.
      await response.body?.cancel().catch(() => undefined);
      return verdictOf(response.status);
    } catch {
      return 'failed';
    } finally {
      clearTimeout(late);
      this.calls.delete(call);
    }
  }
}

function verdictOf(status: number): Verdict {
  if (status >= 200 && status < 300) return 'taken';
  return status >= 400 && status < 500 && !PASSING.has(status) ? 'gone' : 'failed';
}
