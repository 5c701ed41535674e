import { createECDH } from 'node:crypto';
import type { Settings } from './settings.ts';

/** By which server mail leaves, and what it says of where it comes from. */
export interface MailSettings {
  /** `smtp://` or `smtps://`, with user and password where the server wants them. */
  readonly smtpUrl: string;
  /** An address, or a name and an address. */
  readonly from: string;
  /** Scheme and host of the platform, to which links of messages lead. */
  readonly linkBase: string;
}

/** Who we are to push services (RFC 8292). */
export interface PushSettings {
  /** How the operator is reached: `mailto:` or `https:`. */
  readonly subject: string;
  readonly publicKey: string;
  readonly privateKey: string;
}

/** In production mails say where the click arrives that ends them: readers do not reach what the service listens on. */
export function readMail(settings: Settings, production: boolean): MailSettings | null {
  const smtpUrl = settings.url('PIT_SMTP_URL', ['smtp:', 'smtps:']);
  const from = settings.checked(
    'PIT_MAIL_FROM',
    'an address, or a name with an address in angle brackets',
    isSender,
  );
  const linkBase = settings.checked(
    'PIT_LINK_BASE',
    'an https:// or http:// address without a path',
    isOrigin,
  );
  const names = ['PIT_SMTP_URL', 'PIT_MAIL_FROM', 'PIT_LINK_BASE'];
  if (!areTogether(settings, names, 'for e-mail')) return null;
  if (production && settings.text('PIT_PUBLIC_URL') === null) {
    settings.refuse('PIT_PUBLIC_URL', 'the address under which people reach the service, as e-mails name it');
  }
  return smtpUrl === null || from === null || linkBase === null ? null : { smtpUrl, from, linkBase };
}

export function readPush(settings: Settings): PushSettings | null {
  const subject = settings.checked('PIT_VAPID_SUBJECT', 'a mailto: or https: address', isContact);
  const publicKey = settings.checked('PIT_VAPID_PUBLIC_KEY', '65 bytes as base64url', isKey(65));
  const privateKey = settings.checked('PIT_VAPID_PRIVATE_KEY', '32 bytes as base64url', isKey(32), 'secret');
  const names = ['PIT_VAPID_SUBJECT', 'PIT_VAPID_PUBLIC_KEY', 'PIT_VAPID_PRIVATE_KEY'];
  if (!areTogether(settings, names, 'for push messages')) return null;
  if (subject === null || publicKey === null || privateKey === null) return null;
  if (publicOf(privateKey) !== publicKey) {
    settings.refuse('PIT_VAPID_PUBLIC_KEY', 'the public half of PIT_VAPID_PRIVATE_KEY', 'another key');
  }
  return { subject, publicKey, privateKey };
}

/** Whether all are set; where only some are, the others are missed. */
function areTogether(settings: Settings, names: readonly string[], what: string): boolean {
  const missing = names.filter((name) => settings.text(name) === null);
  if (missing.length === names.length) return false;
  for (const name of missing) settings.refuse(name, `a value, as the other settings ${what} have one`);
  return missing.length === 0;
}

function isSender(value: string): boolean {
  return /^(?:[^<>\p{Cc}"]{1,100}<([^\s<>@,;]+@[^\s<>@,;]+)>|[^\s<>@,;]+@[^\s<>@,;]+)$/u.test(value);
}

function isOrigin(value: string): boolean {
  return /^https?:\/\//.test(value) && URL.canParse(value) && new URL(value).origin === value;
}

function isContact(value: string): boolean {
  return URL.canParse(value) && ['mailto:', 'https:'].includes(new URL(value).protocol);
}

function isKey(bytes: number): (value: string) => boolean {
  return (value) => /^[A-Za-z0-9_-]+$/.test(value) && Buffer.from(value, 'base64url').length === bytes;
}

function publicOf(privateKey: string): string {
  const pair = createECDH('prime256v1');
  pair.setPrivateKey(Buffer.from(privateKey, 'base64url'));
  return pair.getPublicKey().toString('base64url');
}
