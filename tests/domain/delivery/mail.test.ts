import { isMailAddress, mailText } from '../../../src/domain/delivery/mail.ts';

const LINKS = {
  base: 'https://work.example',
  unsubscribe: 'https://pit.example/notifications/unsubscribe?t=a&b',
};

test('a mail says what the message says, and leads to it', () => {
  const { subject, text, html } = mailText(
    [{ title: 'A <task>', text: 'One\nTwo', link: '/pit/tasks/7' }],
    LINKS,
  );
  expect(subject).toBe('A <task>');
  expect(text).toContain('A <task>\nOne\nTwo\nhttps://work.example/pit/tasks/7');
  expect(html).toContain('A &#60;task&#62;');
  expect(html).toContain('href="https://work.example/pit/tasks/7"');
  expect(html).not.toContain('<task>');
});

test('a digest counts its messages', () => {
  const item = { title: 'Title', text: null, link: null };
  expect(mailText([item, item], LINKS)).toMatchObject({ subject: '2 messages about your work' });
});

test('a name with line breaks makes no header of its own', () => {
  const { subject } = mailText([{ title: 'Ship\r\nBcc: all@example.com', text: null, link: null }], LINKS);
  expect(subject).toBe('Ship Bcc: all@example.com');
});

test.each([
  'a@example.com\r\nBcc: b@example.com',
  'a@example.com, b@example.com',
  'A <a@example.com>',
  'a',
  'a b@example.com',
])('%j is not one address', (address) => expect(isMailAddress(address)).toBe(false));

test('an ordinary address is one', () => expect(isMailAddress("o'neil+work@sub.example.com")).toBe(true));
