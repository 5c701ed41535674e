import nodemailer from 'nodemailer';
import type { MailSettings } from '../../config/delivery-settings.ts';
import { isMailAddress, mailText } from '../../domain/delivery/mail.ts';
import type { Attempt } from '../../domain/delivery/retry-schedule.ts';
import type { PersonalMessage } from '../../services/delivery/personal-message.ts';

/** From the look-up of the server to its last word. */
const SEND_MS = 30_000;

export interface MailSenderOptions extends MailSettings {
  /** Where an e-mail to this person is ended with one click. */
  readonly unsubscribeUrl: (userId: string, orgId: string) => string;
  /** Certificates to be trusted instead of the system's, where that is tried out. */
  readonly ca?: string;
  readonly sendMs?: number;
}

/** What a mail is about, and to which organisation's member it goes. */
export interface Mail extends PersonalMessage {
  readonly orgId: string;
  /** Of the delivery: a server that gets it twice may know it by that. */
  readonly deliveryId: string;
}

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[?::1\]?)$/;

/**
 * Hands mails to the operator's server, each over a connection of its own. Names and addresses of members go over the
 * network, so that TLS is demanded of every server but one on this machine.
 */
export class MailSender {
  constructor(private readonly options: MailSenderOptions) {}

  /** One attempt. Never rejects; one that `signal` breaks off has failed. */
  async send(mail: Mail, signal: AbortSignal): Promise<Attempt> {
    if (!isMailAddress(mail.address)) return { outcome: 'refused', error: 'the address of the user is none' };
    const transport = nodemailer.createTransport(this.connection());
    const late = AbortSignal.timeout(this.options.sendMs ?? SEND_MS);
    const over = AbortSignal.any([signal, late]);
    try {
      await Promise.race([transport.sendMail(this.content(mail)), aborted(over)]);
      return { outcome: 'sent', status: 250 };
    } catch (error) {
      if (late.aborted) return { outcome: 'failed', error: 'no answer in time' };
      return verdictOf(error as SmtpError);
    } finally {
      transport.close();
    }
  }

  private connection() {
    const url = new URL(this.options.smtpUrl);
    const secure = url.protocol === 'smtps:';
    const { ca, sendMs = SEND_MS } = this.options;
    return {
      host: url.hostname.replace(/^\[|\]$/g, ''),
      port: Number(url.port) || (secure ? 465 : 587),
      secure,
      requireTLS: !secure && !LOOPBACK.test(url.hostname),
      ignoreTLS: false,
      ...(url.username !== '' && {
        auth: { user: decodeURIComponent(url.username), pass: decodeURIComponent(url.password) },
      }),
      connectionTimeout: sendMs,
      socketTimeout: sendMs,
      dnsTimeout: sendMs,
      // What users have written is text and nothing else.
      disableFileAccess: true,
      disableUrlAccess: true,
      tls: { ...(ca !== undefined && { ca }) },
    };
  }

  private content({ address, userId, orgId, deliveryId, items }: Mail) {
    const { from, linkBase, unsubscribeUrl } = this.options;
    const unsubscribe = unsubscribeUrl(userId, orgId);
    const domain = /@([^\s>]+)/.exec(from)?.[1] ?? 'localhost';
    return {
      from,
      to: address,
      ...mailText(items, { base: linkBase, unsubscribe }),
      messageId: `<${deliveryId}@${domain}>`,
      headers: {
        'Auto-Submitted': 'auto-generated',
        'List-Unsubscribe': `<${unsubscribe}>`,
        'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
      },
    };
  }
}

interface SmtpError extends Error {
  readonly code?: string;
  readonly responseCode?: number;
}

/** A server refuses a mail for good by 5xx (RFC 5321, 4.2.1); where it refuses us, the operator has something to mend. */
function verdictOf({ code, responseCode, message }: SmtpError): Attempt {
  const status = responseCode === undefined ? {} : { status: responseCode };
  const isOurs = code === 'EAUTH' || code === 'ETLS';
  const isFinal = !isOurs && responseCode !== undefined && responseCode >= 500;
  const error = responseCode === undefined ? (code ?? message) : `the mail server answered ${responseCode}`;
  return { outcome: isFinal ? 'refused' : 'failed', error, ...status };
}

function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(new Error('broken off')), { once: true });
  });
}
