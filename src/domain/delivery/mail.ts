/** One message in a mail. */
export interface MailItem {
  readonly title: string;
  readonly text: string | null;
  /** A path of the platform; null where it leads nowhere. */
  readonly link: string | null;
}

/** Where links of mails lead. */
export interface MailLinks {
  /** Scheme and host of the platform, without a slash at the end. */
  readonly base: string;
  /** Ends e-mails to this person with one click. */
  readonly unsubscribe: string;
}

export interface MailText {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

const LONGEST_SUBJECT = 150;

/** The text of a mail of one message, or of several as a digest. */
export function mailText(items: readonly MailItem[], links: MailLinks): MailText {
  const [first] = items;
  const subject = items.length === 1 ? (first?.title ?? '') : `${items.length} messages about your work`;
  return {
    subject: oneLine(subject),
    text: `${items.map((item) => plain(item, links)).join('\n\n')}\n\n-- \nNo more e-mails: ${links.unsubscribe}\n`,
    html: [
      '<!doctype html><html><body style="font-family:sans-serif">',
      ...items.map((item) => marked(item, links)),
      `<p style="color:#666"><a href="${escaped(links.unsubscribe)}">No more e-mails</a></p></body></html>`,
    ].join('\n'),
  };
}

function plain({ title, text, link }: MailItem, links: MailLinks): string {
  return [title, text, link === null ? null : addressOf(link, links)]
    .filter((line) => line !== null)
    .join('\n');
}

function marked({ title, text, link }: MailItem, links: MailLinks): string {
  const heading = `<p><strong>${escaped(title)}</strong></p>`;
  const body = text === null ? '' : `<p style="white-space:pre-line">${escaped(text)}</p>`;
  const address = link === null ? '' : `<p><a href="${escaped(addressOf(link, links))}">Open</a></p>`;
  return `${heading}${body}${address}`;
}

function addressOf(link: string, { base }: MailLinks): string {
  return link.startsWith('/') ? `${base}${link}` : link;
}

/** Headers are lines: what people have named their work must not begin another one. */
function oneLine(text: string): string {
  const line = text.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ').trim();
  return line.length <= LONGEST_SUBJECT ? line : `${line.slice(0, LONGEST_SUBJECT - 1)}…`;
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

/** Whether mail may be sent to it: one address and nothing that could be another header or recipient. */
export function isMailAddress(address: string): boolean {
  return address.length <= 320 && /^[^\s@<>,;:"()[\]\\\p{Cc}]+@[^\s@<>,;:"()[\]\\\p{Cc}]+$/u.test(address);
}
